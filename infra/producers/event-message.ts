import {
	EventField,
	type IRuleRef,
	RuleTargetInput,
} from "aws-cdk-lib/aws-events";
import {
	escapesNothing,
	textsWithPlaceholders,
} from "./texts-with-placeholders.ts";

/**
 * A message of format version 1. An entire field value may be `EventField.fromPath("$.detail.state")`. Only values
 * that EventBridge sets, such as `EventField.eventId`, may be part of a longer text.
 */
export type EventMessage = Readonly<Record<string, unknown>>;

/** Values that no event producer chooses. */
const SET_BY_AWS = [
	"$.id",
	"$.account",
	"$.region",
	"$.time",
	"aws.events.rule-arn",
	"aws.events.rule-name",
	"aws.events.event.ingestion-time",
];

/**
 * The message as a rule's input to its target, identified by the event id.
 *
 * @throws Error when a value of the event is a part of a longer text.
 */
export function eventMessage(
	message: EventMessage,
	rule: IRuleRef,
): RuleTargetInput {
	const input = RuleTargetInput.fromObject({
		id: EventField.eventId,
		...message,
	});
	const { inputTemplate, inputPathsMap = {} } = input.bind(rule);
	if (inputTemplate === undefined) return input;
	const texts = textsWithPlaceholders(rule, inputTemplate, (placeholder) => {
		const path = inputPathsMap[placeholder] ?? placeholder;
		return /^(\$|aws\.events\.)/.test(path) && !SET_BY_AWS.includes(path);
	});
	if (texts.length === 0) return input;
	throw new Error(
		`Cannot send this message by the rule ${rule.node.path} as ${escapesNothing(texts)}; or send mail about the whole event: new MailRuleTarget(sender, { route: { to: "…" } })`,
	);
}
