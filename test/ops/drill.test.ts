import {
	CloudWatchClient,
	SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
	CreateQueueCommand,
	ReceiveMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ALARM_IDS } from "../../core/alarm-ids.ts";
import { drill } from "../../ops/commands/drill.ts";
import { setPassword } from "../../ops/commands/set-password.ts";
import { status } from "../../ops/commands/status.ts";
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
const subjects = () =>
	stack.accepted.map(({ raw }) => /^Subject: (.*)$/m.exec(raw.toString())?.[1]);

describe("a local drill", () => {
	test.each([
		["auth-refused", /Google refuses the App Password/],
		["quota-exhausted", /daily sending limit/],
	])(
		"of %s causes it for real, and its end takes it back",
		async (name, line) => {
			const begun = await begin(name);
			expect(begun).toMatchObject({
				code: 0,
				err: expect.stringMatching(/^Would .*\[DRILL\]/),
				out: expect.stringMatching(
					/rings within 2 minutes.\n.*clock \+2m --local --port \d+\n(.*\n)*.*drill --end --local --port \d+/,
				),
			});
			expect(await firstLine()).toMatch(line);
			expect((await end()).code).toBe(0);
			expect(await firstLine()).toMatch(/^Sending: nothing/);
			expect(subjects().at(-1)?.trim()).toBe(`[DRILL] ${name}`);
			expect(stack.waiting()).toBe(0);
		},
	);

	test("of auth-refused is mended by the password it names, as on AWS", async () => {
		const { out } = await begin("auth-refused");
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

	test("of dead-lettered leaves one dead letter, and tells how to be rid of it", async () => {
		const { out } = await begin("dead-lettered");
		expect(out).toMatch(/discard --id=drill-\S+ --reason drill --local/);
		expect(stack.deadLetters().map(({ facts }) => facts)).toMatchObject([
			{ cause: "bad-recipient", key: expect.stringMatching(/^drill-/) },
		]);
	});

	test("of function-throttled lets nothing run, and lets all go at its end", async () => {
		await begin("function-throttled");
		expect(await firstLine()).toMatch(
			/^Not sending: the sending function cannot run.*No, it waits/,
		);
		await stack.pass(20, 5);
		expect(stack.accepted).toEqual([]);
		await runOps(stack, drill, ["--end"]);
		await stack.pass(60, 10);
		expect(subjects().map((subject) => subject?.trim())).toEqual(
			Array.from({ length: 4 }, () => "[DRILL] function-throttled"),
		);
		expect(await firstLine()).toMatch(/^Sending: nothing/);
	});

	test("without a name is a list of what each does, when it rings, and which is on", async () => {
		await begin("dead-lettered");
		const { code, out } = await runOps(stack, drill, []);
		expect(code).toBe(0);
		const lines = out.trim().split("\n");
		expect(lines.map((line) => line.split(" ")[0])).toEqual(ALARM_IDS);
		expect(lines).toContainEqual(
			expect.stringMatching(/^dead-lettered +send one .* 2 min \(on\)$/),
		);
		expect(lines).toContainEqual(
			expect.stringMatching(/^dead-letters-expire .* rings within 11 days$/),
		);
	});

	test.each([
		[
			"auth-refusd",
			/rehearse auth-refusd \(did you mean auth-refused\?\): specify one of auth-refused, quota-/,
		],
		["stall", /rehearse stall: specify one of auth-refused, /],
	])(
		"of %s, which is no alarm, tells which there are",
		async (name, sentence) => {
			expect(await runOps(stack, drill, [name, "--yes"])).toMatchObject({
				code: 2,
				err: expect.stringMatching(sentence),
			});
		},
	);

	test("does nothing unless the sender's name is typed or --yes given", async () => {
		expect((await runOps(stack, drill, ["auth-refused"], ["no"])).code).toBe(1);
		expect(await runOps(stack, drill, ["auth-refused"])).toMatchObject({
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
	test("finds each alarm by its id, and lists them all", async () => {
		const { out } = await onAws([]);
		for (const id of ALARM_IDS) {
			const name = alarmName(stack.sender.name, id);
			expect((await onAws([id])).err).toContain(`"${name}"`);
			expect(out).toMatch(new RegExp(`^${id} +${name}$`, "m"));
		}
	});

	test("sends a copy of the alarm's text to the tickets, and touches no mail", async () => {
		const heard = await listen(stack.sender.ticketTopicArn);
		const done = await onAws(["auth-refused"], [stack.sender.name]);
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
		const done = await onAws(["quota-exhausted", "--page", "--yes"]);
		expect(done.code).toBe(0);
		const [told = "{}"] = await heard();
		expect(JSON.parse(JSON.parse(told).Message)).toMatchObject({
			AlarmName: alarmName(stack.sender.name, "quota-exhausted"),
			NewStateValue: "ALARM",
			NewStateReason: expect.stringMatching(/^\[DRILL\]/),
		});
	});

	test("refuses when the alarm is red for real", async () => {
		const cloudwatch = new CloudWatchClient(client());
		await cloudwatch.send(
			new SetAlarmStateCommand({
				AlarmName: alarmName(stack.sender.name, "auth-refused"),
				StateValue: "ALARM",
				StateReason: "a real one",
			}),
		);
		cloudwatch.destroy();
		expect(await onAws(["auth-refused", "--yes"])).toMatchObject({
			code: 1,
			err: expect.stringContaining("red because of a real problem: a real one"),
		});
	});

	test.each([
		[["fire"], /Cannot rehearse fire: specify one of auth-refused, /],
		[["(.*)"], /Cannot rehearse \(\.\*\): specify/],
		[["auth-refused", "in-doubt"], /Cannot rehearse auth-refused in-doubt/],
		[["auth-refused", "--end"], /Cannot rehearse auth-refused and end it/],
		[["--end"], /Cannot end a drill on AWS/],
		[
			["auth-refused", "--page", "--local", "--port", "1"],
			/Cannot use --page with --local/,
		],
	])("misused as %j says what is allowed", async (args, sentence) => {
		expect((await onAws(args)).err).toMatch(sentence);
	});
});
