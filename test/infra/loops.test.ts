import { Stack } from "aws-cdk-lib";
import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { EventBus, type EventPattern, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Topic } from "aws-cdk-lib/aws-sns";
import { SqsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { describe, expect, test } from "vitest";
import type { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import { MailAlarmRule } from "../../infra/producers/mail-alarm-rule.ts";
import {
	MailRuleTarget,
	type MailRuleTargetProps,
} from "../../infra/producers/mail-rule-target.ts";
import { newApp, stackWith } from "../support/synth.ts";

const message = { to: "ann@example.com", subject: "s", text: "t" };
const ALARMS = {
	source: ["aws.cloudwatch"],
	detailType: ["CloudWatch Alarm State Change"],
};
const OUTCOMES = { source: ["sqs-gmail-sender"] };

const route = { to: "ann@example.com" };

function senderWithRule(
	eventPattern: EventPattern,
	props: MailRuleTargetProps = { route },
) {
	const app = newApp();
	const { stack, sender } = stackWith({}, { app });
	new Rule(stack, "Rule", { eventPattern }).addTarget(
		new MailRuleTarget(sender, props),
	);
	return () => app.synth();
}

const alarmsOf = (sender: GmailSender): readonly Alarm[] =>
	sender.node.findAll().filter((node): node is Alarm => "alarmArn" in node);

describe("a rule that feeds the sender's own queue", () => {
	test.each([
		OUTCOMES,
		{ detailType: ["Email Failed"] },
		{ source: [{ prefix: "sqs-" }] as unknown as string[] },
		{ account: ["111111111111"] },
	])("may not take its outcome events: %o", (pattern) => {
		expect(senderWithRule(pattern)).toThrow(
			/rule Team\/Rule\/Resource as it takes this sender's own outcome events.*"anything-but": \["Team-Mail"\]/,
		);
	});

	test.each([
		ALARMS,
		{ source: ["aws.cloudwatch"] },
		{ ...ALARMS, detail: { state: { value: ["ALARM"] } } },
	])("may not take its alarms: %o", (pattern) => {
		expect(senderWithRule(pattern)).toThrow(/takes this sender's own alarms/);
	});

	test.each([
		{ source: ["aws.codebuild"] },
		{ ...OUTCOMES, detail: { sender: ["billing"] } },
		{ ...OUTCOMES, detailType: ["Something Else"] },
		{
			...ALARMS,
			resources: ["arn:aws:cloudwatch:eu-west-1:111111111111:alarm:cpu"],
		},
		{
			...ALARMS,
			detail: { alarmName: [{ "anything-but": { prefix: "Team-Mail: " } }] },
		},
	])("may take anything else: %o", (pattern) => {
		expect(senderWithRule(pattern)).not.toThrow();
	});

	test("is seen behind CDK's own target, too", () => {
		const app = newApp();
		const { stack, sender } = stackWith({}, { app });
		new Rule(stack, "Rule", { eventPattern: OUTCOMES }).addTarget(
			new SqsQueue(sender.queue),
		);
		expect(() => app.synth()).toThrow(/own outcome events/);
	});

	test("is seen in another stack, too", () => {
		const app = newApp();
		const { sender } = stackWith({}, { app });
		const other = new Stack(app, "Other");
		new Rule(other, "Rule", { eventPattern: OUTCOMES }).addTarget(
			new MailRuleTarget(sender, { message }),
		);
		expect(() => app.synth()).toThrow(/own outcome events/);
	});

	test("may take anything of a bus that gets none of them", () => {
		const app = newApp();
		const { stack, sender } = stackWith({}, { app });
		new Rule(stack, "Rule", {
			eventPattern: OUTCOMES,
			eventBus: new EventBus(stack, "Bus"),
		}).addTarget(new MailRuleTarget(sender, { route }));
		expect(() => app.synth()).not.toThrow();
	});
});

describe("a rule that makes messages of events", () => {
	test.each([
		{ ...OUTCOMES, detail: { sender: ["billing"] } },
		{ ...OUTCOMES, detailType: ["Email Failed"] },
		{
			source: [{ "anything-but": "aws.ec2" }] as unknown as string[],
			detail: { sender: ["billing"] },
		},
	])("may not take outcome events of any sender: %o", (pattern) => {
		expect(senderWithRule(pattern, { message })).toThrow(
			/Cannot send a message by the rule Team\/Rule as it takes outcome events.*\{ route: \{ to: "…" \} \}/,
		);
	});

	test("may not take them from a bus of one's own either", () => {
		const app = newApp();
		const { stack, sender } = stackWith({}, { app });
		new Rule(stack, "Rule", {
			eventPattern: OUTCOMES,
			eventBus: new EventBus(stack, "Bus"),
		}).addTarget(new MailRuleTarget(sender, { message }));
		expect(() => app.synth()).toThrow(/takes outcome events/);
	});

	test.each([
		{ source: ["aws.codebuild"] },
		{ ...OUTCOMES, detailType: ["Something Else"] },
		{ detail: { state: ["FAILED"] } },
	])("may take anything else: %o", (pattern) => {
		expect(senderWithRule(pattern, { message })).not.toThrow();
	});

	test("may take all of a bus that gets none of them", () => {
		const app = newApp();
		const { stack, sender } = stackWith({}, { app });
		new Rule(stack, "Rule", {
			eventPattern: { account: ["111111111111"] },
			eventBus: new EventBus(stack, "Bus"),
		}).addTarget(new MailRuleTarget(sender, { message }));
		expect(() => app.synth()).not.toThrow();
	});
});

describe("two senders of two stacks, whose logical ids are the same", () => {
	function two() {
		const app = newApp();
		const one = stackWith({}, { app, id: "One" });
		return { app, one, other: stackWith({}, { app, id: "Two" }) };
	}

	test("may mail about each other's alarms, by topic", () => {
		const { app, one, other } = two();
		one.sender.pageTopic.addSubscription(
			new SqsSubscription(other.sender.queue),
		);
		expect(() => app.synth()).not.toThrow();
	});

	test("may mail about each other's alarms, by rule", () => {
		const { app, one, other } = two();
		new MailAlarmRule(one.stack, "AlarmMail", {
			sender: other.sender,
			alarms: alarmsOf(one.sender),
			to: "ann@example.com",
		});
		expect(() => app.synth()).not.toThrow();
	});

	test("may mail about each other's outcomes", () => {
		const { app, one, other } = two();
		new Rule(one.stack, "Rule", {
			eventPattern: {
				...OUTCOMES,
				detail: { sender: [one.sender.senderName] },
			},
		}).addTarget(new MailRuleTarget(other.sender, { route }));
		expect(() => app.synth()).not.toThrow();
	});

	test("may each feed its own queue with what is no loop", () => {
		const { app, one } = two();
		new Topic(one.stack, "Orders").addSubscription(
			new SqsSubscription(one.sender.queue),
		);
		expect(() => app.synth()).not.toThrow();
	});
});
