import {
	CloudWatchClient,
	DescribeAlarmsCommand,
} from "@aws-sdk/client-cloudwatch";
import { afterEach, describe, expect, test } from "vitest";
import { jsonOf } from "../../support/events.ts";
import type { Harness } from "../../support/harness.ts";
import { mail } from "../../support/mail.ts";
import { CLOUD, startWithRoutes } from "../../support/routes.ts";

let stack: Harness;
afterEach(() => stack.stop());

const start = async () => {
	stack = await startWithRoutes({ defaultRoute: { to: CLOUD } });
};

/** A kept event as if it had happened where the local stack is. */
const here = <T extends object>(event: T): T =>
	JSON.parse(
		JSON.stringify(event)
			.replaceAll("123456789012", "000000000000")
			.replaceAll("eu-west-1", "us-east-1"),
	);

const outcomeOf = (sender: string) => ({
	...here(jsonOf("custom-source")),
	source: "sqs-gmail-sender",
	"detail-type": "Email Failed",
	detail: { version: 1, sender, outcome: "failed", id: "order-1" },
});

const deadLettered = () =>
	stack.lines.filter(
		(line) => line.startsWith('{"_aws"') && line.includes('"DeadLettered"'),
	);

/** On the account's bus a rule for all outcomes, whose target is the sender's own queue. */
function mailOutcomes(): void {
	const { services, deliverText } = stack.local.aws;
	services.events.rules.push({
		pattern: { source: ["sqs-gmail-sender"] },
		deliver: (event) =>
			void deliverText(stack.sender.queueArn, JSON.stringify(event)),
	});
}

async function ownAlarms(): Promise<readonly string[]> {
	const client = new CloudWatchClient({
		...stack.local.aws.client,
	});
	const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand());
	client.destroy();
	return MetricAlarms.map(({ AlarmName = "" }) => AlarmName);
}

describe("the sender's own outcome event", () => {
	test("is a dead letter that no event and no metric tells of", async () => {
		await start();
		await stack.send(outcomeOf(stack.sender.name));
		await stack.settle();
		expect(stack.deadLetters()).toMatchObject([{ facts: { cause: "loop" } }]);
		expect(stack.accepted).toEqual([]);
		expect(stack.outcomes()).toEqual([]);
		expect(deadLettered()).toEqual([]);
	});

	test("counts as lost where something else is: the metric is there", async () => {
		stack = await startWithRoutes({});
		await stack.send(jsonOf("custom-source"));
		await stack.settle();
		expect(deadLettered()).not.toEqual([]);
	});

	test("does not run away when a rule brings each to the sender's own queue", async () => {
		await start();
		mailOutcomes();
		await stack.send(mail({ id: "one" }));
		await stack.send(mail({ id: "two", to: "reply-550-5.1.1@example.com" }));
		await stack.settle();
		await stack.pass(10);
		expect(stack.acceptedBy()).toEqual({ "ann@example.com": 1 });
		expect(
			stack
				.outcomes()
				.map(({ id }) => id)
				.toSorted(),
		).toEqual(["one", "two"]);
		expect(
			stack
				.deadLetters()
				.map(({ facts }) => facts.cause)
				.toSorted(),
		).toEqual(["bad-recipient", "loop", "loop"]);
		expect(stack.waiting()).toBe(0);
	});
});

describe("another sender's outcome event", () => {
	test("becomes mail, of which no event tells", async () => {
		await start();
		mailOutcomes();
		await stack.send(outcomeOf("billing-mail"));
		await stack.settle();
		await stack.pass(5);
		expect(stack.acceptedBy()).toEqual({ [CLOUD]: 1 });
		expect(stack.outcomes()).toEqual([]);
		expect(stack.deadLetters()).toEqual([]);
	});

	test("that cannot be mailed is a dead letter, of which no event tells", async () => {
		await start();
		stack.gmail.faults.replace([
			{ stage: "rcpt", reply: "550 5.1.1 does not exist" },
		]);
		await stack.send(outcomeOf("billing-mail"));
		await stack.settle();
		expect(stack.deadLetters()).toMatchObject([
			{ facts: { cause: "bad-recipient" } },
		]);
		expect(stack.outcomes()).toEqual([]);
	});
});

describe("each of the sender's own alarms", () => {
	test("is a loop, straight and in an envelope, and by EventBridge", async () => {
		await start();
		const names = await ownAlarms();
		expect(names.length).toBeGreaterThan(5);
		for (const AlarmName of names) {
			const raw = { ...here(jsonOf("alarm-raw")), AlarmName };
			await stack.send(raw);
			await stack.send({
				...jsonOf("alarm-sns"),
				MessageId: crypto.randomUUID(),
				Message: JSON.stringify(raw),
			});
			const event = here(jsonOf("alarm-eventbridge"));
			event.detail.alarmName = AlarmName;
			await stack.send({ ...event, id: crypto.randomUUID() });
		}
		await stack.settle();
		expect(stack.accepted).toEqual([]);
		expect(stack.deadLetters()).toHaveLength(3 * names.length);
		expect(
			new Set(stack.deadLetters().map(({ facts }) => facts.cause)),
		).toEqual(new Set(["loop"]));
		expect(stack.outcomes()).toEqual([]);
	});
});

describe("an alarm of another account", () => {
	test("whose sender has the same name is mailed", async () => {
		await start();
		const event = jsonOf("alarm-eventbridge");
		event.detail.alarmName = `${stack.sender.name}: Google refuses the login`;
		await stack.send(event);
		await stack.settle();
		expect(stack.acceptedBy()).toEqual({ [CLOUD]: 1 });
	});
});
