import { beforeAll, describe, expect, test } from "vitest";
import {
	loadFauxqsParts,
	type S3Object,
	type S3Store,
	type SnsStore,
	type SnsSubscription,
	type SqsMessage,
	type SqsQueue,
	type SqsStore,
} from "../fauxqs-parts.ts";

type Kind = "array" | "function" | "map" | "number" | "object" | "string";

/** Every member that is declared, and what it is when it is there. */
type Members<T> = Readonly<Record<keyof T, Kind>>;

const SQS_STORE: Members<Omit<SqsStore, "region">> = {
	host: "string",
	createQueue: "function",
	getQueue: "function",
	getQueueByArn: "function",
	allQueues: "function",
};
const SQS_QUEUE: Members<SqsQueue> = {
	name: "string",
	url: "string",
	arn: "string",
	attributes: "object",
	messages: "array",
	delayedMessages: "array",
	inflightMessages: "map",
	enqueue: "function",
	processTimers: "function",
	cancelWaiters: "function",
};
const SQS_MESSAGE: Members<
	Omit<SqsMessage, "approximateFirstReceiveTimestamp">
> = {
	messageId: "string",
	body: "string",
	messageAttributes: "object",
	sentTimestamp: "number",
	approximateReceiveCount: "number",
};
const SNS_STORE: Members<Omit<SnsStore, "region">> = {
	getTopic: "function",
	getSubscription: "function",
	listSubscriptionsByTopic: "function",
};
const SNS_SUBSCRIPTION: Members<SnsSubscription> = {
	arn: "string",
	topicArn: "string",
	protocol: "string",
	endpoint: "string",
	attributes: "object",
};
const S3_STORE: Members<S3Store> = {
	buckets: "map",
	multipartUploads: "map",
	createBucket: "function",
	putObject: "function",
	completeMultipartUpload: "function",
	getObject: "function",
	headObject: "function",
	deleteObject: "function",
};
const S3_OBJECT: Members<S3Object> = {
	key: "string",
	etag: "string",
	contentLength: "number",
};

const ARN = "arn:aws:sqs:us-east-1:000000000000:orders";
const URL_OF_QUEUE = "http://127.0.0.1/000000000000/orders";
const values = new Map<string, unknown>();
let parts: Awaited<ReturnType<typeof loadFauxqsParts>>;

beforeAll(async () => {
	parts = await loadFauxqsParts();
	const queues = new parts.SqsStore();
	const queue = queues.createQueue("orders", URL_OF_QUEUE, ARN, {});
	queue.enqueue(parts.createMessage("hello", {}));
	const topics = new parts.SnsStore() as SnsStore & {
		createTopic(
			name: string,
			attributes: object,
			tags: object,
			region: string,
		): { readonly arn: string };
		subscribe(topic: string, protocol: string, to: string): SnsSubscription;
	};
	const topic = topics.createTopic("news", {}, {}, "us-east-1");
	const objects = new parts.S3Store();
	objects.createBucket("files");
	values
		.set("SqsStore", queues)
		.set("SqsQueue", queue)
		.set("SqsMessage", queue.messages[0])
		.set("SnsStore", topics)
		.set("SnsSubscription", topics.subscribe(topic.arn, "sqs", ARN))
		.set("S3Store", objects)
		.set("S3Object", objects.putObject("files", "a", Buffer.from("a"), ""));
});

describe("a part of fauxqs that is no public interface", () => {
	test.each(
		Object.entries({
			SqsStore: SQS_STORE,
			SqsQueue: SQS_QUEUE,
			SqsMessage: SQS_MESSAGE,
			SnsStore: SNS_STORE,
			SnsSubscription: SNS_SUBSCRIPTION,
			S3Store: S3_STORE,
			S3Object: S3_OBJECT,
		}),
	)("is there as it is used: %s", (name, members) => {
		const value = values.get(name) as Readonly<Record<string, unknown>>;
		const found = Object.keys(members).map((key) => [key, kindOf(value[key])]);
		expect(Object.fromEntries(found)).toEqual(members);
	});

	test.each(["SqsStore", "SnsStore"])("has its region: %s", (name) => {
		expect(Object.keys(values.get(name) as object)).toContain("region");
	});

	test("is there as it is used: S3Error, with code, message and status", () => {
		expect(
			new parts.S3Error("NoSuchKey", "It is not there.", 404),
		).toMatchObject({
			code: "NoSuchKey",
			message: "It is not there.",
			statusCode: 404,
		});
	});

	test("is there as it is used: the pattern of what a body may not have", () => {
		expect(
			["a", "\u0000"].map((text) => parts.bodyCharacters.test(text)),
		).toEqual([false, true]);
	});

	test("finds a queue by its URL and by its ARN, and a topic's subscriptions", () => {
		const queues = values.get("SqsStore") as SqsStore;
		const { arn, topicArn } = values.get("SnsSubscription") as SnsSubscription;
		const topics = values.get("SnsStore") as SnsStore;
		expect([
			queues.getQueue(URL_OF_QUEUE)?.arn,
			queues.getQueueByArn(ARN)?.url,
			[...queues.allQueues()].length,
			topics.getTopic(topicArn)?.subscriptionArns,
			topics.listSubscriptionsByTopic(topicArn).subscriptions.length,
		]).toEqual([ARN, URL_OF_QUEUE, 1, [arn], 1]);
	});
});

function kindOf(value: unknown): string {
	if (Array.isArray(value)) return "array";
	return value instanceof Map ? "map" : typeof value;
}
