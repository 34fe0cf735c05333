import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	EmailNotQueued,
	EmailRefused,
	sendEmail,
} from "../../publisher/index.ts";
import { Producer, stubbedSqs } from "../support/producer.ts";

let producer: Producer;
beforeAll(async () => {
	producer = await Producer.start();
});
afterAll(() => producer.stop());

const email = { to: "ann@example.com", subject: "Hello", text: "Hello Ann" };

/** What an action throws. */
const thrown = (act: Promise<unknown>) =>
	act.then(
		() => undefined,
		(error: unknown) => error,
	);

describe("sendEmail()", () => {
	test("puts a message on the queue, and it reaches the inbox", async () => {
		const { stack, options } = producer;
		const receipt = await sendEmail(
			{ ...email, id: "order-1-shipped", to: "order-1@example.com" },
			options,
		);
		expect(receipt).toEqual({
			id: "order-1-shipped",
			messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
		});
		await stack.settle();
		expect(stack.acceptedBy()["order-1@example.com"]).toBe(1);
	});

	test("sent again with the same id, reaches people once", async () => {
		const { stack, options } = producer;
		const twice = { ...email, id: "order-2-shipped", to: "twice@example.com" };
		await sendEmail(twice, options);
		await sendEmail(twice, options);
		await stack.settle();
		expect(stack.acceptedBy()["twice@example.com"]).toBe(1);
	});

	test("has SQS's message id for an id when the message has none", async () => {
		const { id, messageId } = await sendEmail(email, producer.options);
		expect(id).toBe(messageId);
	});

	test("sends characters that SQS refuses in a body, and those of Scheduler's placeholders, as they are", async () => {
		const { stack, options } = producer;
		const text = "\uFFFE and \uFFFF and <aws.scheduler.execution-id>";
		await sendEmail({ ...email, to: "odd@example.com", text }, options);
		await stack.settle();
		const found = stack.local.inbox.store
			.list()
			.find(({ recipients }) => recipients.includes("odd@example.com"));
		expect(found?.email.text?.trim()).toBe(text);
	});

	test("throws EmailRefused with the sender's own sentences, and queues nothing", async () => {
		const { sqs, calls } = stubbedSqs(() => ({}));
		const error = await thrown(
			sendEmail(
				{ to: "nobody", subject: "Hello", text: "Hello" },
				{ ...producer.options, sqs },
			),
		);
		expect(error).toBeInstanceOf(EmailRefused);
		expect(error).toMatchObject({
			name: "EmailRefused",
			message: expect.stringContaining("as /to is not allowed"),
			problems: [{ pointer: "/to" }],
		});
		expect(calls).toEqual([]);
	});

	test("refuses what can't be written as JSON", async () => {
		const data: Record<string, unknown> = {};
		data.data = data;
		const error = await thrown(
			sendEmail(
				{ to: "ann@example.com", template: "hello", data },
				producer.options,
			),
		);
		expect(error).toBeInstanceOf(EmailRefused);
		expect(error).toMatchObject({
			message: expect.stringMatching(
				/it can't be written as JSON \(TypeError: .*circular.*\); allowed is plain data/,
			),
		});
	});

	test("throws EmailNotQueued when SQS does not take it", async () => {
		const queueUrl = producer.options.queueUrl.replace(/[^/]+$/, "no-such");
		const error = await thrown(
			sendEmail(email, { ...producer.options, queueUrl }),
		);
		expect(error).toBeInstanceOf(EmailNotQueued);
		expect(error).toMatchObject({
			name: "EmailNotQueued",
			message: expect.stringMatching(
				/^Cannot queue the message: SQS did not take it, QueueDoesNotExist: /,
			),
		});
	});

	test("throws EmailNotQueued when SQS says nothing of the message", async () => {
		const { sqs } = stubbedSqs(() => ({}));
		await expect(
			sendEmail(email, { ...producer.options, sqs }),
		).rejects.toThrow(
			"Cannot queue the message: SQS did not say whether it took it",
		);
	});

	test("says what names the queue when nothing does", async () => {
		await expect(sendEmail(email, {})).rejects.toThrow(
			"Cannot send mail as queueUrl is missing: give it in the options, or set MAIL_QUEUE_URL, as mail.connect(fn, …) does in your stack",
		);
	});
});
