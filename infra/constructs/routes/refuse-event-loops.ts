import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { CfnRule } from "aws-cdk-lib/aws-events";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { type Construct, Node } from "constructs";
import { asText } from "../imported/as-text.ts";
import { type KnownEvent, mayMatch } from "./event-pattern.ts";
import { ENVELOPE, outcomesOf, withAnyValue } from "./own-events.ts";

interface Sender {
	readonly name: string;
	readonly queue: IQueue;
	readonly alarms: readonly Alarm[];
}

/**
 * Fails the synth when a rule feeds the sender's queue with the sender's own outcome events, of which
 * each would make another one, or with its own alarms, which cannot be mailed while mail is broken.
 */
export function refuseEventLoops(scope: Construct, sender: Sender): void {
	scope.node.addValidation({
		validate: () => {
			const queueArn = asText(scope, sender.queue.queueArn);
			const events = ownEvents(sender);
			return Node.of(scope)
				.root.node.findAll()
				.filter((node) => node instanceof CfnRule)
				.filter((rule) => feeds(rule, queueArn))
				.flatMap((rule) => {
					const pattern = asText(rule, rule.eventPattern);
					const loop = events.find(({ event }) => mayMatch(pattern, event));
					return pattern === undefined || loop === undefined
						? []
						: [
								`Cannot send mail by the rule ${rule.node.path} as it takes this sender's own ${loop.what}. ${loop.advice}`,
							];
				});
		},
	});
}

function feeds(rule: CfnRule, queueArn: unknown): boolean {
	if (rule.eventBusName !== undefined && rule.eventBusName !== "default")
		return false;
	const targets = asText(rule, rule.targets);
	return (
		Array.isArray(targets) &&
		targets.some(({ arn }: { readonly arn?: unknown }) => arn === queueArn)
	);
}

const STATE = withAnyValue(["value", "reason", "reasonData", "timestamp"]);

function ownEvents({ name, alarms }: Sender): readonly {
	readonly what: string;
	readonly advice: string;
	readonly event: KnownEvent;
}[] {
	const outcomes = outcomesOf(name).map((event) => ({
		what: "outcome events",
		advice: `Each mail would make another one: send them to another target, or mail by a route about those of other senders only: "detail": { "sender": [{ "anything-but": ["${name}"] }] }`,
		event,
	}));
	const states = alarms.map((alarm) => ({
		what: "alarms",
		advice: `An alarm about broken mail cannot be mailed: subscribe a pager, a chat or an address to its topics, and leave its alarms out of the rule: "detail": { "alarmName": [{ "anything-but": { "prefix": "${name}: " } }] }`,
		event: {
			...ENVELOPE,
			source: "aws.cloudwatch",
			"detail-type": "CloudWatch Alarm State Change",
			resources: [asText(alarm, alarm.alarmArn)],
			detail: {
				alarmName: asText(alarm, nameOf(alarm)),
				state: STATE,
				previousState: STATE,
				configuration: undefined,
			},
		},
	}));
	return [...outcomes, ...states];
}

// The name as it was given: the construct's own is a reference.
function nameOf(alarm: Alarm): unknown {
	const { defaultChild } = alarm.node;
	return defaultChild !== undefined && "alarmName" in defaultChild
		? defaultChild.alarmName
		: alarm.alarmName;
}
