import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { MailTopicRule } from "../../../infra/index.ts";
import { SETTINGS, statementsFor } from "../../support/producers.ts";

const SQL = "SELECT concat(topic(), '/', at) AS id FROM 'plant/sensors/+'";

describe.each(SETTINGS)("MailTopicRule with $kind", ({ setting }) => {
	test("sends what the SQL selects, as it is, by its own role", () => {
		const { stack, sender } = setting();
		const { role } = new MailTopicRule(stack, "Rule", { sender, sql: SQL });
		Template.fromStack(stack).hasResource("AWS::IoT::TopicRule", {
			Properties: {
				TopicRulePayload: {
					AwsIotSqlVersion: "2016-03-23",
					Sql: SQL,
					Actions: [
						{
							Sqs: {
								QueueUrl: stack.resolve(sender.queue.queueUrl),
								RoleArn: stack.resolve(role.roleArn),
								UseBase64: false,
							},
						},
					],
				},
			},
		});
	});

	test("may send to the queue and do nothing else", () => {
		const { stack, sender, queueArn } = setting();
		new MailTopicRule(stack, "Rule", { sender, sql: SQL });
		expect(statementsFor(stack, "iot.amazonaws.com")).toEqual([
			{ Effect: "Allow", Action: "sqs:SendMessage", Resource: queueArn },
		]);
	});

	test("lets IoT take on the role for this account alone", () => {
		const { stack, sender } = setting();
		new MailTopicRule(stack, "Rule", { sender, sql: SQL });
		Template.fromStack(stack).hasResourceProperties("AWS::IAM::Role", {
			AssumeRolePolicyDocument: {
				Statement: [
					{
						Principal: { Service: "iot.amazonaws.com" },
						Condition: {
							StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
						},
					},
				],
			},
		});
	});
});
