import { CfnParameter, CfnResource, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { describe, expect, test } from "vitest";
import { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import type { ImportOptions } from "../../infra/constructs/imported/imported-gmail-sender.ts";
import { MailSubscription } from "../../infra/producers/mail-subscription.ts";
import { HOME, newApp, queueStatements, stackWith } from "../support/synth.ts";

const QUEUE_ARN = `arn:aws:sqs:eu-west-1:${HOME.account}:mail-queue`;
const TOPIC_ARN = `arn:aws:sns:eu-west-1:${HOME.account}:orders`;
const KEY_ARN = `arn:aws:kms:eu-west-1:${HOME.account}:key/1234abcd`;
const raw = { rawMessageDelivery: true };

const manifest = (fields: object = {}) =>
	JSON.stringify({
		kind: "sqs-gmail-sender",
		version: 1,
		queueArn: QUEUE_ARN,
		...fields,
	});

function imported(options: ImportOptions = {}, queueArn = QUEUE_ARN) {
	const stack = new Stack(newApp(), "Team", { env: HOME });
	return {
		stack,
		sender: GmailSender.fromQueueArn(stack, "Mail", queueArn, options),
		topic: Topic.fromTopicArn(stack, "Topic", TOPIC_ARN),
	};
}

function messageOf(act: () => unknown): string {
	try {
		act();
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	return "nothing was thrown";
}

/** The JSON objects in an error's sentence, in their order. */
const jsonIn = (message: string) =>
	[...message.matchAll(/\{"Action.*?\}(?=\n|$)/gm)].map(([json]) =>
		JSON.parse(json),
	);

describe("GmailSender.fromQueueArn()", () => {
	test.each([
		[
			"https://sqs.eu-west-1.amazonaws.com/111111111111/mail",
			/no ARN of an SQS queue: current value is https/,
		],
		["arn:aws:sns:eu-west-1:111111111111:mail", /no ARN of an SQS queue/],
		[`${QUEUE_ARN}.fifo`, /it is a FIFO queue.*allowed is the output QueueArn/],
	])("refuses %s", (queueArn, sentence) => {
		expect(() => imported({}, queueArn)).toThrow(sentence);
	});

	test("refuses the alias of a key", () => {
		expect(() =>
			imported({
				encryptionKeyArn: "arn:aws:kms:eu-west-1:111111111111:alias/mail",
			}),
		).toThrow(/encryptionKeyArn is no ARN of a key.*not an alias/);
	});

	test("takes a value that is known at the deployment only", () => {
		const stack = new Stack(newApp(), "Team");
		const { valueAsString } = new CfnParameter(stack, "Arn");
		const sender = GmailSender.fromQueueArn(stack, "Mail", valueAsString);
		sender.grantSend(
			new Role(stack, "Billing", {
				assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
			}),
		);
		Template.fromStack(stack).hasResourceProperties("AWS::IAM::Policy", {
			PolicyDocument: { Statement: [{ Resource: { Ref: "Arn" } }] },
		});
	});

	test("adds no resource", () => {
		const resources = imported()
			.stack.node.findAll()
			.filter((node) => CfnResource.isCfnResource(node));
		expect(resources).toEqual([]);
	});
});

describe("GmailSender.fromManifest()", () => {
	const read = (text: string) => {
		const stack = new Stack(newApp(), "Team", { env: HOME });
		return GmailSender.fromManifest(stack, "Mail", text);
	};

	test.each([
		["no JSON", /it is no JSON: current value has 7 characters; allowed is/],
		['{"QueueArn":"x"}', /it is JSON without "kind": "sqs-gmail-sender"/],
		['{"kind":"other"}', /its kind is "other", not "sqs-gmail-sender"/],
		[manifest({ version: 2 }), /of version 2, made by a newer/],
		[manifest({ queueArn: undefined }), /it names no queueArn/],
	])("refuses %s", (text, sentence) => {
		expect(() => read(text)).toThrow(sentence);
	});

	test("says what to do with a value that is known at the deployment only", () => {
		const stack = new Stack(newApp(), "Team");
		const { valueAsString } = new CfnParameter(stack, "Manifest");
		expect(() =>
			GmailSender.fromManifest(stack, "Mail", valueAsString),
		).toThrow(/known at the deployment only.*GmailSender\.fromQueueArn/);
	});

	test.each([
		[[`account:${HOME.account}`], true],
		[["organization:o-a1b2c3d4e5"], true],
		[["account:999999999999"], false],
		[[], false],
	])(
		"knows from allowedProducers %s whether this account's services are let: %s",
		(allowedProducers, isLet) => {
			const sender = read(manifest({ allowedProducers }));
			const topic = Topic.fromTopicArn(sender, "Topic", TOPIC_ARN);
			const message = messageOf(() =>
				topic.addSubscription(new MailSubscription(sender, raw)),
			);
			expect(message.startsWith("nothing")).toBe(isLet);
		},
	);

	test("reads the manifest that a sender writes", () => {
		const { stack } = stackWith({}, { stack: { env: HOME } });
		const [output] = Object.values(Template.fromStack(stack).findOutputs("*"));
		const text = output?.Value["Fn::Join"][1]
			.map((part: unknown) => (typeof part === "string" ? part : "x"))
			.join("")
			.replace('"queueArn":"x"', `"queueArn":"${QUEUE_ARN}"`);
		expect(read(text).queue.queueArn).toBe(QUEUE_ARN);
	});
});

describe("a helper on a sender of another stack", () => {
	test("fails the synth with the very statement that it adds to an own sender", () => {
		const { sender, topic } = imported();
		const message = messageOf(() =>
			topic.addSubscription(new MailSubscription(sender, raw)),
		);
		const own = stackWith({}, { stack: { env: HOME } });
		Topic.fromTopicArn(own.stack, "Topic", TOPIC_ARN).addSubscription(
			new MailSubscription(own.sender, raw),
		);
		const added = queueStatements(own.stack);
		expect(added).toHaveLength(1);
		expect(jsonIn(message)).toEqual([{ ...added[0], Resource: QUEUE_ARN }]);
		expect(added[0]).toEqual({
			Sid: expect.stringMatching(/^Topic[0-9a-f]{8}$/),
			Resource: expect.anything(),
			Effect: "Allow",
			Principal: { Service: "sns.amazonaws.com" },
			Action: "sqs:SendMessage",
			Condition: { ArnEquals: { "aws:SourceArn": TOPIC_ARN } },
		});
	});

	test("fails the synth with the key's statement as well", () => {
		const { sender, topic } = imported({ encryptionKeyArn: KEY_ARN });
		const [, key] = jsonIn(
			messageOf(() => topic.addSubscription(new MailSubscription(sender, raw))),
		);
		expect(key).toEqual({
			Sid: "MailOfSns",
			Effect: "Allow",
			Principal: { Service: "sns.amazonaws.com" },
			Action: ["kms:Decrypt", "kms:GenerateDataKey"],
			Resource: "*",
		});
	});

	test("says what its owner still has to fill in", () => {
		const { stack, sender } = imported();
		const message = messageOf(() =>
			new Topic(stack, "Orders").addSubscription(
				new MailSubscription(sender, raw),
			),
		);
		expect(message).toContain("what stands in < > is known once");
		expect(jsonIn(message)).toMatchObject([
			{
				Condition: {
					ArnEquals: {
						"aws:SourceArn": expect.stringMatching(/^<Team\/Orders/),
					},
				},
			},
		]);
	});

	test("needs nothing filled in for a topic with a name", () => {
		const { stack, sender } = imported();
		const message = messageOf(() =>
			new Topic(stack, "Orders", { topicName: "orders" }).addSubscription(
				new MailSubscription(sender, raw),
			),
		);
		expect(jsonIn(message)).toMatchObject([
			{ Condition: { ArnEquals: { "aws:SourceArn": TOPIC_ARN } } },
		]);
	});

	test("asks for nothing once its owner lets services publish", () => {
		const { stack, sender, topic } = imported({ allowsServices: true });
		topic.addSubscription(new MailSubscription(sender, raw));
		const template = Template.fromStack(stack);
		template.resourceCountIs("AWS::SQS::QueuePolicy", 0);
		template.hasResourceProperties("AWS::SNS::Subscription", {
			Endpoint: QUEUE_ARN,
			Protocol: "sqs",
			RawMessageDelivery: true,
		});
	});

	test("fails the synth with the route to add, until its owner has it", () => {
		const { sender, topic } = imported({ allowsServices: true });
		const subscribe = (to: typeof sender) =>
			topic.addSubscription(
				new MailSubscription(to, { route: { to: "ann@example.com" } }),
			);
		expect(() => subscribe(sender)).toThrow(
			`{"match":{"topicArn":"${TOPIC_ARN}"},"to":"ann@example.com"}`,
		);
		const after = imported({ allowsServices: true, hasRoutes: true });
		expect(() =>
			after.topic.addSubscription(
				new MailSubscription(after.sender, {
					route: { to: "ann@example.com" },
				}),
			),
		).not.toThrow();
	});
});
