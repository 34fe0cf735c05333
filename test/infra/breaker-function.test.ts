import { SecretValue, Stack } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { Vpc } from "aws-cdk-lib/aws-ec2";
import { Key } from "aws-cdk-lib/aws-kms";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import { type ISecret, Secret } from "aws-cdk-lib/aws-secretsmanager";
import { matchesPattern } from "local-aws";
import { describe, expect, test } from "vitest";
import { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import type { GmailSenderProps } from "../../infra/constructs/gmail-sender-props.ts";
import { statementsOf } from "../support/statements.ts";
import { newApp, templateWith } from "../support/synth.ts";

const SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:";

const usual = templateWith();

function templateFor(
	extra: (stack: Stack) => Partial<GmailSenderProps>,
): Template {
	const stack = new Stack(newApp(), "Team", {
		env: { account: "123456789012", region: "eu-west-1" },
	});
	new GmailSender(stack, "Mail", {
		mailbox: "alerts@example.com",
		mailboxType: "workspace",
		...extra(stack),
	});
	return Template.fromStack(stack);
}

function vpcOf(stack: Stack): Partial<GmailSenderProps> {
	return {
		vpc: Vpc.fromVpcAttributes(stack, "Vpc", {
			vpcId: "vpc-0123456789abcdef0",
			availabilityZones: ["a"],
			privateSubnetIds: ["subnet-0123456789abcdef0"],
			privateSubnetRouteTableIds: ["rtb-0123456789abcdef0"],
		}),
	};
}

function functionOf(template: Template, description: RegExp) {
	const [found] = Object.values(
		template.findResources("AWS::Lambda::Function"),
	).filter(({ Properties }) => description.test(Properties.Description));
	return found?.Properties;
}

const BREAKER = [
	"Mapping: lambda:GetEventSourceMapping lambda:UpdateEventSourceMapping on :lambda::event-source-mapping:MailSendingMapping",
	"Depth: sqs:GetQueueAttributes on MailQueue MailQueueDeadLetters",
	"State: dynamodb:GetItem dynamodb:PutItem on MailState",
	"DeadLetters: dynamodb:Query on MailState/index/dead-letters",
	"AppPassword: secretsmanager:GetSecretValue on MailCredential",
	"Log: logs:CreateLogStream logs:PutLogEvents on MailBreakerLogs",
];
const SENDING = [
	"Drain: sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage on MailQueue",
	"DeadLetter: sqs:SendMessage on MailQueueDeadLetters",
	"Payloads: s3:GetObject on MailPayloads/*",
	"State: dynamodb:GetItem dynamodb:PutItem on MailState",
	"AppPassword: secretsmanager:GetSecretValue on MailCredential",
	"Log: logs:CreateLogStream logs:PutLogEvents on MailSendingLogs",
	"Outcomes: events:PutEvents on :events::event-bus/default",
];
const NETWORK =
	"NetworkInterfaces: ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses on *";
const KEY =
	"-: kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptFrom kms:ReEncryptTo on Key";

describe("the rights", () => {
	test("of the breaker function are these and no more", () => {
		expect(statementsOf(usual, "breaker")).toEqual(BREAKER);
	});

	test("put events of the one source alone, however many a request has", () => {
		usual.hasResourceProperties("AWS::IAM::Policy", {
			PolicyDocument: {
				Statement: Match.arrayWith([
					Match.objectLike({
						Sid: "Outcomes",
						Condition: {
							"ForAllValues:StringEquals": {
								"events:source": "sqs-gmail-sender",
							},
						},
					}),
				]),
			},
		});
	});

	test("of the sending function are these and no more", () => {
		expect(statementsOf(usual, "sending")).toEqual(SENDING);
	});

	test("of both grow in a VPC by its network interfaces, the only wildcard", () => {
		const template = templateFor(vpcOf);
		const env = (text: string) =>
			text.replace(/:(lambda|events)::/, "arn:aws:$1:eu-west-1:123456789012:");
		expect(statementsOf(template, "breaker")).toEqual(
			[...BREAKER, NETWORK].map(env),
		);
		expect(statementsOf(template, "sending")).toEqual(
			[...SENDING, NETWORK].map(env),
		);
	});

	test("of both grow with a customer's key by what secret, table and queues ask of it", () => {
		const template = templateFor((stack) => ({
			encryptionKey: new Key(stack, "Key"),
		}));
		expect(statementsOf(template, "breaker").slice(BREAKER.length)).toEqual([
			KEY,
		]);
		expect(statementsOf(template, "sending").slice(SENDING.length)).toEqual([
			KEY,
		]);
	});

	test("to a customer's key are those that CDK's own grant gives, its wildcards spelled out", () => {
		const stack = new Stack(newApp(), "Team");
		const { table, breakerFunction } = new GmailSender(stack, "Mail", {
			mailbox: "alerts@example.com",
			mailboxType: "workspace",
			encryptionKey: new Key(stack, "Key"),
		});
		table.grantReadWriteData(breakerFunction);
		const granted = statementsOf(Template.fromStack(stack), "breaker")
			.flatMap((statement) => statement.split(" "))
			.filter((action) => action.startsWith("kms:"))
			.map((action) => action.replace("*", ""));
		expect(granted).toContain("kms:ReEncrypt");
		for (const action of granted) expect(KEY).toContain(action);
	});

	test("to switch the mapping are the breaker function's alone, and for that one mapping", () => {
		const policies = Object.entries(
			usual.findResources("AWS::IAM::Policy"),
		).filter(([, policy]) =>
			JSON.stringify(policy).includes("lambda:UpdateEventSourceMapping"),
		);
		expect(policies).toHaveLength(1);
		expect(policies[0]?.[0]).toMatch(/^MailBreakerRole/);
	});
});

describe("the sending function", () => {
	test("never refers to its own mapping: CloudFormation would refuse the cycle", () => {
		const template = usual;
		const [mappingId = ""] = Object.keys(
			template.findResources("AWS::Lambda::EventSourceMapping"),
		);
		const { Resources } = template.toJSON();
		const naming = Object.keys(Resources).filter((id) =>
			JSON.stringify(Resources[id]).includes(mappingId),
		);
		expect(naming.filter((id) => id.startsWith("MailSending"))).toEqual([]);
		expect(naming.length).toBeGreaterThan(0);
	});
});

describe("the event source mapping", () => {
	test("leaves Enabled to the breaker function: a deploy must not end a pause", () => {
		const [mapping] = Object.values(
			usual.findResources("AWS::Lambda::EventSourceMapping"),
		);
		expect(mapping?.Properties).toBeDefined();
		expect(mapping?.Properties).not.toHaveProperty("Enabled");
	});
});

describe("the breaker function", () => {
	test("runs each minute", () => {
		usual.hasResourceProperties("AWS::Events::Rule", {
			ScheduleExpression: "rate(1 minute)",
			State: "ENABLED",
			Targets: [Match.objectLike({ Input: '{"action":"tick"}' })],
		});
	});

	test("is never tried again: the next round makes up for one that failed", () => {
		const template = usual;
		const once = { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 };
		template.hasResourceProperties("AWS::Lambda::EventInvokeConfig", once);
		template.allResourcesProperties("AWS::Events::Rule", {
			Targets: [Match.objectLike({ RetryPolicy: once })],
		});
	});

	test("has a log group of its own, kept as long as the other's", () => {
		const template = templateWith({ logRetention: RetentionDays.ONE_WEEK });
		template.resourceCountIs("AWS::Logs::LogGroup", 2);
		template.allResourcesProperties("AWS::Logs::LogGroup", {
			RetentionInDays: 7,
		});
		const groups = Object.values(
			template.findResources("AWS::Lambda::Function"),
		).map(({ Properties }) => Properties.LoggingConfig.LogGroup.Ref);
		expect(new Set(groups).size).toBe(2);
	});

	test("is in the VPC of the sending function: it has to reach Gmail, too", () => {
		const template = templateFor(vpcOf);
		const sending = functionOf(template, /Sends the mail/)?.VpcConfig;
		const breaker = functionOf(template, /Looks after/)?.VpcConfig;
		expect(breaker.SubnetIds).toEqual(sending.SubnetIds);
		expect(breaker.SubnetIds).toHaveLength(1);
	});

	test("has time for two logins in one round", () => {
		expect(functionOf(usual, /Looks after/)?.Timeout).toBe(120);
	});

	test("is told the mailbox's limits like the sending function", () => {
		const template = templateWith({ dailyMessageLimit: 300 });
		for (const kind of [/Sends the mail/, /Looks after/])
			expect(functionOf(template, kind)?.Environment.Variables).toMatchObject({
				MESSAGE_LIMIT: "300",
				RECIPIENT_LIMIT: "10000",
			});
	});
});

describe("a new version of the secret", () => {
	const importedAs: Record<string, (stack: Stack) => ISecret> = {
		"its complete ARN": (stack) =>
			Secret.fromSecretCompleteArn(stack, "Known", `${SECRET_ARN}gmail-AbCdEf`),
		"its ARN without the suffix": (stack) =>
			Secret.fromSecretPartialArn(stack, "Known", `${SECRET_ARN}gmail`),
		"its name": (stack) => Secret.fromSecretNameV2(stack, "Known", "gmail"),
	};
	const event = (name: string, suffix: string, arn = SECRET_ARN) => ({
		source: "aws.secretsmanager",
		"detail-type": "Secret Label Updated",
		resources: [`${arn}${name}-${suffix}`],
		detail: { name, labelUpdated: "AWSCURRENT", versionId: "v2" },
	});

	test.each(Object.entries(importedAs))(
		"is noticed at once with a secret known by %s, and no other secret is",
		(_how, secret) => {
			const pattern = patternOf(
				templateFor((stack) => ({ secret: secret(stack) })),
			);
			expect(matchesPattern(pattern, event("gmail", "AbCdEf"))).toBe(true);
			for (const other of [
				event("gmail-old", "AbCdEf"),
				event("gmail2", "AbCdEf"),
				event("gmail", "AbCdEf", SECRET_ARN.replace("1234", "9999")),
				{ ...event("gmail", "AbCdEf"), "detail-type": "Secret Deleted" },
			])
				expect(matchesPattern(pattern, other)).toBe(false);
		},
	);

	test("is noticed by the exact ARN of the secret that the stack makes", () => {
		const template = usual;
		const [secretId] = Object.keys(
			template.findResources("AWS::SecretsManager::Secret"),
		);
		expect(patternOf(template)).toMatchObject({
			resources: [{ Ref: secretId }],
		});
	});

	test("is noticed with a secret of the app's own", () => {
		const template = templateFor((stack) => ({
			secret: new Secret(stack, "Own", {
				secretStringValue: SecretValue.unsafePlainText("{}"),
			}),
		}));
		expect(JSON.stringify(patternOf(template).resources)).toMatch(/"Ref":"Own/);
	});
});

function patternOf(template: Template): Record<string, unknown> {
	const patterns = Object.values(template.findResources("AWS::Events::Rule"))
		.map(({ Properties }) => Properties.EventPattern)
		.filter((pattern) => pattern !== undefined);
	expect(patterns).toHaveLength(1);
	return JSON.parse(
		JSON.stringify(patterns[0]).replace(
			/\{"Fn::Join":\["",\[(.*?)\]\]\}/g,
			(_all, parts: string) =>
				JSON.stringify(
					JSON.parse(`[${parts}]`)
						.map((part: unknown) => (typeof part === "string" ? part : "aws"))
						.join(""),
				),
		),
	);
}
