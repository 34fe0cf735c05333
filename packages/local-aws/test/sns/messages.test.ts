import { verify, X509Certificate } from "node:crypto";
import {
	type MessageAttributeValue,
	PublishBatchCommand,
	PublishCommand,
	SetTopicAttributesCommand,
	SNSClient,
} from "@aws-sdk/client-sns";
import {
	type Message,
	ReceiveMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
	queue,
	startTinyStack,
	type TinyStack,
} from "../support/tiny-stack.ts";

const arn = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const TopicArn = "arn:aws:sns:us-east-1:000000000000:news";
const text = (StringValue: string): MessageAttributeValue => ({
	DataType: "String",
	StringValue,
});

let stack: TinyStack;
let sns: SNSClient;
let sqs: SQSClient;
let complaints: string;
beforeAll(async () => {
	const subscription = (id: string, properties: object = {}) => ({
		Type: "AWS::SNS::Subscription",
		Properties: {
			TopicArn: { Ref: "News" },
			Protocol: "sqs",
			Endpoint: arn(id),
			...properties,
		},
	});
	const error = vi.spyOn(console, "error").mockImplementation(() => {});
	stack = await startTinyStack({
		Enveloped: queue("enveloped"),
		Raw: queue("raw"),
		ByAttribute: queue("by-attribute"),
		ByBody: queue("by-body"),
		Inline: queue("inline"),
		News: {
			Type: "AWS::SNS::Topic",
			Properties: {
				TopicName: "news",
				Subscription: [{ Protocol: "sqs", Endpoint: arn("Inline") }],
			},
		},
		ToEnveloped: subscription("Enveloped"),
		ToRaw: subscription("Raw", { RawMessageDelivery: true }),
		ToByAttribute: subscription("ByAttribute", {
			RawMessageDelivery: true,
			FilterPolicy: {
				kind: [{ prefix: "order" }],
				price: [{ numeric: [">=", 100] }],
				tags: ["red"],
				test: [{ exists: false }],
			},
		}),
		ToByBody: subscription("ByBody", {
			RawMessageDelivery: true,
			FilterPolicyScope: "MessageBody",
			FilterPolicy: {
				Records: {
					eventName: [{ prefix: "ObjectCreated:" }],
					s3: { object: { key: [{ suffix: ".pdf" }] } },
				},
			},
		}),
		ToElsewhere: subscription("Enveloped", {
			TopicArn: "arn:aws:sns:us-east-1:000000000000:elsewhere",
		}),
		ToForeign: subscription("Enveloped", {
			TopicArn: "arn:aws:sns:eu-west-1:123456789012:foreign",
		}),
	});
	complaints = error.mock.calls.flat().join("\n");
	error.mockRestore();
	sns = new SNSClient(stack.client);
	sqs = new SQSClient(stack.client);
});
afterAll(async () => {
	sns.destroy();
	sqs.destroy();
	await stack.stop();
});

const next = async (name: string, WaitTimeSeconds = 5) => {
	const { Messages: [message] = [] } = await sqs.send(
		new ReceiveMessageCommand({
			QueueUrl: `${stack.aws.url}/000000000000/${name}`,
			WaitTimeSeconds,
			MessageAttributeNames: ["All"],
		}),
	);
	return message;
};
const publish = (
	Message: string,
	MessageAttributes: Record<string, MessageAttributeValue> = {},
	more: object = {},
) =>
	sns.send(
		new PublishCommand({ TopicArn, Message, MessageAttributes, ...more }),
	);
let markers = 0;
/** What a queue has got, up to a message that every filter lets through. */
const got = async (name: string) => {
	markers += 1;
	const key = `marker-${markers}.pdf`;
	await publish(
		`{"Records":[{"eventName":"ObjectCreated:Put","s3":{"object":{"key":"${key}"}}}]}`,
		{
			kind: text("order"),
			price: { DataType: "Number", StringValue: "100" },
			tags: { DataType: "String.Array", StringValue: '["red"]' },
		},
	);
	const messages: Message[] = [];
	for (;;) {
		const message = await next(name);
		if (message?.Body?.includes(key)) return messages;
		if (message !== undefined && !message.Body?.includes("marker-"))
			messages.push(message);
	}
};
const bodies = async (name: string) =>
	(await got(name)).map(({ Body }) => Body);

// https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
test("a queue gets a message in AWS's envelope", async () => {
	const { MessageId } = await publish(
		"Grüße 😀",
		{ kind: text("a") },
		{ Subject: "Hello" },
	);
	const message = await next("enveloped");
	expect(message?.MessageAttributes).toBeUndefined();
	expect(JSON.parse(message?.Body ?? "")).toEqual({
		Type: "Notification",
		MessageId,
		TopicArn,
		Subject: "Hello",
		Message: "Grüße 😀",
		Timestamp: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
		SignatureVersion: "1",
		Signature: expect.stringMatching(/^[\w+/]{340,}=*$/),
		SigningCertURL: expect.stringMatching(
			/^https:\/\/sns\.us-east-1\.amazonaws\.com\/SimpleNotificationService-[0-9a-f]{32}\.pem$/,
		),
		UnsubscribeURL: expect.stringMatching(
			`^https://sns\\.us-east-1\\.amazonaws\\.com/\\?Action=Unsubscribe&SubscriptionArn=${TopicArn}:[0-9a-f-]{36}$`,
		),
		MessageAttributes: { kind: { Type: "String", Value: "a" } },
	});
});

test.each(["1", "2"])(
	"the envelope is signed by version %s, and its certificate lies at the endpoint",
	async (SignatureVersion) => {
		await sns.send(
			new SetTopicAttributesCommand({
				TopicArn,
				AttributeName: "SignatureVersion",
				AttributeValue: SignatureVersion,
			}),
		);
		await publish("Grüße", undefined, { Subject: "Hello" });
		const envelope = JSON.parse((await next("enveloped"))?.Body ?? "");
		expect(envelope).toMatchObject({ SignatureVersion });
		const { pathname } = new URL(envelope.SigningCertURL);
		const certificate = await fetch(new URL(pathname, stack.client.endpoint));
		const text = [
			"Message",
			"MessageId",
			"Subject",
			"Timestamp",
			"TopicArn",
			"Type",
		]
			.map((name) => `${name}\n${envelope[name]}\n`)
			.join("");
		const verifies = (signed: string) =>
			verify(
				SignatureVersion === "2" ? "RSA-SHA256" : "RSA-SHA1",
				Buffer.from(signed),
				pem,
				Buffer.from(envelope.Signature, "base64"),
			);
		const pem = await certificate.text();
		expect(new X509Certificate(pem).subject).toBe("CN=sns.amazonaws.com");
		expect(verifies(text)).toBe(true);
		expect(verifies(`${text} `)).toBe(false);
		const other = pathname.replace(/.{5}\.pem$/, "00000.pem");
		const missing = await fetch(new URL(other, stack.client.endpoint));
		expect(missing.status).toBe(403);
	},
);

test("what was not given is not in the envelope", async () => {
	await publish("bare");
	const envelope = JSON.parse((await next("enveloped"))?.Body ?? "");
	expect(envelope).not.toHaveProperty("Subject");
	expect(envelope).not.toHaveProperty("MessageAttributes");
});

// https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html
test("a raw subscription gets the text itself, and the attributes as its own", async () => {
	await got("raw");
	await publish("plain", { kind: text("a") });
	expect(await got("raw")).toMatchObject([
		{
			Body: "plain",
			MessageAttributes: { kind: { DataType: "String", StringValue: "a" } },
		},
	]);
});

test("a raw subscription never gets what has more than ten attributes", async () => {
	const many = Array.from({ length: 11 }, (_, index) => [
		`a${index}`,
		text("x"),
	]);
	await publish("many", Object.fromEntries(many));
	expect(await bodies("raw")).toEqual([]);
});

test("a topic's own subscriptions count", async () => {
	expect(JSON.parse((await next("inline"))?.Body ?? "")).toMatchObject({
		TopicArn,
	});
});

// https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
describe("a filter policy", () => {
	const order = {
		kind: text("order-new"),
		price: { DataType: "Number", StringValue: "250.5" },
		tags: { DataType: "String.Array", StringValue: '["blue","red"]' },
	};

	test("on attributes lets through what matches in all of them", async () => {
		await publish("cheap", {
			...order,
			price: { DataType: "Number", StringValue: "99" },
		});
		await publish("other", { ...order, kind: text("news") });
		await publish("test", { ...order, test: text("1") });
		await publish("blue", {
			...order,
			tags: { DataType: "String.Array", StringValue: '["blue"]' },
		});
		await publish("none");
		await publish("order", order);
		expect(await bodies("by-attribute")).toEqual(["order"]);
	});

	test("on the body looks into the entries of a list", async () => {
		const event = (eventName: string, key: string) =>
			JSON.stringify({ Records: [{ eventName, s3: { object: { key } } }] });
		await publish(event("ObjectCreated:Put", "a.csv"));
		await publish(event("ObjectRemoved:Delete", "a.pdf"));
		await publish("no JSON");
		await publish(event("ObjectCreated:Put", "a.pdf"));
		expect(await bodies("by-body")).toEqual([
			event("ObjectCreated:Put", "a.pdf"),
		]);
	});
});

// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
describe("Publish", () => {
	test("gives queues their own text of a message structure", async () => {
		await got("raw");
		const structure = (texts: object) =>
			publish(JSON.stringify(texts), {}, { MessageStructure: "json" });
		await structure({ default: "for all", sqs: "for queues" });
		await structure({ default: "for all", email: "for people" });
		expect(await bodies("raw")).toEqual(["for queues", "for all"]);
		await expect(structure({ sqs: "for queues" })).rejects.toThrow(
			/No default entry in JSON message body/,
		);
	});

	test("refuses what AWS refuses", async () => {
		await expect(publish("x".repeat(262_145))).rejects.toThrow(
			/Message too long/,
		);
		await expect(publish("a", {}, { Subject: "two\nlines" })).rejects.toThrow(
			/Invalid parameter: Subject/,
		);
		await expect(
			publish("a", {}, { TopicArn: `${TopicArn}-none` }),
		).rejects.toMatchObject({ name: "NotFoundException" });
	});

	test("in a batch tells of each message", async () => {
		await got("raw");
		const { Successful, Failed } = await sns.send(
			new PublishBatchCommand({
				TopicArn,
				PublishBatchRequestEntries: [
					{ Id: "a", Message: "one", MessageAttributes: { kind: text("k") } },
					{ Id: "b", Message: "two", Subject: "two\nlines" },
				],
			}),
		);
		expect(Successful).toMatchObject([{ Id: "a" }]);
		expect(Failed).toMatchObject([{ Id: "b", Code: "InvalidParameter" }]);
		expect(await got("raw")).toMatchObject([
			{ Body: "one", MessageAttributes: { kind: { StringValue: "k" } } },
		]);
	});
});

test("a topic that no template has is there; one of another account is told of", async () => {
	const { MessageId } = await sns.send(
		new PublishCommand({
			TopicArn: "arn:aws:sns:us-east-1:000000000000:elsewhere",
			Message: "from elsewhere",
		}),
	);
	expect(MessageId).toEqual(expect.any(String));
	expect(complaints).toMatch(
		/Cannot subscribe .*:enveloped to arn:aws:sns:eu-west-1:123456789012:foreign: topics here are of this account and region/,
	);
});
