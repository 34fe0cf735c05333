import {
	CloudWatchClient,
	DescribeAlarmsCommand,
	SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
	CreateQueueCommand,
	ReceiveMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { drill } from "../../ops/commands/drill.ts";
import { setPassword } from "../../ops/commands/set-password.ts";
import { status } from "../../ops/commands/status.ts";
import { DRILLS } from "../../ops/drills/drills.ts";
import { alarmName } from "../support/alarm-names.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";
import { localFlags, runOps, testIo } from "../support/ops.ts";

let stack: Harness;
beforeEach(async () => {
	stack = await Harness.start();
	await stack.local.aws.tick();
	await stack.settle();
});
afterEach(async () => {
	vi.unstubAllEnvs();
	await stack.stop();
});

const firstLine = async () =>
	(await runOps(stack, status, [])).out.split("\n")[0];
const begin = async (name: string) => {
	const begun = await runOps(stack, drill, [name], [stack.sender.name]);
	await stack.settle();
	return begun;
};
const end = async () => {
	const ended = await runOps(stack, drill, ["--end"]);
	await stack.settle();
	// What waited comes back with its own delay.
	await stack.pass(20, 5);
	return ended;
};
const redAlarms = async () => {
	const cloudwatch = new CloudWatchClient(client());
	const { MetricAlarms = [] } = await cloudwatch.send(
		new DescribeAlarmsCommand({ StateValue: "ALARM" }),
	);
	cloudwatch.destroy();
	return MetricAlarms.map(({ AlarmName }) => AlarmName);
};
const subjects = () =>
	stack.accepted.map(({ raw }) => /^Subject: (.*)$/m.exec(raw.toString())?.[1]);

describe("a local drill", () => {
	test.each([
		["auth", /Google refuses the App Password/],
		["quota", /daily sending limit/],
	])(
		"of %s causes it for real, and its end takes it back",
		async (name, line) => {
			const begun = await begin(name);
			expect(begun).toMatchObject({
				code: 0,
				err: expect.stringMatching(/^Would .*\[DRILL\]/),
				out: expect.stringMatching(/drill --end --local --port \d+/),
			});
			expect(await firstLine()).toMatch(line);
			expect((await end()).code).toBe(0);
			expect(await firstLine()).toMatch(/^Sending: nothing/);
			expect(subjects().at(-1)?.trim()).toBe(`[DRILL] ${name}`);
			expect(stack.waiting()).toBe(0);
		},
	);

	test("of auth is mended by the password it names, as on AWS", async () => {
		const { out } = await begin("auth");
		const [, password = ""] = /App Password is ([a-z]{16})/.exec(out) ?? [];
		const { io } = testIo();
		const args = localFlags(stack);
		const readSecret = async () => password;
		expect(await setPassword.run(args, { ...io, readSecret })).toBe(0);
		await stack.settle();
		expect(await firstLine()).toMatch(
			/^Works since .* a message has to prove it/,
		);
		await end();
		expect(await firstLine()).toMatch(/^Sending: nothing/);
	});

	test("of dlq leaves one dead letter, and tells how to be rid of it", async () => {
		const { out } = await begin("dlq");
		expect(out).toMatch(/discard --id=drill-\S+ --reason drill --local/);
		expect(stack.deadLetters().map(({ facts }) => facts)).toMatchObject([
			{ cause: "bad-recipient", key: expect.stringMatching(/^drill-/) },
		]);
	});

	test("of stall lets nothing run, rings the alarm of throttles, and lets all go at its end", async () => {
		await begin("stall");
		expect(await firstLine()).toMatch(
			/^Not sending: the sending function cannot run.*No, it waits/,
		);
		await stack.pass(20, 1);
		expect(stack.accepted).toEqual([]);
		expect(await redAlarms()).toContain(
			alarmName(stack.sender.name, "function-throttled"),
		);
		await runOps(stack, drill, ["--end"]);
		await stack.pass(60, 10);
		expect(subjects().map((subject) => subject?.trim())).toEqual(
			Array.from({ length: 4 }, () => "[DRILL] stall"),
		);
		expect(await firstLine()).toMatch(/^Sending: nothing/);
	});

	test("does nothing unless the sender's name is typed or --yes given", async () => {
		expect((await runOps(stack, drill, ["auth"], ["no"])).code).toBe(1);
		expect(await runOps(stack, drill, ["auth"])).toMatchObject({
			code: 2,
			err: expect.stringContaining("Add --yes"),
		});
		await stack.send(mail());
		await stack.settle();
		expect(stack.accepted).toHaveLength(1);
	});
});

/** The same commands without --local: the SDK finds the endpoint by the environment. */
async function onAws(
	args: readonly string[],
	answers: readonly string[] = [],
): Promise<{ code: number; out: string; err: string }> {
	vi.stubEnv("AWS_ENDPOINT_URL", stack.local.aws.url);
	vi.stubEnv("AWS_REGION", "us-east-1");
	vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
	vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
	const { io, written } = testIo(answers);
	const code = await drill.run(args, io).catch((error: Error) => {
		written.err += error.message;
		return 1;
	});
	return { code, ...written };
}

const client = () => ({
	...stack.local.aws.client,
});

/** A queue that hears what a topic is told. */
async function listen(TopicArn: string): Promise<() => Promise<string[]>> {
	const sqs = new SQSClient({ ...client(), useQueueUrlAsEndpoint: false });
	const sns = new SNSClient(client());
	const name = `heard-${crypto.randomUUID()}`;
	const { QueueUrl } = await sqs.send(
		new CreateQueueCommand({ QueueName: name }),
	);
	await sns.send(
		new SubscribeCommand({
			TopicArn,
			Protocol: "sqs",
			Endpoint: `arn:aws:sqs:us-east-1:000000000000:${name}`,
		}),
	);
	return async () => {
		const { Messages = [] } = await sqs.send(
			new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 2 }),
		);
		sqs.destroy();
		sns.destroy();
		return Messages.map(({ Body = "" }) => Body);
	};
}

describe("a drill on AWS", () => {
	test.each(Object.entries(DRILLS))(
		"finds the alarm of %s by its id",
		async (name, { alarm }) => {
			const { err } = await onAws([name], []);
			expect(err).toContain(`"${alarmName(stack.sender.name, alarm)}"`);
		},
	);

	test("sends a copy of the alarm's text to the tickets, and touches no mail", async () => {
		const heard = await listen(stack.sender.ticketTopicArn);
		const done = await onAws(["auth"], [stack.sender.name]);
		expect(done).toMatchObject({
			code: 0,
			err: expect.stringContaining("nobody is paged"),
		});
		const [told = "{}"] = await heard();
		const { Subject, Message } = JSON.parse(told);
		expect(Subject).toBe(
			`[DRILL] ${alarmName(stack.sender.name, "auth-refused")}`,
		);
		expect(Message).toMatch(/^\[DRILL\] Nothing is wrong: ann rehearses/);
		expect(Message).toContain("Is mail lost?");
		expect(stack.gmail.log.connections).toBe(0);
	});

	test("with --page sets the very alarm red, with a reason that says drill", async () => {
		const heard = await listen(stack.sender.pageTopicArn);
		const done = await onAws(["quota", "--page", "--yes"]);
		expect(done.code).toBe(0);
		const [told = "{}"] = await heard();
		expect(JSON.parse(JSON.parse(told).Message)).toMatchObject({
			AlarmName: alarmName(stack.sender.name, DRILLS.quota.alarm),
			NewStateValue: "ALARM",
			NewStateReason: expect.stringMatching(/^\[DRILL\]/),
		});
	});

	test("refuses when the alarm is red for real", async () => {
		const cloudwatch = new CloudWatchClient(client());
		await cloudwatch.send(
			new SetAlarmStateCommand({
				AlarmName: alarmName(stack.sender.name, DRILLS.auth.alarm),
				StateValue: "ALARM",
				StateReason: "a real one",
			}),
		);
		cloudwatch.destroy();
		expect(await onAws(["auth", "--yes"])).toMatchObject({
			code: 1,
			err: expect.stringContaining("red because of a real problem: a real one"),
		});
	});

	test.each([
		[[], /Cannot rehearse nothing: specify one of auth\|quota\|dlq\|stall/],
		[["fire"], /Cannot rehearse fire/],
		[["auth", "quota"], /Cannot rehearse auth quota/],
		[["--end"], /Cannot end a drill on AWS/],
		[
			["auth", "--page", "--local", "--port", "1"],
			/Cannot use --page with --local/,
		],
	])("misused as %j says what is allowed", async (args, sentence) => {
		expect((await onAws(args)).err).toMatch(sentence);
	});
});
