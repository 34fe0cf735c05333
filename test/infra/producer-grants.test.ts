import { Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Key } from "aws-cdk-lib/aws-kms";
import { describe, expect, test } from "vitest";
import { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import { type Statement, workload } from "../support/granted.ts";
import { newApp, stackWith } from "../support/synth.ts";

const actionsOf = (statements: readonly Statement[]) =>
	statements.map(({ Action }) => [Action].flat().join(" "));

/** Logical id of the one resource of a type. */
function idOf(stack: Stack, type: string): string {
	const ids = Object.keys(Template.fromStack(stack).findResources(type));
	expect(ids).toHaveLength(1);
	return ids[0] ?? "";
}

function withKey() {
	const stack = new Stack(newApp(), "Team");
	const sender = new GmailSender(stack, "Mail", {
		mailbox: "alerts@example.com",
		mailboxType: "workspace",
		encryptionKey: new Key(stack, "Key"),
	});
	return { stack, sender };
}

describe("grantSend()", () => {
	test("gives nobody the bucket who did not ask for it", () => {
		const { stack, sender } = stackWith();
		const { role, statements } = workload(stack);
		sender.grantSend(role);
		expect(JSON.stringify(statements())).not.toContain("s3:");
	});

	test("lets a producer of long messages put objects into the bucket, and not read them", () => {
		const { stack, sender } = stackWith();
		const { role, statements } = workload(stack);
		sender.grantSend(role, { largeMessages: true });
		const bucket = idOf(stack, "AWS::S3::Bucket");
		expect(statements().at(-1)).toEqual({
			Effect: "Allow",
			Action: "s3:PutObject",
			Resource: ["/messages/*", "/scheduled/*"].map((folder) => ({
				"Fn::Join": ["", [{ "Fn::GetAtt": [bucket, "Arn"] }, folder]],
			})),
		});
		expect(statements()).toHaveLength(2);
	});

	test("lets it use the bucket's key", () => {
		const { stack, sender } = withKey();
		const { role, statements } = workload(stack);
		sender.grantSend(role, { largeMessages: true });
		expect(actionsOf(statements()).join()).toContain("kms:GenerateDataKey");
	});
});

describe("grantReadOutcomes()", () => {
	test("lets four attributes of messages and dead letters be read, and nothing else of the table", () => {
		const { stack, sender } = stackWith();
		const { role, statements } = workload(stack);
		sender.grantReadOutcomes(role);
		const table = idOf(stack, "AWS::DynamoDB::Table");
		expect(statements()).toEqual([
			{
				Effect: "Allow",
				Action: "dynamodb:GetItem",
				Resource: { "Fn::GetAtt": [table, "Arn"] },
				Condition: {
					"ForAllValues:StringLike": {
						"dynamodb:LeadingKeys": [
							{
								"Fn::Join": [
									"",
									[
										"of#",
										{
											"Fn::GetAtt": [
												expect.stringMatching(/^Workload/),
												"RoleId",
											],
										},
										"#*",
									],
								],
							},
							"dead#*",
						],
					},
					"ForAllValues:StringEquals": {
						"dynamodb:Attributes": ["pk", "state", "deadCause", "updatedAt"],
					},
					StringEquals: { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" },
				},
			},
		]);
	});

	test.each([
		["of its own name", { producer: "billing" }, {}, "of#billing#*"],
		[
			"of the producer that is named",
			{},
			{ producer: "orders" },
			"of#orders#*",
		],
	])("lets messages %s be read alone", (_whose, named, read, leadingKey) => {
		const { stack, sender } = stackWith();
		const { role, statements } = workload(stack);
		sender.grantReadOutcomes(role, read);
		sender.grantSend(role, named);
		const conditions = statements().map(({ Condition }) => Condition);
		expect(conditions).toContainEqual(
			expect.objectContaining({
				"ForAllValues:StringLike": {
					"dynamodb:LeadingKeys": [leadingKey, "dead#*"],
				},
			}),
		);
	});

	test("lets the table's key decrypt", () => {
		const { stack, sender } = withKey();
		const { role, statements } = workload(stack);
		sender.grantReadOutcomes(role);
		expect(actionsOf(statements())).toEqual([
			"dynamodb:GetItem",
			"kms:Decrypt kms:DescribeKey",
		]);
	});
});

describe("grantSchedule()", () => {
	test("lets schedules be made in the sender's own group, as the sender's own role", () => {
		const { stack, sender } = stackWith();
		const { role, statements } = workload(stack);
		sender.grantSchedule(role);
		const group = idOf(stack, "AWS::Scheduler::ScheduleGroup");
		const [create, pass, ...others] = statements();
		expect(others).toEqual([]);
		expect(create).toMatchObject({
			Action: ["scheduler:CreateSchedule", "scheduler:GetSchedule"],
		});
		expect(JSON.stringify(create?.Resource)).toContain(
			`:schedule/",{"Ref":"${group}"},"/*"`,
		);
		expect(pass).toMatchObject({
			Action: "iam:PassRole",
			Condition: {
				StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" },
			},
		});
	});

	test("has EventBridge Scheduler send to the queue for this account, and do nothing else", () => {
		const { stack, sender } = stackWith();
		sender.grantSchedule(workload(stack).role);
		const template = Template.fromStack(stack);
		const [[id, role] = []] = Object.entries(
			template.findResources("AWS::IAM::Role"),
		).filter(([id]) => id.startsWith("MailScheduling"));
		expect(role?.Properties.AssumeRolePolicyDocument.Statement).toEqual([
			{
				Effect: "Allow",
				Principal: { Service: "scheduler.amazonaws.com" },
				Action: "sts:AssumeRole",
				Condition: {
					StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
				},
			},
		]);
		const policies = Object.values(template.findResources("AWS::IAM::Policy"))
			.map(({ Properties }) => Properties)
			.filter(({ Roles }) => JSON.stringify(Roles).includes(`"${id}"`));
		expect(
			policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
		).toEqual([
			{
				Effect: "Allow",
				Action: "sqs:SendMessage",
				Resource: {
					"Fn::GetAtt": [expect.stringMatching(/^MailQueue/), "Arn"],
				},
			},
		]);
	});

	test("makes group and role once, whoever asks how often", () => {
		const { stack, sender } = stackWith();
		sender.grantSchedule(workload(stack, "One").role);
		sender.grantSchedule(workload(stack, "Two").role);
		Template.fromStack(stack).resourceCountIs(
			"AWS::Scheduler::ScheduleGroup",
			1,
		);
	});

	test("gives a workload's scheduled mail the workload's name, or name space", () => {
		const { stack, sender } = stackWith();
		const [named, nameless] = [workload(stack, "One"), workload(stack, "Two")];
		sender.grantSend(named.role, { producer: "billing" });
		sender.grantSchedule(named.role);
		sender.grantSchedule(nameless.role);
		const [fn] = Object.values(
			Template.fromStack(stack).findResources("AWS::Lambda::Function", {
				Properties: { Environment: { Variables: { PRODUCERS: {} } } },
			}),
		);
		const json = JSON.stringify(fn?.Properties.Environment.Variables.PRODUCERS);
		const roles = json.match(/MailSchedulingRole\w+/g) ?? [];
		expect(new Set(roles).size).toBe(2);
		expect(json).toMatch(
			/MailSchedulingRole\w+","RoleId"\]\},"\\":\\"billing\\"/,
		);
		expect(json).toMatch(
			/MailSchedulingRole\w+","RoleId"\]\},"\\":\\"",\{"Fn::GetAtt":\["Two/,
		);
	});

	test("makes none for a sender of which nobody asks it", () => {
		Template.fromStack(stackWith().stack).resourceCountIs(
			"AWS::Scheduler::ScheduleGroup",
			0,
		);
	});

	test("keeps the group when it leaves the stack: the schedules in it are mail", () => {
		const { stack, sender } = stackWith();
		sender.grantSchedule(workload(stack).role);
		Template.fromStack(stack).hasResource("AWS::Scheduler::ScheduleGroup", {
			DeletionPolicy: "RetainExceptOnCreate",
			UpdateReplacePolicy: "Retain",
		});
	});

	test("lets Scheduler use the queue's key", () => {
		const { stack, sender } = withKey();
		sender.grantSchedule(workload(stack).role);
		Template.fromStack(stack).hasResourceProperties("AWS::IAM::Policy", {
			PolicyDocument: {
				Statement: [
					{ Action: "sqs:SendMessage" },
					{ Action: ["kms:Decrypt", "kms:GenerateDataKey"] },
				],
			},
		});
	});
});
