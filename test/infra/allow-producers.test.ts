import { type App, Stack, Validations } from "aws-cdk-lib";
import { Annotations, Match, Template } from "aws-cdk-lib/assertions";
import { Key } from "aws-cdk-lib/aws-kms";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { describe, expect, test } from "vitest";
import { Producers } from "../../infra/constructs/access/producers.ts";
import { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import type { GmailSenderProps } from "../../infra/constructs/gmail-sender-props.ts";
import { allows, type Request } from "../support/policy.ts";
import {
	HOME,
	keyStatements,
	newApp,
	queueStatements,
	stackWith,
} from "../support/synth.ts";

const OURS = "222222222222";
const STRANGER = "999999999999";
const ORGANIZATION = "o-a1b2c3d4e5";

const senderStack = (props: Partial<GmailSenderProps>) =>
	stackWith(props, { stack: { env: HOME } }).stack;

const byAccount = queueStatements(
	senderStack({ allowProducers: [Producers.account(OURS)] }),
);
const byOrganization = queueStatements(
	senderStack({ allowProducers: [Producers.organization(ORGANIZATION)] }),
);

const send = (request: Omit<Request, "action">): Request => ({
	action: "sqs:SendMessage",
	...request,
});
const topicOf = (account: string) =>
	send({
		service: "sns.amazonaws.com",
		context: { "aws:SourceArn": `arn:aws:sns:us-east-1:${account}:orders` },
	});
const ruleOf = (account: string) =>
	send({
		service: "events.amazonaws.com",
		context: {
			"aws:SourceArn": `arn:aws:events:eu-west-1:${account}:rule/nightly`,
		},
	});
const bucketOf = (account: string) =>
	send({
		service: "s3.amazonaws.com",
		context: {
			"aws:SourceArn": "arn:aws:s3:::reports",
			"aws:SourceAccount": account,
		},
	});

describe("allowProducers by account", () => {
	test.each([
		["its principals", send({ account: OURS })],
		["its topics", topicOf(OURS)],
		["its rules", ruleOf(OURS)],
		["its buckets", bucketOf(OURS)],
		[
			"its principals' look-ups of the queue",
			{ account: OURS, action: "sqs:GetQueueUrl" },
		],
	])("lets %s", (_who, request) => {
		expect(allows(byAccount, request)).toBe(true);
	});

	test.each([
		["principals of another account", send({ account: STRANGER })],
		["another account's topics", topicOf(STRANGER)],
		["another account's rules", ruleOf(STRANGER)],
		["another account's buckets", bucketOf(STRANGER)],
		[
			"a service that does not say for whom",
			send({ service: "sns.amazonaws.com" }),
		],
		[
			"a bus of its own, which is no rule",
			send({
				service: "events.amazonaws.com",
				context: {
					"aws:SourceArn": `arn:aws:events:eu-west-1:${OURS}:event-bus/x`,
				},
			}),
		],
		["any other service", { ...topicOf(OURS), service: "ses.amazonaws.com" }],
		["reading", { account: OURS, action: "sqs:ReceiveMessage" }],
		[
			"sending without TLS",
			send({ account: OURS, context: { "aws:SecureTransport": "false" } }),
		],
	])("does not let %s", (_who, request) => {
		const withTls = [
			...byAccount,
			{
				Effect: "Deny",
				Principal: "*",
				Action: "sqs:*",
				Condition: { Bool: { "aws:SecureTransport": "false" } },
			} as const,
		];
		expect(allows(withTls, request)).toBe(false);
	});
});

describe("allowProducers by organization", () => {
	const member = (id: string) =>
		send({ account: OURS, context: { "aws:PrincipalOrgID": id } });
	const serviceOf = (service: string, id: string) =>
		send({ service, context: { "aws:SourceOrgID": id } });

	test.each([
		["principals of its accounts", member(ORGANIZATION)],
		["their topics", serviceOf("sns.amazonaws.com", ORGANIZATION)],
		["their rules", serviceOf("events.amazonaws.com", ORGANIZATION)],
		["their buckets", serviceOf("s3.amazonaws.com", ORGANIZATION)],
	])("lets %s", (_who, request) => {
		expect(allows(byOrganization, request)).toBe(true);
	});

	test.each([
		["principals of another one", member("o-zzzzzzzzzz")],
		["principals of none", send({ account: OURS })],
		["topics of another one", serviceOf("sns.amazonaws.com", "o-zzzzzzzzzz")],
		["services that don't say for whom", send({ service: "s3.amazonaws.com" })],
		["other services", serviceOf("ses.amazonaws.com", ORGANIZATION)],
	])("does not let %s", (_who, request) => {
		expect(allows(byOrganization, request)).toBe(false);
	});
});

describe("allowProducers", () => {
	test("adds nothing when nobody is named", () => {
		expect(queueStatements(senderStack({}))).toEqual([]);
	});

	test("needs five statements for however many, since SQS takes twenty", () => {
		const accounts = Array.from({ length: 30 }, (_, index) =>
			Producers.account(String(200_000_000_000 + index)),
		);
		expect(
			queueStatements(
				senderStack({
					allowProducers: [
						...accounts,
						Producers.organization(ORGANIZATION),
						Producers.organization("o-f6g7h8i9j0"),
					],
				}),
			),
		).toHaveLength(5);
	});

	test("lets principals use the customer's key by way of SQS alone, and services as AWS documents it", () => {
		const stack = new Stack(newApp(), "Keys", { env: HOME });
		const { stack: mail } = stackWith(
			{
				encryptionKey: new Key(stack, "Key"),
				allowProducers: [Producers.account(OURS)],
			},
			{ app: stack.node.root as App, stack: { env: HOME } },
		);
		queueStatements(mail);
		const statements = keyStatements(stack);
		const use = (request: Omit<Request, "action">) =>
			allows(statements, { action: "kms:GenerateDataKey", ...request });
		const viaSqs = { "kms:ViaService": "sqs.eu-west-1.amazonaws.com" };
		expect(use({ account: OURS, context: viaSqs })).toBe(true);
		expect(use({ account: OURS })).toBe(false);
		expect(use({ account: STRANGER, context: viaSqs })).toBe(false);
		expect(use({ service: "sns.amazonaws.com" })).toBe(true);
		expect(use({ service: "ses.amazonaws.com" })).toBe(false);
		expect(
			allows(statements, {
				action: "kms:Encrypt",
				account: OURS,
				context: viaSqs,
			}),
		).toBe(false);
	});

	test("tells which statement an imported key needs", () => {
		const stack = new Stack(newApp(), "Team", { env: HOME });
		new GmailSender(stack, "Mail", {
			mailbox: "alerts@example.com",
			mailboxType: "workspace",
			encryptionKey: Key.fromKeyArn(
				stack,
				"Key",
				`arn:aws:kms:eu-west-1:${HOME.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
			),
			allowProducers: [Producers.organization(ORGANIZATION)],
		});
		Annotations.fromStack(stack).hasWarning(
			"*",
			Match.stringLikeRegexp(
				'policy of the imported key .*"kms:ViaService":"sqs.eu-west-1.amazonaws.com"',
			),
		);
	});

	test("stands in the manifest, with the key of the queue", () => {
		const stack = new Stack(newApp(), "Team", { env: HOME });
		new GmailSender(stack, "Mail", {
			mailbox: "alerts@example.com",
			mailboxType: "workspace",
			encryptionKey: new Key(stack, "Key"),
			allowProducers: [Producers.account(OURS)],
		});
		const [output] = Object.values(Template.fromStack(stack).findOutputs("*"));
		expect(JSON.stringify(output)).toMatch(
			/encryptionKeyArn.*Key.*Arn.*allowedProducers[^\w]*account:222222222222/,
		);
	});

	test("is clean for the security rules", () => {
		const app = newApp();
		stackWith(
			{
				allowProducers: [
					Producers.account(OURS),
					Producers.organization(ORGANIZATION),
				],
			},
			{ app },
		);
		Validations.of(app).addPlugins(
			new AwsSolutionsChecks(app),
			new ServerlessChecks(app),
		);
		expect(() => app.synth()).not.toThrow();
	});
});

describe("Producers", () => {
	test.each([
		[() => Producers.account("123"), /account "123" .* 12 digits/],
		[() => Producers.organization("r-abcd"), /organization "r-abcd" .* o-/],
		[() => Producers.parse("account"), /allowed is account:123456789012/],
		[() => Producers.parse("user:ann"), /allowed is account:123456789012/],
	])(
		"refuses what names neither account nor organization: %s",
		(make, sentence) => {
			expect(make).toThrow(sentence);
		},
	);

	test.each([`account:${OURS}`, `organization:${ORGANIZATION}`])(
		"reads and writes %s",
		(text) => {
			expect(String(Producers.parse(text))).toBe(text);
		},
	);
});
