import {
	DefaultTokenResolver,
	type IPostProcessor,
	type IResolvable,
	type IResolveContext,
	Reference,
	StringConcat,
	Tokenization,
} from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/**
 * A value with each reference as text, such as `<Team/Topic.TopicArn>`: for people, who have no use
 * for a logical id, and for comparing across stacks, where two resources may have the same logical id.
 */
export function asText(scope: IConstruct, value: unknown): unknown {
	return Tokenization.resolve(value, {
		scope,
		resolver: new TextResolver(new StringConcat()),
		preparing: false,
	});
}

class TextResolver extends DefaultTokenResolver {
	override resolveToken(
		token: IResolvable,
		context: IResolveContext,
		postProcessor: IPostProcessor,
	): unknown {
		if (Reference.isReference(token)) {
			const { displayName, target } = token;
			return displayName.startsWith("AWS::")
				? `<${displayName}>`
				: `<${target.node.path}.${displayName}>`;
		}
		const resolved = super.resolveToken(token, context, postProcessor);
		return isIntrinsic(resolved) ? `<${textOf(resolved)}>` : resolved;
	}
}

function isIntrinsic(
	value: unknown,
): value is Readonly<Record<string, unknown>> {
	if (typeof value !== "object" || value === null) return false;
	const keys = Object.keys(value);
	return keys.length === 1 && /^(Ref|Fn::\w+)$/.test(keys[0] ?? "");
}

function textOf(intrinsic: Readonly<Record<string, unknown>>): string {
	return "Ref" in intrinsic ? String(intrinsic.Ref) : JSON.stringify(intrinsic);
}
