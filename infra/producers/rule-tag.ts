import { Names } from "aws-cdk-lib";
import { EventField, RuleTargetInput } from "aws-cdk-lib/aws-events";
import type { IConstruct } from "constructs";
import { RULE_TAG } from "../../core/event/rule-tag.ts";

/** By which a route knows the events of one rule, such as `mail-rule/Shop-Failed-1A2B3C4D`: short, for the routes have 4 KB at most. */
export function ruleTag(rule: IConstruct): string {
	const name = Names.uniqueResourceName(rule, {
		maxLength: 32,
		separator: "-",
	});
	return `${RULE_TAG}${name}`;
}

/**
 * The event as it came, with the tag behind its resources. A transformer cannot append to a list, and a
 * resource that is not there would break the event: the list goes into another one, and the function
 * takes it out again.
 */
export function taggedEvent(tag: string): RuleTargetInput {
	const asItCame = [
		"version",
		"id",
		"detail-type",
		"source",
		"account",
		"time",
		"region",
		"detail",
	].map((field) => [field, EventField.fromPath(`$.${field}`)]);
	return RuleTargetInput.fromObject({
		...Object.fromEntries(asItCame),
		resources: [EventField.fromPath("$.resources"), tag],
	});
}
