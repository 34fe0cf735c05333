import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	queue,
	startTinyStack,
	type TinyStack,
} from "../support/tiny-stack.ts";

const FORM = "Action=SendMessage&MessageBody=hi&Version=2012-11-05";
const QUEUE = "/000000000000/orders";
const signedFor = (service: string) => ({
	authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=x`,
});
const typed = (type: string) => ({ "content-type": type });
const multipart = new FormData();
multipart.append("Action", "SendMessage");

let stack: TinyStack;
let sqs: SQSClient;
beforeAll(async () => {
	stack = await startTinyStack({ Orders: queue("orders") });
	sqs = new SQSClient(stack.client);
});
afterAll(async () => {
	sqs.destroy();
	await stack.stop();
});

const form = (headers: Readonly<Record<string, string>> = {}): RequestInit => ({
	method: "POST",
	headers: { ...typed("application/x-www-form-urlencoded"), ...headers },
	body: FORM,
});

function chunked(): ReadableStream {
	return new Blob([FORM]).stream();
}

async function waiting(): Promise<string | undefined> {
	const { Attributes } = await sqs.send(
		new GetQueueAttributesCommand({
			QueueUrl: `${stack.aws.url}${QUEUE}`,
			AttributeNames: ["ApproximateNumberOfMessages"],
		}),
	);
	return Attributes?.ApproximateNumberOfMessages;
}

describe("the older query protocol of SQS is refused with the versions that are needed:", () => {
	test.each<[what: string, path: string, request: RequestInit]>([
		["a client's form", "/", form(signedFor("sqs"))],
		["a client's form to a queue", QUEUE, form(signedFor("sqs"))],
		["a form that nobody signed", "/", form()],
		["a form to a queue that nobody signed", QUEUE, form()],
		["a form to a queue with a slash behind it", `${QUEUE}/`, form()],
		["a form to a queue with two slashes before it", `/${QUEUE}`, form()],
		["a form to a queue in one escaped part", "/000000000000%2Forders", form()],
		["a form to a queue, signed for S3", QUEUE, form(signedFor("s3"))],
		["a form to a queue, signed for SNS", QUEUE, form(signedFor("sns"))],
		["a form to a queue, signed for events", QUEUE, form(signedFor("events"))],
		["a form with files", QUEUE, { method: "POST", body: multipart }],
		["a form called text", QUEUE, form(typed("text/plain"))],
		[
			"a client's form called text",
			"/",
			form({ ...typed("text/plain"), ...signedFor("sqs") }),
		],
		["a form called JSON", QUEUE, form(typed("application/json"))],
		["a form in chunks", QUEUE, { ...form(), body: chunked(), duplex: "half" }],
		[
			"a client's form in chunks",
			"/",
			{ ...form(signedFor("sqs")), body: chunked(), duplex: "half" },
		],
		["nothing at all", QUEUE, { method: "POST" }],
		["a query string", `${QUEUE}?${FORM}`, {}],
		["a query string to no queue", `/?${FORM}`, {}],
		[
			"a client's query string",
			`/?Action=ListQueues`,
			{ headers: signedFor("sqs") },
		],
		["a posted query string", `/?${FORM}`, { method: "POST" }],
		[
			"a posted query string to a queue",
			`${QUEUE}?${FORM}`,
			{ method: "POST" },
		],
	])("%s", async (_what, path, request) => {
		const answer = await fetch(`${stack.aws.url}${path}`, request);
		const text = await answer.text();
		expect(text).toContain(
			"<Type>Sender</Type><Code>UnsupportedProtocol</Code>",
		);
		expect(text).toContain("boto3 1.34.90");
		expect(answer.status).toBe(400);
		expect(answer.headers.get("content-type")).toBe("text/xml");
		expect(await waiting()).toBe("0");
	});
});

test("what speaks JSON is answered by SQS at a queue's path, too", async () => {
	const answer = await fetch(`${stack.aws.url}${QUEUE}`, {
		method: "POST",
		headers: {
			"x-amz-target": "AmazonSQS.GetQueueUrl",
			"content-type": "application/x-amz-json-1.0",
		},
		body: JSON.stringify({ QueueName: "orders" }),
	});
	expect(await answer.json()).toEqual({
		QueueUrl: `${stack.aws.url}${QUEUE}`,
	});
});

test.each([
	["SNS", "Action=ListTopics&Version=2010-03-31"],
	["STS", "Action=GetCallerIdentity&Version=2011-06-15"],
])("forms for %s are answered as before", async (_service, body) => {
	const answer = await fetch(stack.aws.url, { ...form(), body });
	expect(answer.status).toBe(200);
});
