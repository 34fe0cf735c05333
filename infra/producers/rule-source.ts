import { Stack } from "aws-cdk-lib";
import { CfnRule } from "aws-cdk-lib/aws-events";
import type { IConstruct } from "constructs";
import type { RouteMatch } from "../../core/event/route.ts";

/**
 * Sources of the events that a rule lets through, as a route matches them.
 *
 * @returns undefined when its pattern does not tell, or not by texts and prefixes.
 */
export function ruleSource(rule: IConstruct): RouteMatch["source"] {
	const { defaultChild } = rule.node;
	if (!(defaultChild instanceof CfnRule)) return undefined;
	const pattern: unknown = Stack.of(rule).resolve(defaultChild.eventPattern);
	if (typeof pattern !== "object" || pattern === null)
		return defaultChild.scheduleExpression === undefined
			? undefined
			: "aws.events";
	const rules: unknown = Reflect.get(pattern, "source");
	if (!Array.isArray(rules)) return undefined;
	const texts = rules.map(textOf);
	const known = texts.filter((text) => text !== undefined);
	if (known.length < texts.length || known.length === 0) return undefined;
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
