import {
	ChangeMessageVisibilityCommand,
	CreateQueueCommand,
	ListMessageMoveTasksCommand,
	ReceiveMessageCommand,
	SendMessageCommand,
	SQSClient,
	StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTinyStack, type TinyStack } from "../support/tiny-stack.ts";

const HOUR = 3_600_000;

let stack: TinyStack;
let sqs: SQSClient;
beforeAll(async () => {
	stack = await startTinyStack({});
	sqs = new SQSClient(stack.client);
});
afterAll(async () => {
	sqs.destroy();
	await stack.stop();
});

let queues = 0;

async function newQueue(Attributes: Record<string, string> = {}) {
	const { QueueUrl = "" } = await sqs.send(
		new CreateQueueCommand({
			QueueName: `conformance-${queues++}`,
			Attributes,
		}),
	);
	const arn = `arn:aws:sqs:us-east-1:000000000000:${QueueUrl.split("/").at(-1)}`;
	const receive = async (options: object = {}) =>
		(
			await sqs.send(
				new ReceiveMessageCommand({
					QueueUrl,
					MessageSystemAttributeNames: ["All"],
					...options,
				}),
			)
		).Messages ?? [];
	const send = (MessageBody: string, options: object = {}) =>
		sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...options }));
	return { QueueUrl, arn, receive, send };
}

describe("SQS", () => {
	test("gives queue URLs on 127.0.0.1", async () => {
		expect((await newQueue()).QueueUrl).toMatch(
			/^http:\/\/127\.0\.0\.1:\d+\/000000000000\/conformance-/,
		);
	});

	test("takes emoji and refuses control characters", async () => {
		const queue = await newQueue();
		await queue.send("😀");
		expect(await queue.receive()).toMatchObject([{ Body: "😀" }]);
		await expect(queue.send("\u0001")).rejects.toThrow(/Invalid characters/);
	});

	test("leaves message attributes out unless they are asked for", async () => {
		const queue = await newQueue();
		const attribute = {
			MessageAttributes: { a: { DataType: "String", StringValue: "1" } },
		};
		await queue.send("x", attribute);
		await queue.send("y", attribute);
		expect((await queue.receive())[0]?.MessageAttributes).toBeUndefined();
		expect(
			(await queue.receive({ MessageAttributeNames: ["All"] }))[0]
				?.MessageAttributes,
		).toMatchObject({ a: { StringValue: "1" } });
	});

	test("refuses eleven attributes", async () => {
		const queue = await newQueue();
		const MessageAttributes = Object.fromEntries(
			Array.from({ length: 11 }, (_, index) => [
				`a${index}`,
				{ DataType: "String", StringValue: "x" },
			]),
		);
		await expect(queue.send("x", { MessageAttributes })).rejects.toThrow(
			/exceeds the allowed maximum/,
		);
	});

	test("refuses a delay of more than fifteen minutes", async () => {
		const queue = await newQueue();
		await expect(queue.send("x", { DelaySeconds: 901 })).rejects.toThrow(
			/must be >= 0 and <= 900/,
		);
	});

	test("drops messages past the queue's retention", async () => {
		const queue = await newQueue({ MessageRetentionPeriod: "3600" });
		await queue.send("old");
		stack.aws.advance(2 * HOUR);
		expect(await queue.receive()).toEqual([]);
	});

	test("caps invisibility at twelve hours in all", async () => {
		const queue = await newQueue();
		await queue.send("x");
		const [message] = await queue.receive({ VisibilityTimeout: 43_200 });
		stack.aws.advance(HOUR);
		const change = (VisibilityTimeout: number) =>
			sqs.send(
				new ChangeMessageVisibilityCommand({
					QueueUrl: queue.QueueUrl,
					ReceiptHandle: message?.ReceiptHandle,
					VisibilityTimeout,
				}),
			);
		await change(39_000);
		await expect(change(40_000)).rejects.toThrow(/beyond the limit/);
	});

	test("does not lose a message to a client that hung up in its long poll", async () => {
		const queue = await newQueue();
		const hangUp = new AbortController();
		const polling = sqs
			.send(
				new ReceiveMessageCommand({
					QueueUrl: queue.QueueUrl,
					WaitTimeSeconds: 20,
				}),
				{ abortSignal: hangUp.signal },
			)
			.catch(() => "gone");
		await new Promise((resolve) => setTimeout(resolve, 100));
		hangUp.abort();
		expect(await polling).toBe("gone");
		await new Promise((resolve) => setTimeout(resolve, 100));
		await queue.send("x");
		expect(await queue.receive()).toMatchObject([{ Body: "x" }]);
	});

	test("counts receives, and redrives after maxReceiveCount", async () => {
		const dead = await newQueue();
		const queue = await newQueue({
			VisibilityTimeout: "1",
			RedrivePolicy: JSON.stringify({
				deadLetterTargetArn: dead.arn,
				maxReceiveCount: 1,
			}),
		});
		await queue.send("x");
		expect(await queue.receive()).toMatchObject([
			{ Attributes: { ApproximateReceiveCount: "1" } },
		]);
		stack.aws.advance(2000);
		expect(await queue.receive()).toEqual([]);
		expect(await dead.receive()).toMatchObject([{ Body: "x" }]);
	});

	test("moves messages from a dead-letter queue to a named destination", async () => {
		const [dead, queue] = [await newQueue(), await newQueue()];
		await dead.send("x");
		await expect(
			sqs.send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn })),
		).rejects.toThrow(/name the destination/);
		await sqs.send(
			new StartMessageMoveTaskCommand({
				SourceArn: dead.arn,
				DestinationArn: queue.arn,
			}),
		);
		expect(await queue.receive()).toMatchObject([{ Body: "x" }]);
		expect(
			(await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: dead.arn })))
				.Results,
		).toMatchObject([{ Status: "COMPLETED" }]);
	});
});

test.each(["AWS.x", "a b", ".x", "x.", "a..b", "x".repeat(257), ""])(
	"an attribute named %j is refused",
	async (name) => {
		const { send } = await newQueue();
		const attribute = { DataType: "String", StringValue: "x" };
		const sent = send("x", { MessageAttributes: { [name]: attribute } });
		await expect(sent).rejects.toMatchObject({ name: "InvalidParameterValue" });
	},
);

test("an attribute without a value is refused", async () => {
	const { send } = await newQueue();
	const x = { DataType: "String", StringValue: "" };
	const sent = send("x", { MessageAttributes: { x } });
	await expect(sent).rejects.toMatchObject({ name: "InvalidParameterValue" });
	await send("x", { MessageAttributes: { x: { ...x, StringValue: "y" } } });
});
