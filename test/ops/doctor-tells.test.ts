import {
	CloudWatchClient,
	DeleteAlarmsCommand,
} from "@aws-sdk/client-cloudwatch";
import {
	DeleteItemCommand,
	DynamoDBClient,
	PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tableKey } from "../../core/contract.ts";
import { readManifest, type SenderManifest } from "../../core/manifest.ts";
import { CHECKS } from "../../ops/checks/all.ts";
import type { Finding } from "../../ops/checks/check.ts";
import { until } from "../../packages/local-aws/test/support/tiny-stack.ts";
import { alarmName } from "../support/alarm-names.ts";
import { OnCall } from "../support/doctor.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

let stack: Harness;
let onCall: OnCall;
let dynamo: DynamoDBClient;
let cloudwatch: CloudWatchClient;
beforeAll(async () => {
	stack = await Harness.start();
	onCall = new OnCall(stack);
	const client = {
		...stack.local.aws.client,
	};
	dynamo = new DynamoDBClient(client);
	cloudwatch = new CloudWatchClient(client);
	await stack.local.aws.tick();
});
afterAll(async () => {
	dynamo.destroy();
	cloudwatch.destroy();
	onCall.stop();
	await stack.stop();
});

type Trouble = Extract<Finding, { kind: "trouble" }>;

/** The trouble of one check, while all others but `also` are fine. */
async function troubleOf(
	id: string,
	{
		also = [],
		now = Date.now(),
	}: { readonly also?: readonly string[]; readonly now?: number } = {},
): Promise<Trouble> {
	const found = await onCall.doctor(CHECKS, { now });
	const finding = found[id];
	if (finding?.kind !== "trouble")
		throw new Error(`${id} is ${JSON.stringify(finding)}`);
	const others = Object.entries(found).filter(
		([other, { kind }]) =>
			kind !== "ok" && other !== id && !also.includes(other),
	);
	expect(others).toEqual([]);
	return finding;
}

const expectHealth = async () => expect(await onCall.troubles()).toEqual([]);

function fnOf(name: string) {
	const found = stack.local.aws.functions.find(
		({ spec }) => spec.name === name,
	);
	if (found === undefined) throw new Error(`no function ${name}`);
	return found;
}

/** Does it while the stack's manifest says something else. */
async function withManifest(
	changes: Readonly<Record<string, unknown>>,
	work: () => Promise<unknown>,
): Promise<void> {
	const [record] = stack.local.aws.services.stacks;
	const outputs = (record?.outputs ?? {}) as Record<string, { value: string }>;
	const [key = "", output = { value: "" }] =
		Object.entries(outputs).find(
			([, { value }]) => readManifest(value) !== undefined,
		) ?? [];
	const manifest: SenderManifest = JSON.parse(output.value);
	outputs[key] = {
		...output,
		value: JSON.stringify({ ...manifest, ...changes }),
	};
	try {
		await work();
	} finally {
		outputs[key] = output;
	}
}

function deadLetterQueue() {
	const queue = stack.local.aws.services.queues.store.getQueueByArn(
		stack.sender.deadLetterQueueArn,
	);
	if (queue === undefined) throw new Error("no dead-letter queue");
	return queue;
}

async function dropItem(key: unknown): Promise<void> {
	await dynamo.send(
		new DeleteItemCommand({
			TableName: stack.sender.tableName,
			Key: { pk: { S: String(key) } },
		}),
	);
}

async function dropDeadLetters(): Promise<void> {
	deadLetterQueue().processTimers();
	deadLetterQueue().messages.length = 0;
	for (const { pk, deadCause } of await stack.rows())
		if (deadCause !== undefined) await dropItem(pk);
	await stack.pass(40, 20);
	await stack.local.aws.tick();
}

const breakerDoor = (payload: object) =>
	onCall.type(
		`aws lambda invoke --function-name ${stack.sender.breakerFunctionName} --cli-binary-format raw-in-base64-out --payload '${JSON.stringify(payload)}' /dev/stdout`,
	);

test("login tells what a server says that throttles logins, and asks for no password", async () => {
	stack.gmail.faults.replace([
		{ stage: "auth", reply: "454 4.7.0 Too many login attempts" },
	]);
	stack.local.aws.advance(61_000);
	await stack.local.aws.tick();
	const { what, why, type } = await troubleOf("login", {
		also: ["mapping", "alarms"],
	});
	expect(what).toMatch(/^The login does not work \(just now\)/);
	expect(why).toMatch(/454 4\.7\.0 Too many login attempts/);
	expect(type).toMatch(/^npm run ops -- status/);
	stack.gmail.faults.replace([]);
	await stack.pass(20, 5);
	await until(() => stack.mapping.state === "Enabled");
	await expectHealth();
});

test("ehlo tells of a function whose mailbox has no domain", async () => {
	const { environment } = fnOf(stack.sender.functionName);
	const variables = environment as Record<string, string>;
	for (const mailbox of ["alerts@localhost", "alerts@10.0.0.1"]) {
		variables.MAILBOX = mailbox;
		const { what, type } = await troubleOf("ehlo");
		expect(what).toMatch(/^the EHLO name is "(localhost|10\.0\.0\.1)"/);
		expect(type).toBe("npm start");
	}
	variables.MAILBOX = stack.sender.mailbox;
	await expectHealth();
});

test("mapping tells of one that polls under a hold", async () => {
	stack.mapping.refuseUpdates = true;
	await breakerDoor({ action: "hold", who: "ann", why: "drill" });
	const { what, type } = await troubleOf("mapping", { also: ["alarms"] });
	expect(what).toMatch(/is Enabled, but the breaker requires Disabled/);
	stack.mapping.refuseUpdates = false;
	expect(await onCall.type(type)).toMatchObject({ code: 0 });
	await until(() => stack.mapping.state === "Disabled");
	await stack.pass(10, 5);
	await expectHealth();
	await breakerDoor({ action: "resume", who: "ann" });
	await until(() => stack.mapping.state === "Enabled");
});

test("breaker-function tells of one that is dead, and where its log is", async () => {
	const fn = fnOf(stack.sender.breakerFunctionName);
	fn.broken = "out of order";
	stack.local.aws.advance(5 * MINUTE);
	const { what, type } = await troubleOf("breaker-function", {
		also: ["login"],
	});
	expect(what).toMatch(/^the breaker function last ran 5 min ago/);
	expect(type).toMatch(/^aws logs tail \S+ --since 30m/);
	const { code, out } = await onCall.type(
		type.replace("--since 30m", "--since 1d"),
	);
	expect(code).toBe(0);
	expect(out).toMatch(/"Ticks"/);
	fn.broken = undefined;
	await stack.local.aws.tick();
	await expectHealth();
});

test("concurrency tells of an account without room", async () => {
	const { lambda } = stack.local.aws.services;
	lambda.accountConcurrency = 2;
	const { what, type } = await troubleOf("concurrency");
	expect(what).toMatch(/room for 2 concurrent Lambda executions; 3 are needed/);
	expect(type).toMatch(/^aws service-quotas request-service-quota-increase/);
	lambda.accountConcurrency = 1000;
});

test("alarms tells of one that is wired to nobody, and of one that nothing is measured for", async () => {
	const spec = {
		AlarmName: "mail: by hand",
		Namespace: "SqsGmailSender",
		MetricName: "NeverEmitted",
		Statistic: "Maximum",
		Period: 60,
		EvaluationPeriods: 1,
		DatapointsToAlarm: 1,
		Threshold: 1,
		ComparisonOperator: "GreaterThanOrEqualToThreshold",
		TreatMissingData: "ignore",
	} as const;
	const remove = () =>
		cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [spec.AlarmName] }));
	stack.local.aws.services.cloudwatch.addAlarm(spec);
	expect(await troubleOf("alarms")).toMatchObject({
		what: '"mail: by hand" notifies neither the page nor the ticket topic',
		type: "npm start",
	});
	await remove();
	stack.local.aws.services.cloudwatch.addAlarm({
		...spec,
		AlarmActions: [stack.sender.pageTopicArn],
	});
	await expectHealth();
	await stack.pass(30, 5);
	await stack.local.aws.tick();
	const blind = await troubleOf("alarms");
	expect(blind.what).toMatch(/^"mail: by hand" has no data/);
	expect(await onCall.type(blind.type)).toMatchObject({ code: 0 });
	await remove();
	await expectHealth();
});

test("dead-letters counts them, and tells when one is about to expire", async () => {
	await stack.send(mail({ id: "refused", to: "reply-550-5.1.1@example.com" }));
	await stack.settle();
	expect((await onCall.doctor())["dead-letters"]).toMatchObject({
		kind: "ok",
		detail: expect.stringMatching(/^1 dead letter, the oldest \d+ s old/),
	});
	stack.local.aws.advance(12 * DAY);
	await stack.local.aws.tick();
	const { what, why, type } = await troubleOf("dead-letters", {
		also: ["alarms"],
	});
	expect(what).toBe("1 dead letter, the oldest 12 days old");
	expect(why).toBe("the queue deletes it in 2 days");
	expect(type).toMatch(/^npm run ops -- failed --local/);
	await dropDeadLetters();
	await expectHealth();
});

test("native-redrive tells of dead letters without a reason, and gives back what it looked at", async () => {
	const { deadLetterQueueUrl } = stack.sender;
	for (const id of ["one", "two"])
		await stack.send(mail({ id }), {}, deadLetterQueueUrl);
	const { what, type } = await troubleOf("native-redrive", {
		also: ["alarms"],
	});
	expect(what).toMatch(/^2 of the dead letters have no reason: /);
	expect(type).toMatch(/^npm run ops -- failed --cause unknown --list/);
	deadLetterQueue().processTimers();
	expect(deadLetterQueue().messages).toHaveLength(2);
	await dropDeadLetters();
	await expectHealth();
});

test("limits tells that somebody else uses the mailbox, for as long as the learned limit holds", async () => {
	const now = Date.now();
	await dynamo.send(
		new PutItemCommand({
			TableName: stack.sender.tableName,
			Item: marshall({
				pk: tableKey.quota(stack.sender.mailbox),
				v: 1,
				version: 1,
				buckets: [],
				learned: {
					fraction: 0.25,
					at: now,
					until: now + DAY,
					messages: 500,
					recipients: 500,
				},
			}),
		}),
	);
	const { what, why, type } = await troubleOf("limits");
	expect(what).toMatch(/after 500 messages of this sender: somebody else uses/);
	expect(why).toMatch(/at most 500 messages a day are sent/);
	expect(await onCall.type(type)).toMatchObject({ code: 0 });
	stack.local.aws.advance(DAY + MINUTE);
	await stack.local.aws.tick();
	await expectHealth();
	await dropItem(tableKey.quota(stack.sender.mailbox));
});

test.each([
	["you@example.com", { messages: 20_000, recipients: 10_000 }, "10000"],
	["you@gmail.com", { messages: 2_000, recipients: 500 }, "500"],
])("limits tells that %s cannot send %j", async (mailbox, limits, most) => {
	await withManifest({ mailbox, limits }, async () => {
		const found = await onCall.doctor(
			CHECKS.filter(({ id }) => id === "limits"),
		);
		expect(found.limits).toMatchObject({
			kind: "trouble",
			what: expect.stringContaining(`Google allows ${mailbox} ${most}`),
			type: "npm start",
		});
	});
});

test("clock tells by how much this machine is wrong, and how to set it", async () => {
	const { what, type } = await troubleOf("clock", {
		now: Date.now() - 5 * MINUTE,
	});
	expect(what).toBe("the clock of this machine is 5 min behind AWS");
	expect(type).toMatch(/timedatectl|sntp|w32tm/);
});

test("version tells of a stack that is newer than this tool, and of one that is older", async () => {
	await withManifest({ version: 2 }, async () => {
		expect(await troubleOf("version")).toMatchObject({
			what: "the stack's manifest has version 2; this tool knows 1",
			type: "git pull && npm ci",
		});
	});
	await withManifest({ limits: undefined }, async () => {
		const { what, type } = await troubleOf("version", { also: ["limits"] });
		expect(what).toMatch(/lacks limits: it was deployed by an older version/);
		expect(type).toBe("npm start");
	});
});

test("alarms tells of one that is gone", async () => {
	const name = alarmName("mail", "breaker-silent");
	const AlarmNames = [name];
	await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames }));
	expect(await troubleOf("alarms")).toMatchObject({
		what: `there is no alarm "${name}"`,
		type: "npm start",
	});
});
