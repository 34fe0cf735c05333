import { Stack } from "aws-cdk-lib";
import { CfnRule } from "aws-cdk-lib/aws-events";
import type { IConstruct } from "constructs";
import type { RouteMatch } from "../../functions/send-email/contract.ts";

/**
 * What a route has to match to take what a rule lets through, as far as its pattern tells.
 *
 * @returns undefined when it names neither source nor detail-type, or not by texts and prefixes.
 */
export function ruleMatch(rule: IConstruct): RouteMatch | undefined {
	const { defaultChild } = rule.node;
	if (!(defaultChild instanceof CfnRule)) return undefined;
	const pattern: unknown = Stack.of(rule).resolve(defaultChild.eventPattern);
	if (typeof pattern !== "object" || pattern === null)
		return defaultChild.scheduleExpression === undefined
			? undefined
			: { source: "aws.events", detailType: "Scheduled Event" };
	const source = textsOf(pattern, "source");
	const detailType = textsOf(pattern, "detail-type");
	if (source === "other" || detailType === "other") return undefined;
	if (source === undefined && detailType === undefined) return undefined;
	return {
		...(source === undefined ? {} : { source }),
		...(detailType === undefined ? {} : { detailType }),
	};
}

function textsOf(
	pattern: object,
	field: "source" | "detail-type",
): string | readonly string[] | undefined | "other" {
	if (!(field in pattern)) return undefined;
	const rules: unknown = Reflect.get(pattern, field);
	if (!Array.isArray(rules)) return "other";
	const texts = rules.map(textOf);
	const known = texts.filter((text) => text !== undefined);
	if (known.length < texts.length || known.length === 0) return "other";
	return known.length === 1 ? known[0] : known;
}

function textOf(rule: unknown): string | undefined {
	if (typeof rule === "string") return rule;
	if (typeof rule !== "object" || rule === null || !("prefix" in rule))
		return undefined;
	return typeof rule.prefix === "string" && Object.keys(rule).length === 1
		? `${rule.prefix}*`
		: undefined;
}
