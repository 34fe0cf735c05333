import { Duration, RemovalPolicy, Stack, Tags, Validations } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { Vpc } from "aws-cdk-lib/aws-ec2";
import {
	CfnRole,
	ManagedPolicy,
	PermissionsBoundary,
	Role,
	ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Topic } from "aws-cdk-lib/aws-sns";
import { SqsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { describe, expect, test } from "vitest";
import { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import { newApp, stackWith, templateWith } from "../support/synth.ts";

const DAY = 86_400;

describe("GmailSender", () => {
	test("creates a queue that AWS services can publish to, over TLS only, for seven days", () => {
		const template = templateWith();
		template.hasResourceProperties("AWS::SQS::Queue", {
			SqsManagedSseEnabled: true,
			MessageRetentionPeriod: 7 * DAY,
			VisibilityTimeout: 6 * 180,
			MaximumMessageSize: 1_048_576 - 16_384,
			RedrivePolicy: Match.objectLike({ maxReceiveCount: 1000 }),
		});
		template.hasResourceProperties("AWS::SQS::QueuePolicy", {
			PolicyDocument: {
				Statement: Match.arrayWith([
					Match.objectLike({
						Effect: "Deny",
						Condition: { Bool: { "aws:SecureTransport": "false" } },
					}),
				]),
			},
		});
	});

	test("keeps dead letters for fourteen days, tagged with how to redrive", () => {
		templateWith().hasResourceProperties("AWS::SQS::Queue", {
			MessageRetentionPeriod: 14 * DAY,
			Tags: Match.arrayWith([
				Match.objectLike({
					Key: "how-to-redrive",
					Value: Match.stringLikeRegexp("start-message-move-task"),
				}),
			]),
		});
	});

	test("maps the queue with partial batch answers and two environments at most", () => {
		templateWith().hasResourceProperties("AWS::Lambda::EventSourceMapping", {
			FunctionResponseTypes: ["ReportBatchItemFailures"],
			ScalingConfig: { MaximumConcurrency: 2 },
			BatchSize: 9,
		});
	});

	test("runs Node.js 24 on arm64 with the SDK inside its bundle", () => {
		templateWith().hasResourceProperties("AWS::Lambda::Function", {
			Runtime: "nodejs24.x",
			Architectures: ["arm64"],
			Timeout: 180,
			Handler: "index.handler",
		});
	});

	test("keeps its state in a table with TTL and point-in-time recovery, paid by request", () => {
		templateWith().hasResourceProperties("AWS::DynamoDB::Table", {
			BillingMode: "PAY_PER_REQUEST",
			TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
			PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
		});
	});

	test.each([
		"AWS::SQS::Queue",
		"AWS::DynamoDB::Table",
		"AWS::SecretsManager::Secret",
		"AWS::S3::Bucket",
	])("retains every %s", (type) => {
		const resources = Object.values(templateWith().findResources(type));
		expect(resources.length).toBeGreaterThan(0);
		for (const resource of resources)
			expect(resource).toMatchObject({
				DeletionPolicy: "RetainExceptOnCreate",
				UpdateReplacePolicy: "Retain",
			});
	});

	test("has no custom resource", () => {
		const types = Object.values(
			templateWith().toJSON().Resources as Record<string, { Type: string }>,
		).map(({ Type }) => Type);
		expect(types.filter((type) => /Custom/.test(type))).toEqual([]);
		expect(
			types.filter((type) => type === "AWS::Lambda::Function"),
		).toHaveLength(2);
	});

	test("grants its functions no action and no resource by wildcard but their own log streams and objects", () => {
		const statements = Object.values(
			templateWith().findResources("AWS::IAM::Policy"),
		).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
		expect(statements.length).toBeGreaterThan(10);
		for (const statement of statements) {
			expect(
				[statement.Action]
					.flat()
					.filter((action: string) => action.includes("*")),
			).toEqual([]);
			expect([statement.Resource].flat()).not.toContain("*");
		}
	});

	test("has a secret that does not depend on its props", () => {
		const secretOf = (template: Template) =>
			template.findResources("AWS::SecretsManager::Secret");
		const tagless = (found: ReturnType<typeof secretOf>) =>
			Object.values(found).map(
				({ Properties: { Tags: _tags, ...rest }, ...resource }) => ({
					...resource,
					rest,
				}),
			);
		const one = secretOf(templateWith({ mailbox: "one@example.com" }));
		const two = secretOf(
			templateWith({ mailbox: "two@example.org", attemptBudget: 3 }),
		);
		expect(one).toEqual(two);
		expect(tagless(one)).toMatchObject([
			{ rest: { SecretString: '{"appPassword":""}' } },
		]);
	});

	test("lives twice in one stack", () => {
		const { stack } = stackWith();
		new GmailSender(stack, "Second", {
			mailbox: "second@example.com",
			mailboxType: "workspace",
		});
		const template = Template.fromStack(stack);
		template.resourceCountIs("AWS::Lambda::Function", 4);
		const names = Object.values(
			template.findResources("AWS::CloudWatch::Alarm"),
		).map(({ Properties }) => Properties.AlarmName);
		expect(new Set(names).size).toBe(names.length);
	});

	test("shares no physical name between two stacks", () => {
		const namesOf = (id: string) =>
			physicalNames(
				Template.fromStack(stackWith({}, { id }).stack).toJSON().Resources,
			);
		const [one, two] = [namesOf("One"), namesOf("Two")];
		expect(one.length).toBeGreaterThan(0);
		expect(one.filter((name) => two.includes(name))).toEqual([]);
	});

	test("lets a permissions boundary reach every role", () => {
		const { stack } = stackWith();
		PermissionsBoundary.of(stack).apply(
			ManagedPolicy.fromManagedPolicyName(stack, "Boundary", "boundary"),
		);
		const roles = Object.values(
			Template.fromStack(stack).findResources("AWS::IAM::Role"),
		);
		expect(roles.length).toBeGreaterThan(0);
		for (const { Properties } of roles)
			expect(Properties.PermissionsBoundary).toBeDefined();
		expect(
			stack.node.findAll().filter((node) => node instanceof CfnRole),
		).toHaveLength(roles.length);
	});

	test("lets tags of the app reach its resources", () => {
		const { stack } = stackWith();
		Tags.of(stack).add("cost-centre", "42");
		Template.fromStack(stack).hasResourceProperties("AWS::Lambda::Function", {
			Tags: Match.arrayWith([{ Key: "cost-centre", Value: "42" }]),
		});
	});

	test("encrypts queues, table, secret and bucket with a customer's key when given one", () => {
		const stack = new Stack(newApp(), "Team");
		new GmailSender(stack, "Mail", {
			mailbox: "alerts@example.com",
			mailboxType: "workspace",
			encryptionKey: new Key(stack, "Key"),
		});
		const template = Template.fromStack(stack);
		template.allResourcesProperties("AWS::SQS::Queue", {
			KmsMasterKeyId: Match.anyValue(),
		});
		template.hasResourceProperties("AWS::DynamoDB::Table", {
			SSESpecification: Match.objectLike({ SSEEnabled: true, SSEType: "KMS" }),
		});
		template.hasResourceProperties("AWS::SecretsManager::Secret", {
			KmsKeyId: Match.anyValue(),
		});
		template.hasResourceProperties("AWS::S3::Bucket", {
			BucketEncryption: {
				ServerSideEncryptionConfiguration: [
					{
						BucketKeyEnabled: true,
						ServerSideEncryptionByDefault: {
							KMSMasterKeyID: Match.anyValue(),
							SSEAlgorithm: "aws:kms",
						},
					},
				],
			},
		});
	});

	test("names its producers to the function by the id that SQS reports", () => {
		const { stack, sender } = stackWith();
		sender.grantSend(
			new Role(stack, "Billing", {
				assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
			}),
			{ producer: "billing" },
		);
		const template = Template.fromStack(stack);
		const [fn] = Object.values(template.findResources("AWS::Lambda::Function"));
		expect(
			JSON.stringify(fn?.Properties.Environment.Variables.PRODUCERS),
		).toMatch(/RoleId.*billing/);
		template.hasResourceProperties("AWS::IAM::Policy", {
			PolicyDocument: {
				Statement: [
					Match.objectLike({ Action: Match.arrayWith(["sqs:SendMessage"]) }),
				],
			},
		});
	});

	test("lets CloudWatch publish to the alarm topics it makes", () => {
		const policies = Object.values(
			templateWith().findResources("AWS::SNS::TopicPolicy"),
		);
		expect(policies).toHaveLength(2);
		for (const { Properties } of policies) {
			expect(Properties.PolicyDocument.Statement).toContainEqual(
				expect.objectContaining({
					Effect: "Allow",
					Principal: { Service: "cloudwatch.amazonaws.com" },
					Action: "sns:Publish",
					Condition: {
						StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
					},
				}),
			);
		}
	});

	test("lets a workload of another stack send, without a cycle", () => {
		const app = newApp();
		const { sender } = stackWith({}, { app });
		const other = new Stack(app, "Other");
		const role = new Role(other, "Billing", {
			assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
		});
		sender.grantSend(role, { producer: "billing" });
		expect(() => app.synth()).not.toThrow();
	});

	test("lets a service send for this account only", () => {
		const { stack, sender } = stackWith();
		sender.grantSend(new ServicePrincipal("events.amazonaws.com"));
		Template.fromStack(stack).hasResourceProperties("AWS::SQS::QueuePolicy", {
			PolicyDocument: {
				Statement: Match.arrayWith([
					Match.objectLike({
						Principal: { Service: "events.amazonaws.com" },
						Condition: {
							StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
						},
					}),
				]),
			},
		});
	});

	test("reads an imported secret that is known by name only", () => {
		const stack = new Stack(newApp(), "Team");
		new GmailSender(stack, "Mail", {
			mailbox: "a@example.com",
			mailboxType: "workspace",
			secret: Secret.fromSecretNameV2(stack, "Existing", "gmail/password"),
		});
		expect(JSON.stringify(Template.fromStack(stack).toJSON())).toContain(
			"secret:gmail/password-??????",
		);
	});

	test.each([
		[
			"a customer's key",
			(stack: Stack) => ({
				encryptionKey: new Key(stack, "Key", { enableKeyRotation: true }),
			}),
		],
		[
			"a VPC",
			(stack: Stack) => ({
				vpc: Vpc.fromVpcAttributes(stack, "Vpc", {
					vpcId: "vpc-0123456789abcdef0",
					availabilityZones: ["a"],
					privateSubnetIds: ["subnet-0123456789abcdef0"],
				}),
			}),
		],
	] as const)("is clean for the security rules with %s", (_name, extra) => {
		const app = newApp();
		const stack = new Stack(app, "Team");
		new GmailSender(stack, "Mail", {
			mailbox: "a@example.com",
			mailboxType: "workspace",
			...extra(stack),
		});
		Validations.of(app).addPlugins(
			new AwsSolutionsChecks(app),
			new ServerlessChecks(app),
		);
		expect(() => app.synth()).not.toThrow();
	});

	test("has names of its own when a long path has to be cut", () => {
		const nameOf = (id: string) => stackWith({}, { id }).sender.senderName;
		const long = (head: string) =>
			`${head}-customer-communication-platform-notifications-and-reminders`;
		expect(nameOf(long("prod"))).not.toBe(nameOf(long("test")));
		expect(nameOf(long("prod")).length).toBeLessThanOrEqual(30);
	});

	test("tells everything tools need in one JSON output", () => {
		const outputs = templateWith().findOutputs("*");
		expect(Object.keys(outputs)).toHaveLength(1);
		expect(JSON.stringify(outputs)).toContain("sqs-gmail-sender");
	});

	test("can be emptied in a sandbox: the removal policy reaches everything that keeps data", () => {
		templateWith({ removalPolicy: RemovalPolicy.DESTROY }).hasResource(
			"AWS::SQS::Queue",
			{ DeletionPolicy: "Delete" },
		);
	});
});

describe("an alarm topic that leads back to the sender's queue", () => {
	test("fails the synth", () => {
		const app = newApp();
		const stack = new Stack(app, "Team");
		const pageTopic = new Topic(stack, "Pager");
		const sender = new GmailSender(stack, "Mail", {
			mailbox: "alerts@example.com",
			mailboxType: "workspace",
			pageTopic,
		});
		pageTopic.addSubscription(new SqsSubscription(sender.queue));
		expect(() => app.synth()).toThrow(/leads back to this sender's own queue/);
	});
});

describe("a wrong setting", () => {
	test.each([
		[{ mailbox: "nobody" }, /mailbox is nobody; allowed: one address/],
		[{ smtpPort: 25 }, /smtpPort is 25; allowed: 587/],
		[
			{ connectionsPerFunction: 6 },
			/maxConcurrency × connectionsPerFunction is 12; allowed: at most 10/,
		],
		[{ maxConcurrency: 1 }, /maxConcurrency is 1; allowed: 2 to 1000/],
		[
			{ timeout: Duration.seconds(60) },
			/timeout is 60 s; allowed: at least 180 s/,
		],
		[
			{ timeout: Duration.seconds(901) },
			/timeout is 901 s; allowed: 1 to 900 s/,
		],
		[
			{ retention: Duration.days(14) },
			/retention is 1209600 s; allowed: 1 to 13 days/,
		],
		[
			{ deadLetterRetention: Duration.days(7) },
			/deadLetterRetention is 604800 s; allowed: at least 691200 s/,
		],
		[{ batchSize: 11 }, /batchSize is 11; allowed: 1 to 10$/],
		[{ attemptBudget: 0 }, /attemptBudget is 0; allowed: 1 to 100/],
		[
			{ runbookUrl: "http://wiki" },
			/runbookUrl is http:\/\/wiki; allowed: an address that starts with https/,
		],
		[{ aliases: ["x"] }, /aliases is x; allowed/],
	])("%o says what, the value and what is allowed", (props, sentence) => {
		expect(() => stackWith(props)).toThrow(sentence);
	});

	test("does not hide another one", () => {
		expect(() => stackWith({ smtpPort: 25, attemptBudget: 0 })).toThrow(
			/smtpPort[\s\S]*attemptBudget/,
		);
	});
});

function physicalNames(
	resources: Record<string, { Properties?: Record<string, unknown> }>,
): string[] {
	return Object.values(resources)
		.flatMap(({ Properties = {} }) =>
			Object.entries(Properties)
				.filter(
					([key, value]) =>
						/^(Queue|Table|Function|Topic|Alarm|Role|LogGroup|Dashboard|Policy)?Name$/.test(
							key,
						) && typeof value === "string",
				)
				.map(([, value]) => String(value)),
		)
		.filter((name) => !/DefaultPolicy/.test(name));
}
