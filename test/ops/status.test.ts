import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterEach, describe, expect, test } from "vitest";
import { TABLE, tableKey } from "../../core/contract.ts";
import { hold } from "../../ops/commands/hold.ts";
import { status } from "../../ops/commands/status.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";
import { localFlags, runOps, testIo } from "../support/ops.ts";

let stack: Harness;
afterEach(() => stack.stop());

/** A stack that is looked after, where something then goes wrong. */
async function started(
	options: Parameters<typeof Harness.start>[0] = {},
): Promise<void> {
	stack = await Harness.start(options);
	await stack.local.aws.tick();
	await stack.settle();
}

const breakerFunction = () => {
	const found = stack.local.aws.functions.find(
		({ spec }) => spec.name === stack.sender.breakerFunctionName,
	);
	if (found === undefined) throw new Error("no breaker function");
	return found;
};

async function putQuota(messages: number): Promise<void> {
	const dynamo = new DynamoDBClient({
		...stack.local.aws.client,
	});
	const hour = Math.floor(Date.now() / 3_600_000);
	const byProducer = { billing: messages };
	await dynamo.send(
		new PutItemCommand({
			TableName: stack.sender.tableName,
			Item: marshall({
				[TABLE.key]: tableKey.quota(stack.sender.mailbox),
				version: 1,
				buckets: [{ hour, messages, recipients: messages, byProducer }],
			}),
		}),
	);
	dynamo.destroy();
}

interface Situation {
	readonly start?: Parameters<typeof Harness.start>[0];
	readonly inject: () => Promise<void>;
	readonly line: RegExp;
	readonly code: number;
}

const sendOne = async (fields: object = {}) => {
	await stack.send(mail(fields));
	await stack.settle();
};

const SITUATIONS: Readonly<Record<string, Situation>> = {
	"nothing wrong": {
		inject: () => sendOne(),
		line: /^Sending: nothing stops mail from you@\S+\.$/m,
		code: 0,
	},
	"no App Password": {
		start: { withoutPassword: true },
		inject: () => sendOne(),
		line: /^Not sending: There is no App Password yet.*No, it waits.*\nType: .*ops -- set-password/,
		code: 1,
	},
	"an unreadable secret": {
		inject: async () => {
			stack.local.aws.services.secrets.put(stack.sender.secretArn, '{"a":1}');
			await stack.settle();
		},
		line: /^Not sending: The secret cannot be read.*\nType: .*ops -- set-password/,
		code: 1,
	},
	"a wrong password": {
		inject: async () => {
			stack.gmail.mailboxes.setPassword("anotherpassword");
			await sendOne();
		},
		line: /^Not sending since .*refuses the App Password.*No, it waits.*\nType: .*ops -- set-password.*\nReply: 535-5\.7\.8/,
		code: 1,
	},
	"the daily limit": {
		inject: async () => {
			const reply = "550 5.4.5 Daily user sending limit exceeded.";
			stack.gmail.faults.replace([{ stage: "data", reply }]);
			await sendOne();
		},
		line: /^Not sending since .*daily sending limit.*No, it waits.*\nReply: 550 5\.4\.5/,
		code: 1,
	},
	"Gmail unavailable": {
		inject: async () => {
			const reply = "421 4.3.0 Temporary System Problem.";
			stack.gmail.faults.replace([{ stage: "connect", reply }]);
			await sendOne();
			await stack.pass(3);
		},
		line: /^Not sending since .*Gmail cannot be reached.*\nReply: 421 4\.3\.0.*\nTo try at once: .*ops -- resume/,
		code: 1,
	},
	"a hold": {
		inject: async () => {
			await runOps(stack, hold, ["--for", "2h", "--why", "a flood"]);
		},
		line: /^On hold since \S+ by ann: a flood\. It ends at .*No, it waits.*\nType: .*ops -- resume/,
		code: 1,
	},
	"a mapping switched off by hand": {
		inject: async () => {
			await stack.mapping.disable();
			stack.mapping.refuseUpdates = true;
		},
		line: /^Not sending: the event source mapping is Disabled.*No, it waits/,
		code: 1,
	},
	"a dead breaker function": {
		inject: async () => {
			breakerFunction().broken = "out of order";
			stack.local.aws.advance(20 * 60_000);
			await stack.settle();
		},
		line: /^Sending, but unattended.*last ran at .*\nType: aws logs tail/,
		code: 0,
	},
	"nearly the daily limit": {
		inject: () => putQuota(stack.sender.limits.messages * 0.9),
		line: /^Sending, near the daily limit: 90 % of .*No, mail over the limit waits/,
		code: 0,
	},
	"one producer on hold": {
		inject: async () => {
			await runOps(stack, hold, ["--producer", "billing", "--for", "1h"]);
		},
		line: /^Sending, but not the mail of billing\..*\nbilling is held by ann: .*ops -- resume --rule=\w+/,
		code: 0,
	},
	"a dead letter": {
		inject: () => sendOne({ to: "reply-550-5.1.1@example.com" }),
		line: /^Sending, but 1 message is in the dead-letter queue \(1 bad-recipient\).*\nType: .*ops -- failed/,
		code: 0,
	},
};

describe("ops status in its first lines", () => {
	const lines = new Map<string, string>();

	test.each(Object.entries(SITUATIONS))(
		"tells of %s",
		async (name, { start, inject, line, code }) => {
			await started(start);
			await inject();
			const seen = await runOps(stack, status, []);
			const [first = ""] = seen.out.split("\n\n");
			expect(first).toMatch(line);
			expect(seen.code).toBe(code);
			lines.set(name, first.replace(/\d+/g, ""));
			expect(new Set(lines.values()).size).toBe(lines.size);
		},
	);
});

const factOf = (out: string, label: string) =>
	out
		.split("\n")
		.find((line) => line.startsWith(`${label} `))
		?.slice(14);

describe("ops status below it", () => {
	test("tells the facts on one screen", async () => {
		await started();
		await sendOne();
		await sendOne({ to: "reply-550-5.1.1@example.com" });
		await runOps(stack, hold, ["--producer", "billing", "--for", "1h"]);
		const { out } = await runOps(stack, status, []);
		expect(out.split("\n").length).toBeLessThanOrEqual(24);
		const facts = {
			Cause: /^none$/,
			Hold: /^none$/,
			Waiting: /^0 ready, 0 in flight/,
			"In doubt":
				/^0 in the dead-letter queue; 0 sent again, or about to be, in 24 h$/,
			"Dead letters": /^1 \(1 bad-recipient\)$/,
			"Last hour":
				/^\d+ sent since \d\d:00 UTC; dead letters: 1 bad-recipient$/,
			"Daily limit": /^\d+ of 2,000 messages/,
			Producers: /^\S+ \d+ in 24 h$/,
			Rules:
				/^\w{8} holds mail of billing until \S+ \(by ann: no reason given\)$/,
			Mapping: /^Enabled$/,
			"App Password": /^stored \d+ \S+.* ago, version [\w-]{8}$/,
			"Last round": /^\d+ s ago/,
			"Red alarms": /^mail was dead-lettered \(since 2\S+Z\)$/,
			Alarms: /^pages: .*; tickets: /,
			Package: /^\d+\.\d+\.\d+$/,
			"See also":
				/^npm run ops -- failed --local --port \d+; npm run ops -- doctor/,
		};
		for (const [label, text] of Object.entries(facts))
			expect(factOf(out, label), label).toMatch(text);
	});

	test("names the red alarms, and since when they are", async () => {
		await started();
		stack.gmail.mailboxes.setPassword("anotherpassword");
		await sendOne();
		await stack.pass(5);
		const { out } = await runOps(stack, status, []);
		expect(factOf(out, "Red alarms")).toMatch(
			/^Google refuses the login \(since 2\S+Z\)$/,
		);
		const { out: json } = await runOps(stack, status, ["--json"]);
		expect(JSON.parse(json)).toMatchObject({
			mailbox: stack.sender.mailbox,
			redAlarms: [{ since: expect.stringMatching(/^2.*Z$/) }],
			notes: [],
		});
	});

	test("says that the queue is being switched on in the minute after a hold", async () => {
		await started();
		await runOps(stack, hold, ["--for", "5m"]);
		await stack.settle();
		stack.local.aws.advance(5.5 * 60_000);
		const { out } = await runOps(stack, status, []);
		expect(out).toMatch(
			/^Not sending yet: nothing has stopped mail since .*being enabled/,
		);
		expect(out).not.toContain("aws logs tail");
	});

	test("says how long mail has been kept back, and when it is tried next", async () => {
		await started();
		stack.gmail.mailboxes.setPassword("anotherpassword");
		await sendOne();
		await stack.pass(12);
		const { out } = await runOps(stack, status, []);
		expect(factOf(out, "Waiting")).toMatch(/; kept back for 1\d min/);
		expect(factOf(out, "Cause")).toMatch(
			/^auth at auth, since \S+ \(1\d min.*; next probe \S+ \(in \d+ min/,
		);
	});

	test.each([
		["dynamodb", "Cause"],
		["dynamodb", "Daily limit"],
		["dynamodb", "Last round"],
		["secretsmanager", "App Password"],
		["lambda", "Mapping"],
		["sqs", "Waiting"],
		["sns", "Alarms"],
		["monitoring", "Red alarms"],
	])(
		"says unknown, and why, when %s does not answer: %s",
		async (service, label) => {
			await started();
			stack.local.aws.endpoint.intercept = (asked) =>
				asked === service ? "error" : undefined;
			const { out, code } = await runOps(stack, status, []);
			expect(factOf(out, label)).toMatch(/unknown \(\w+\)/);
			expect(out.split("\n").length).toBeGreaterThan(15);
			expect(code).toBe(service === "dynamodb" ? 1 : 0);
		},
	);
});

describe("ops status --watch", () => {
	test("looks again until mail flows, then is done", async () => {
		await started();
		await runOps(stack, hold, ["--for", "1h"]);
		const { io, written } = testIo();
		const waited: number[] = [];
		const code = await status.run(
			["--watch", "--every", "30", ...localFlags(stack)],
			{
				...io,
				sleep: async (ms) => {
					waited.push(ms);
					if (waited.length < 3) return;
					stack.local.aws.advance(2 * 3_600_000);
					await stack.settle();
				},
			},
		);
		expect(code).toBe(0);
		expect(waited).toEqual([30_000, 30_000, 30_000]);
		expect(written.out.match(/On hold since/g)).toHaveLength(3);
		expect(written.out).toMatch(/\n\nSending: nothing stops mail/);
	});

	test.each([
		[["--watch", "--every", "0"], /whole number from 1/],
		[["--every", "30"], /Cannot use --every without --watch/],
	])("refuses %j", async (args, sentence) => {
		await started();
		expect(await runOps(stack, status, args)).toMatchObject({
			code: 2,
			err: expect.stringMatching(sentence),
		});
	});
});
