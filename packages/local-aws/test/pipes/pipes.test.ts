import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, test } from "vitest";
import { fillInputTemplate } from "../../pipes/input-template.ts";
import {
	messages,
	queue,
	startTinyStack,
	type TinyStack,
	until,
} from "../support/tiny-stack.ts";

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-sqs.html

describe("renderTemplate()", () => {
	const event = {
		messageId: "m-1",
		body: { name: 'Ann "A."', items: [{ id: 7 }], "key-1": true, none: null },
	};
	const variables = { "pipe-name": "mail", event: '{"body":"{}"}' };
	test.each([
		["quotes a string itself", '{"a": <$.messageId>}', '{"a": "m-1"}'],
		["takes quotes around it", '{"a": "<$.messageId>"}', '{"a": "m-1"}'],
		["escapes what it quotes", '{"a":<$.body.name>}', '{"a":"Ann \\"A.\\""}'],
		["escapes nothing in quotes", '{"a":"<$.body.name>"}', '{"a":"Ann "A.""}'],
		["puts in a number", '{"a":<$.body.items[0].id>}', '{"a":7}'],
		["puts in an object", '{"a":<$.body.items>}', '{"a":[{"id":7}]}'],
		[
			"takes an object's quotes away within a string",
			'{"a":"of \\"it\\": <$.body.items>"}',
			'{"a":"of \\"it\\": [{id:7}]"}',
		],
		["takes a name with a hyphen", '{"a":<$.body.key-1>}', '{"a":true}'],
		["puts in null", '{"a":<$.body.none>}', '{"a":null}'],
		["leaves nothing of an unknown path", '{"a":"<$.body.x.y>"}', '{"a":""}'],
		["knows the pipe", '{"a":<aws.pipes.pipe-name>}', '{"a":"mail"}'],
		[
			"escapes the event",
			'{"a":<aws.pipes.event>}',
			'{"a":"{\\"body\\":\\"{}\\"}"}',
		],
		["makes a string of text", "Hello <$.messageId>", '"Hello m-1"'],
		["keeps a string", '"Hello <$.messageId>"', '"Hello m-1"'],
		["makes a string of a lone object", "<$.body.items>", '"[{id:7}]"'],
	])("%s", (_rule, template, expected) => {
		expect(fillInputTemplate(template, { event, variables })).toBe(expected);
	});
});

let stack: TinyStack | undefined;
let sqs: SQSClient | undefined;
afterEach(async () => {
	sqs?.destroy();
	await stack?.stop();
	stack = undefined;
});

const arn = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const pipe = (properties: object = {}) => ({
	Type: "AWS::Pipes::Pipe",
	Properties: {
		Name: "mail",
		RoleArn: arn("Role"),
		Source: arn("Orders"),
		Target: arn("Mail"),
		...properties,
	},
});

async function start(properties: object = {}): Promise<TinyStack> {
	const started = await startTinyStack({
		Orders: queue("orders", { VisibilityTimeout: 30 }),
		Mail: queue("mail"),
		Role: { Type: "AWS::IAM::Role", Properties: { RoleName: "piping" } },
		Pipe: pipe(properties),
	});
	stack = started;
	sqs = new SQSClient(started.client);
	return started;
}

const order = (MessageBody: string) =>
	sqs?.send(
		new SendMessageCommand({
			QueueUrl: `${stack?.aws.url}/000000000000/orders`,
			MessageBody,
		}),
	);
const template = (InputTemplate: string) => ({
	TargetParameters: { InputTemplate },
});
const ordersLeft = () => {
	const { store } = stack?.aws.services.queues ?? {};
	const orders = store?.getQueueByArn(
		"arn:aws:sqs:us-east-1:000000000000:orders",
	);
	return (orders?.messages.length ?? 0) + (orders?.inflightMessages.size ?? 0);
};

describe("a pipe", () => {
	test("makes a mail of a message's JSON, in the name of its role", async () => {
		const started = await start(
			template(
				'{"id":"order-<$.messageId>","to":<$.body.email>,"subject":"Order <$.body.order.no>","pipe":<aws.pipes.pipe-arn>,"at":<aws.pipes.event.ingestion-time>,"all":<aws.pipes.event.json>}',
			),
		);
		const body = { email: "ann@example.com", order: { no: 7 } };
		const sent = await order(JSON.stringify(body));
		const [mail] = await messages(started, "mail", 1);
		expect(JSON.parse(mail?.body ?? "")).toEqual({
			id: `order-${sent?.MessageId}`,
			to: "ann@example.com",
			subject: "Order 7",
			pipe: "arn:aws:pipes:us-east-1:000000000000:pipe/mail",
			at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
			all: expect.objectContaining({ body, eventSource: "aws:sqs" }),
		});
		expect(mail?.senderId).toMatch(/^AROA/);
		await until(() => ordersLeft() === 0);
	});

	test("hands on SQS's record without a template", async () => {
		const started = await start();
		const sent = await order("plain text");
		const [mail] = await messages(started, "mail", 1);
		expect(JSON.parse(mail?.body ?? "")).toEqual({
			messageId: sent?.MessageId,
			receiptHandle: expect.any(String),
			body: "plain text",
			attributes: expect.objectContaining({ ApproximateReceiveCount: "1" }),
			messageAttributes: {},
			md5OfBody: sent?.MD5OfMessageBody,
			eventSource: "aws:sqs",
			eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:orders",
			awsRegion: "us-east-1",
		});
	});

	test("hands on what one of its filters lets through, and drops the rest", async () => {
		const filter = (body: unknown) => ({ Pattern: JSON.stringify({ body }) });
		const started = await start({
			...template('{"n":<$.body.n>}'),
			SourceParameters: {
				SqsQueueParameters: { BatchSize: 1 },
				FilterCriteria: {
					Filters: [filter({ state: ["paid"] }), filter({ n: [3] })],
				},
			},
		});
		await order('{"n":1,"state":"new"}');
		await order("paid");
		await order('{"n":2,"state":"paid"}');
		await order('{"n":3}');
		const mails = await messages(started, "mail", 2);
		expect(mails.map(({ body }) => body)).toEqual(['{"n":2}', '{"n":3}']);
		await until(() => ordersLeft() === 0);
	});

	test("leaves in its source what it could not deliver, and tries it again", async () => {
		const started = await start(template('{"body":<$.body>}'));
		const { endpoint } = started.aws;
		let refused = 0;
		endpoint.intercept = (_service, action) => {
			// The order's own way into the queue is open.
			if (action !== "SendMessage" || ordersLeft() === 0) return undefined;
			refused += 1;
			return "error";
		};
		await order('{"n":1}');
		// The client that sends tries three times.
		await until(() => refused === 3);
		endpoint.intercept = () => undefined;
		expect(ordersLeft()).toBe(1);
		started.aws.advance(31_000);
		const [mail] = await messages(started, "mail", 1);
		expect(mail?.body).toBe('{"body":{"n":1}}');
		await until(() => ordersLeft() === 0);
	});

	test("does nothing while it is stopped", async () => {
		const started = await start({ DesiredState: "STOPPED" });
		await order("x");
		started.aws.advance(60_000);
		expect(started.aws.services.pipes.map(({ state }) => state)).toEqual([
			"Disabled",
		]);
		expect(ordersLeft()).toBe(1);
	});
});

test.each([
	[
		"a source that is no queue",
		{ Source: "arn:aws:dynamodb:us-east-1:1:table/t/stream/s" },
		"its source is arn:aws:dynamodb:us-east-1:1:table/t/stream/s: allowed here are queues, as the local tables have no streams",
	],
	[
		"a target that is no queue",
		{ Target: "arn:aws:sns:us-east-1:1:topic" },
		"its target is arn:aws:sns:us-east-1:1:topic: allowed here are queues",
	],
	["an enrichment", { Enrichment: "arn:x" }, "it has the enrichment arn:x"],
	[
		"a path with a wildcard",
		template("<$.body.items[*].id>"),
		"its InputTemplate has the path $.body.items[*].id",
	],
])("a pipe with %s fails the start", async (_what, properties, sentence) => {
	await expect(start(properties)).rejects.toThrow(
		`Cannot run the pipe mail as ${sentence}`,
	);
});
