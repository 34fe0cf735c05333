import { Names, Token, TokenComparison } from "aws-cdk-lib";
import {
	EventField,
	type IRuleRef,
	RuleTargetInput,
} from "aws-cdk-lib/aws-events";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { IConstruct } from "constructs";
import { RULE_TAG } from "../../core/event/rule-tag.ts";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";
import { eventWord } from "../constructs/routes/event-word.ts";

/** By which a route knows the events of one rule, such as `mail-rule/Shop-Failed-1A2B3C4D`: short, for the routes have 4 KB at most. */
export function ruleTag(rule: IConstruct): string {
	const name = Names.uniqueResourceName(rule, {
		maxLength: 32,
		separator: "-",
	});
	return `${RULE_TAG}${name}`;
}

/** The tag with the word, if the rule can know it: of another account, or another app, it can't. */
export function provenTag(
	tag: string,
	rule: IRuleRef,
	{ queue }: IGmailSender,
): string {
	const isNear = (["account", "region"] as const).every(
		(of) =>
			Token.compareStrings(rule.env[of], queue.env[of]) !==
			TokenComparison.DIFFERENT,
	);
	return queue instanceof Queue && isNear ? `${tag}/${eventWord(queue)}` : tag;
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
