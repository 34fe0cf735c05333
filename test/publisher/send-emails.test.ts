import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sendEmails } from "../../publisher/index.ts";
import { batchesOf } from "../../publisher/send-emails.ts";
import { Producer, stubbedSqs } from "../support/producer.ts";

let producer: Producer;
beforeAll(async () => {
	producer = await Producer.start();
});
afterAll(() => producer.stop());

const emailTo = (name: string) => ({
	id: name,
	to: `${name}@example.com`,
	subject: "Hello",
	text: "Hello",
});
const many = (count: number) =>
	Array.from({ length: count }, (_, index) => emailTo(`mail-${index}`));
const taken = ({ Id }: { readonly Id: string }) => ({
	Id,
	MessageId: `sqs-${Id}`,
});
const queueUrl = "https://sqs.eu-west-1.amazonaws.com/111111111111/mail";

describe("sendEmails()", () => {
	test("sends 25 messages, and tells of the bad ones among them in their places", async () => {
		const { stack, options } = producer;
		const emails = many(25).map((email, index) =>
			index % 10 === 3 ? { ...email, to: "nobody" } : email,
		);
		const results = await sendEmails(emails, options);
		expect(results.map(({ kind }) => kind)).toEqual(
			emails.map((_email, index) => (index % 10 === 3 ? "invalid" : "queued")),
		);
		expect(results[4]).toEqual({
			kind: "queued",
			id: "mail-4",
			messageId: expect.any(String),
		});
		expect(results[3]).toMatchObject({ problems: [{ pointer: "/to" }] });
		await stack.settle();
		expect(Object.keys(stack.acceptedBy())).toHaveLength(22);
	});

	test("does nothing with no messages", async () => {
		expect(await sendEmails([], producer.options)).toEqual([]);
	});

	test("sends again, after longer and longer pauses, what SQS could not take for the moment", async () => {
		const { sqs, calls } = stubbedSqs((entries, call) => ({
			Successful: entries.slice(1).map(taken),
			Failed:
				call < 4
					? [{ Id: "0", SenderFault: false, Code: "Throttled", Message: "" }]
					: [],
			...(call === 4 ? { Successful: entries.map(taken) } : {}),
		}));
		const pauses: number[] = [];
		const results = await sendEmails(many(3), {
			queueUrl,
			sqs,
			sleep: async (ms) => void pauses.push(ms),
		});
		expect(results.map(({ kind }) => kind)).toEqual(Array(3).fill("queued"));
		expect(calls.map((entries) => entries.length)).toEqual([3, 1, 1, 1]);
		expect(pauses).toEqual([200, 400, 800]);
	});

	test("gives up after four tries, with SQS's reason", async () => {
		const { sqs, calls } = stubbedSqs((entries) => ({
			Failed: entries.map(({ Id }) => ({
				Id,
				SenderFault: false,
				Code: "InternalError",
				Message: "try again",
			})),
		}));
		const results = await sendEmails(many(1), {
			queueUrl,
			sqs,
			sleep: async () => {},
		});
		expect(results).toEqual([
			{
				kind: "failed",
				sentence: "SQS did not take it, InternalError: try again",
			},
		]);
		expect(calls).toHaveLength(4);
	});

	test("does not send again what is the producer's own fault", async () => {
		const { sqs, calls } = stubbedSqs((entries) => ({
			Successful: entries.slice(1).map(taken),
			Failed: [
				{
					Id: "0",
					SenderFault: true,
					Code: "InvalidMessageContents",
					Message: "no",
				},
			],
		}));
		const results = await sendEmails(many(2), {
			queueUrl,
			sqs,
			sleep: () => Promise.reject(new Error("waited")),
		});
		expect(results).toEqual([
			{
				kind: "failed",
				sentence: "SQS did not take it, InvalidMessageContents: no",
			},
			{ kind: "queued", id: "mail-1", messageId: "sqs-1" },
		]);
		expect(calls).toHaveLength(1);
	});

	test("goes on with the next batch when a whole one fails", async () => {
		const { sqs } = stubbedSqs((entries, call) => {
			if (call === 1) throw new Error("connection lost");
			return { Successful: entries.map(taken) };
		});
		const results = await sendEmails(many(11), { queueUrl, sqs });
		expect(results.map(({ kind }) => kind)).toEqual([
			...Array(10).fill("failed"),
			"queued",
		]);
		expect(results[0]).toEqual({
			kind: "failed",
			sentence: "SQS did not take it, Error: connection lost",
		});
	});

	test("delays all of them when told to", async () => {
		const { sqs, calls } = stubbedSqs((entries) => ({
			Successful: entries.map(taken),
		}));
		await sendEmails(many(2), { queueUrl, sqs, delaySeconds: 60 });
		expect(calls[0]?.map(({ DelaySeconds }) => DelaySeconds)).toEqual([60, 60]);
	});

	test("takes no more bytes into a batch than SQS does", async () => {
		const { stack, options } = producer;
		const before = stack.accepted.length;
		const emails = Array.from({ length: 4 }, (_, index) => ({
			...emailTo(`big-${index}`),
			text: "x".repeat(400_000),
		}));
		const results = await sendEmails(emails, options);
		expect(results.map(({ kind }) => kind)).toEqual(Array(4).fill("queued"));
		await stack.settle();
		expect(stack.accepted).toHaveLength(before + 4);
	});
});

describe("batches", () => {
	const sizesOf = (sizes: readonly number[]) =>
		batchesOf(sizes.map((size) => ({ body: "x".repeat(size) }))).map((batch) =>
			batch.map(({ body }) => body.length),
		);

	test("have ten messages at most, in their order", () => {
		expect(sizesOf(Array(21).fill(1)).map((batch) => batch.length)).toEqual([
			10, 10, 1,
		]);
	});

	test("have 1 MiB at most, to the byte", () => {
		expect(sizesOf([1_048_000, 576, 1, 1_048_576, 1])).toEqual([
			[1_048_000, 576],
			[1],
			[1_048_576],
			[1],
		]);
	});

	test("count bytes, not characters", () => {
		const body = "😀".repeat(200_000);
		expect(batchesOf([{ body }, { body }])).toHaveLength(2);
	});
});
