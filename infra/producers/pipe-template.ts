import { Stack, Token } from "aws-cdk-lib";
import type { Construct } from "constructs";

/**
 * A value as a pipe's input template. A string that is one placeholder, `<$.body.email>`, stands without
 * quotes: so text is escaped, and lists and objects stay what they are.
 */
export function pipeTemplate(value: unknown, scope: Construct): string {
	if (typeof value === "string" && PLACEHOLDER.test(value)) return value;
	if (Token.isUnresolved(value)) return Stack.of(scope).toJsonString(value);
	if (Array.isArray(value)) {
		return `[${value.map((entry) => pipeTemplate(entry, scope)).join(",")}]`;
	}
	if (typeof value === "object" && value !== null) {
		const fields = Object.entries(value)
			.filter(([, entry]) => entry !== undefined)
			.map(
				([key, entry]) =>
					`${JSON.stringify(key)}:${pipeTemplate(entry, scope)}`,
			);
		return `{${fields.join(",")}}`;
	}
	return JSON.stringify(value);
}

const PLACEHOLDER = /^<(\$|aws\.pipes\.)[^<>]*>$/;
