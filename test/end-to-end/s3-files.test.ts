import {
	CreateBucketCommand,
	DeleteObjectCommand,
	PutObjectCommand,
	S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, describe, expect, test } from "vitest";
import { ENV } from "../../core/contract.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";

const BUCKET = "invoices";

let stack: Harness;
let s3: S3Client;
afterEach(async () => {
	s3.destroy();
	await stack.stop();
});

async function start(
	places: readonly string[] = [BUCKET],
	environment: Readonly<Record<string, string>> = {},
): Promise<void> {
	stack = await Harness.start({
		environment: {
			[ENV.attachmentBuckets]: JSON.stringify(places),
			...environment,
		},
	});
	s3 = new S3Client({
		...stack.local.aws.client,
		forcePathStyle: true,
	});
	await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
}

const put = (Key: string, Body: string | Uint8Array) =>
	s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));

const withFile = (key: string, fields: object = {}) =>
	mail({
		id: key,
		attachments: [
			{ filename: "invoice.pdf", s3: { bucket: BUCKET, key, ...fields } },
		],
	});

describe("an attachment in S3", () => {
	test("arrives byte for byte", async () => {
		await start();
		const bytes = crypto.getRandomValues(new Uint8Array(60_000));
		await put("2026/4711 ä+b.pdf", bytes);
		await stack.send(withFile("2026/4711 ä+b.pdf"));
		await stack.settle();
		const [got] = stack.local.inbox.store.list();
		expect(got?.email.attachments).toMatchObject([{ filename: "invoice.pdf" }]);
		const content = got?.email.attachments[0]?.content as ArrayBuffer;
		expect(Buffer.from(content).equals(bytes)).toBe(true);
	});

	test("of a bucket that is another account's by now is not mailed", async () => {
		await start([BUCKET], {
			[ENV.bucketOwners]: `{"${BUCKET}":"222222222222"}`,
		});
		await put("a", "theirs");
		await stack.send(withFile("a"));
		await stack.settle();
		expect(stack.accepted).toEqual([]);
		expect(stack.deadLetters()).toMatchObject([
			{ facts: { problems: [{ pointer: "/attachments/0/s3/key" }] } },
		]);
	});

	test("is the version that was asked for, whatever was put there since", async () => {
		await start();
		stack.local.aws.services.queues.buckets.create(BUCKET, { versioned: true });
		const { VersionId: versionId } = await put("a", "first");
		await put("a", "second");
		await stack.send(withFile("a", { versionId }));
		await stack.send(
			withFile("a", { versionId: "3HL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY" }),
		);
		await stack.settle();
		const [got] = stack.local.inbox.store.list();
		const content = got?.email.attachments[0]?.content as ArrayBuffer;
		expect(Buffer.from(content).toString()).toBe("first");
		expect(stack.deadLetters()).toMatchObject([
			{ facts: { problems: [{ pointer: "/attachments/0/s3/key" }] } },
		]);
	});

	test("of another bucket is refused with the field's pointer", async () => {
		await start();
		await stack.send(withFile("x", { bucket: "secrets" }));
		await stack.settle();
		expect(stack.deadLetters()).toMatchObject([
			{
				facts: {
					cause: "bad-message",
					problems: [
						{
							pointer: "/attachments/0/s3/bucket",
							sentence: expect.stringContaining("attachmentBuckets"),
						},
					],
				},
			},
		]);
	});

	test("under a prefix is read, and no other one of the bucket", async () => {
		await start([`${BUCKET}/sent/`, `${BUCKET}/due/`]);
		const keys = ["sent/1.pdf", "due/1.pdf", "sent", "secret/sent/1.pdf"];
		for (const key of keys) {
			await put(key, "content");
			await stack.send(withFile(key));
		}
		await stack.settle();
		expect(stack.accepted).toHaveLength(2);
		const pointer = "/attachments/0/s3/key";
		const sentence = expect.stringContaining("attachmentBuckets");
		expect(stack.deadLetters()).toMatchObject([
			{ facts: { problems: [{ pointer, sentence }] } },
			{ facts: { problems: [{ pointer, sentence }] } },
		]);
	});

	test("that is not there is refused with the field's pointer", async () => {
		await start();
		await stack.send(withFile("nothing"));
		await stack.settle();
		expect(stack.deadLetters()).toMatchObject([
			{ facts: { problems: [{ pointer: "/attachments/0/s3/key" }] } },
		]);
	});

	test("of 19 MB is refused before any connection is made for it", async () => {
		await start();
		await put("large", new Uint8Array(19_000_000));
		await stack.send(withFile("large"));
		await stack.settle();
		expect(stack.deadLetters()).toMatchObject([
			{
				facts: {
					problems: [
						{
							pointer: "/attachments",
							sentence: expect.stringMatching(/19000000 bytes.*25000000/),
						},
					],
				},
			},
		]);
		expect(stack.accepted).toHaveLength(0);
	});

	test("of 17 MB goes out", async () => {
		await start();
		await put("large", new Uint8Array(17_000_000));
		await stack.send(withFile("large"));
		await stack.settle();
		expect(stack.accepted).toHaveLength(1);
	});

	test("waits while S3 is down, and holds up no other mail", async () => {
		await start();
		await put("a", "content");
		const { endpoint } = stack.local.aws;
		endpoint.intercept = (service) => (service === "s3" ? "error" : undefined);
		await stack.send(withFile("a"));
		await stack.sendMany(3);
		await stack.settle();
		await stack.pass(30, 10);
		expect(stack.accepted).toHaveLength(3);
		expect(await stack.row("a")).toBeUndefined();
		endpoint.intercept = () => undefined;
		await stack.pass(20, 20);
		expect(stack.accepted).toHaveLength(4);
		expect(await stack.row("a")).toMatchObject({ state: "SENT", attempts: 0 });
	});

	test("that has changed before its second try goes out as it is by then", async () => {
		await start();
		await put("a", "first");
		stack.gmail.faults.replace([
			{ stage: "rcpt", reply: "450 4.2.2 mailbox full", times: 1 },
		]);
		await stack.send(withFile("a"));
		await stack.settle();
		await put("a", "second");
		await stack.pass(60, 20);
		const [got] = stack.local.inbox.store.list();
		const content = got?.email.attachments[0]?.content as ArrayBuffer;
		expect(Buffer.from(content).toString()).toBe("second");
	});

	test("that has changed since some recipients got it is not sent to the others", async () => {
		await start();
		await put("a", "first");
		stack.gmail.faults.replace([
			{
				stage: "rcpt",
				to: "bob@example.com",
				reply: "450 4.2.2 mailbox full",
				times: 1,
			},
		]);
		await stack.send({
			...withFile("a"),
			to: ["ann@example.com", "bob@example.com"],
		});
		await stack.settle();
		await put("a", "second");
		await stack.pass(60, 20);
		expect(stack.acceptedBy()).toEqual({ "ann@example.com": 1 });
		expect(stack.deadLetters()).toMatchObject([
			{
				facts: {
					recipients: [1],
					problems: [{ sentence: expect.stringContaining("has changed") }],
				},
			},
		]);
	});

	test("that is deleted before its second try is refused, and nothing is doubled", async () => {
		await start();
		await put("a", "first");
		stack.gmail.faults.replace([
			{ stage: "rcpt", reply: "450 4.2.2 mailbox full", times: 1 },
		]);
		await stack.send(withFile("a"));
		await stack.settle();
		await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "a" }));
		await stack.pass(60, 20);
		expect(stack.accepted).toHaveLength(0);
		expect(stack.deadLetters()).toHaveLength(1);
	});

	test("that is archived is refused with what to do, and no doubt is left", async () => {
		await start();
		await put("a", "content");
		stack.local.aws.endpoint.intercept = (service) =>
			service === "s3" ? "denied" : undefined;
		await stack.send(withFile("a"));
		await stack.settle();
		expect(stack.deadLetters()).toMatchObject([
			{
				facts: {
					cause: "bad-message",
					problems: [
						{
							pointer: "/attachments/0/s3/key",
							sentence: expect.stringContaining("archived"),
						},
					],
				},
			},
		]);
		expect(await stack.row("a")).toBeUndefined();
	});

	test("is one of sixty small ones", async () => {
		await start();
		const keys = Array.from({ length: 60 }, (_, index) => `file-${index}`);
		await Promise.all(keys.map((key) => put(key, key)));
		await stack.send(
			mail({
				attachments: keys.map((key) => ({
					filename: key,
					s3: { bucket: BUCKET, key },
				})),
			}),
		);
		await stack.settle();
		const [got] = stack.local.inbox.store.list();
		expect(
			got?.email.attachments.map(({ content }) =>
				Buffer.from(content as ArrayBuffer).toString(),
			),
		).toEqual(keys);
	});
});
