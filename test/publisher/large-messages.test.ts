import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { sendEmail, sendEmails } from "../../publisher/index.ts";
import { Producer, stubbedSqs } from "../support/producer.ts";

let producer: Producer;
beforeAll(async () => {
	producer = await Producer.start();
});
afterAll(() => producer.stop());
afterEach(() => {
	producer.stack.local.aws.endpoint.intercept = () => undefined;
});

const LONG = "x".repeat(1_100_000);
const emailTo = (name: string) => ({
	id: name,
	to: `${name}@example.com`,
	subject: name,
	text: "Hello",
});

/** The bytes that Google got for a recipient. */
function bytesTo(name: string): number {
	const found = producer.stack.accepted.find(({ recipients }) =>
		recipients.includes(`${name}@example.com`),
	);
	return found?.raw.length ?? 0;
}

/** A claim check for a text, which may name another object than it lies in. */
const claimCheck = (id: string, text: string, payload: object = {}) => ({
	version: 1,
	id,
	payload: {
		bucket: producer.options.payloadBucket,
		key: `messages/${id}.json`,
		sha256: createHash("sha256").update(text).digest("hex"),
		bytes: Buffer.byteLength(text),
		...payload,
	},
});

const putPayload = (id: string, text: string) =>
	producer.put(producer.options.payloadBucket, `messages/${id}.json`, text);

/** What is known of the dead letter with that id. */
const deadLetter = (id: string) =>
	producer.stack.deadLetters().find(({ facts }) => facts.key === id)?.facts;

describe("a message that is too long for the queue", () => {
	test("comes to the inbox with its mebibyte of emoji", async () => {
		const { stack, options } = producer;
		const text = "😀".repeat(262_144);
		await sendEmail({ ...emailTo("emoji"), text }, options);
		await stack.settle();
		const found = stack.local.inbox.store
			.list()
			.find(({ email }) => email.subject === "emoji");
		expect(found?.email.text?.trim()).toBe(text);
	});

	test("goes into no bucket of another account than the queue's", async () => {
		const { options } = producer;
		const queueUrl = "https://sqs.us-east-1.amazonaws.com/222222222222/mail";
		const long = { ...emailTo("astray"), text: LONG };
		await expect(sendEmail(long, { ...options, queueUrl })).rejects.toThrow(
			/S3 did not take it, .*AccessDenied/,
		);
	});

	test("comes to the inbox with 14 MB of attachments, 20 MB of JSON", async () => {
		const { stack, options } = producer;
		const content = Buffer.alloc(14_000_000, "file").toString("base64");
		await sendEmail(
			{
				...emailTo("attachments"),
				attachments: [{ filename: "report.txt", content }],
			},
			options,
		);
		await stack.settle();
		expect(bytesTo("attachments")).toBeGreaterThan(14_000_000);
	});

	test("leaves others for the next batch when they would not fit into memory together", async () => {
		const { stack, options } = producer;
		const content = Buffer.alloc(11_000_000, "file").toString("base64");
		const names = ["crowd-1", "crowd-2", "crowd-3", "crowd-4", "crowd-5"];
		await sendEmails(
			names.map((name) => ({
				...emailTo(name),
				attachments: [{ filename: "report.txt", content }],
			})),
			options,
		);
		await stack.settle();
		await stack.passUntil(() => stack.waiting() === 0, { within: 60 });
		for (const name of names) {
			expect(bytesTo(name)).toBeGreaterThan(11_000_000);
			expect(await stack.row(name)).toMatchObject({ attempts: 0 });
		}
		const opened = stack
			.log("batch")
			.map(({ records, released }) => Number(records) - Number(released));
		expect(Math.max(...opened)).toBeLessThanOrEqual(2);
	});

	test("is a claim check with its id on the queue", async () => {
		const { sqs, calls } = stubbedSqs(([entry]) => ({
			Successful: [{ Id: entry?.Id, MessageId: "1" }],
		}));
		const email = { ...emailTo("pointer"), text: LONG };
		await sendEmail(email, { ...producer.options, sqs });
		const text = JSON.stringify(email);
		const sha256 = createHash("sha256").update(text).digest("hex");
		expect(JSON.parse(calls[0]?.[0]?.MessageBody ?? "")).toEqual(
			claimCheck("pointer", text, { key: `messages/${sha256}.json` }),
		);
	});

	test("is refused without a bucket, which it says how to get", async () => {
		const { payloadBucket: _none, ...options } = producer.options;
		await expect(
			sendEmail({ ...emailTo("long"), text: LONG }, options),
		).rejects.toThrow(
			/it is 11\d{5} bytes; allowed are 1032192: give the options or the environment the sender's bucket for long messages \(grantSend with largeMessages: true\)/,
		);
	});

	test("is refused when no bucket would help", async () => {
		const { payloadBucket: _none, ...options } = producer.options;
		const text = "x".repeat(26_000_000);
		await expect(
			sendEmail({ ...emailTo("too-long"), text }, options),
		).rejects.toThrow(/allowed are 26000000: put files where/);
	});

	test("is not queued when S3 does not take it, and does not hold up the others", async () => {
		const options = { ...producer.options, payloadBucket: "no-such-bucket" };
		const [long, short] = await sendEmails(
			[{ ...emailTo("no-bucket"), text: LONG }, emailTo("short")],
			options,
		);
		expect(long).toEqual({
			kind: "failed",
			sentence: expect.stringMatching(/^S3 did not take it, NoSuchBucket: /),
		});
		expect(short).toMatchObject({ kind: "queued" });
	});

	test("waits while S3 is down, loses no attempt, and is sent afterwards", async () => {
		const { stack, options } = producer;
		stack.local.aws.endpoint.intercept = (service, action) =>
			service === "s3" && action.includes("x-id=GetObject")
				? "error"
				: undefined;
		await sendEmail({ ...emailTo("outage"), text: LONG }, options);
		await stack.settle();
		await stack.pass(10);
		expect(stack.waiting()).toBe(1);
		expect(await stack.row("outage")).toBeUndefined();
		expect(deadLetter("outage")).toBeUndefined();
		stack.local.aws.endpoint.intercept = () => undefined;
		await stack.pass(60);
		expect(await stack.row("outage")).toMatchObject({
			state: "SENT",
			attempts: 0,
		});
	});
});

describe("a claim check", () => {
	test("whose object was tampered with is a dead letter", async () => {
		const { stack } = producer;
		const text = JSON.stringify(emailTo("tampered"));
		await putPayload("tampered", text.replace("Hello", "Adieu"));
		await stack.send(claimCheck("tampered", text));
		await stack.settle();
		expect(deadLetter("tampered")).toMatchObject({
			cause: "bad-message",
			problems: [
				{
					pointer: "/payload/sha256",
					sentence: expect.stringContaining(
						"its size or SHA-256 differs; send the message again",
					),
				},
			],
		});
		expect(bytesTo("tampered")).toBe(0);
	});

	test("whose object has grown is a dead letter", async () => {
		const { stack } = producer;
		const text = JSON.stringify(emailTo("grown"));
		await putPayload("grown", `${text} `);
		await stack.send(claimCheck("grown", text));
		await stack.settle();
		expect(deadLetter("grown")).toMatchObject({
			problems: [{ pointer: "/payload/sha256" }],
		});
	});

	test("whose object is missing is a dead letter", async () => {
		const { stack } = producer;
		await stack.send(claimCheck("missing", "never put there"));
		await stack.settle();
		expect(deadLetter("missing")).toMatchObject({
			cause: "bad-message",
			problems: [
				{
					pointer: "/payload/key",
					sentence: expect.stringContaining("has no such object"),
				},
			],
		});
	});

	test("that names another bucket is a dead letter, and nothing is read there", async () => {
		const { stack } = producer;
		const text = JSON.stringify(emailTo("foreign"));
		await producer.createBucket("somebody-elses");
		await producer.put("somebody-elses", "messages/foreign.json", text);
		const reads = () => stack.local.aws.endpoint.calls.get("s3 GET") ?? 0;
		const before = reads();
		await stack.send(claimCheck("foreign", text, { bucket: "somebody-elses" }));
		await stack.settle();
		expect(deadLetter("foreign")).toMatchObject({
			cause: "bad-message",
			problems: [
				{
					pointer: "/payload/bucket",
					sentence: expect.stringContaining("not the sender's bucket"),
				},
			],
		});
		expect(reads()).toBe(before);
	});

	test("that is none of the format is a dead letter that says where", async () => {
		const { stack } = producer;
		const wrong = { sha256: "short" };
		await stack.send(claimCheck("malformed", "text", wrong));
		await stack.settle();
		expect(deadLetter("malformed")).toMatchObject({
			problems: [{ pointer: "/payload/sha256" }],
		});
	});

	test("that is tampered with can be redriven once its object is right", async () => {
		const { stack } = producer;
		const text = JSON.stringify(emailTo("mended"));
		await stack.send(claimCheck("mended", text));
		await stack.settle();
		expect(deadLetter("mended")).toBeDefined();
		await putPayload("mended", text);
		stack.redriveNatively();
		await stack.settle();
		expect(bytesTo("mended")).toBeGreaterThan(0);
	});
});
