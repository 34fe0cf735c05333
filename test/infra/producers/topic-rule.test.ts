import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { MailTopicRule } from "../../../infra/index.ts";
import { SETTINGS, statementsFor } from "../../support/producers.ts";

const SQL = `SELECT concat(topic(), '/', measuredAt) AS id, 'ops@example.com' AS to,
	concat(topic(3), ' is too warm') AS subject,
	concat('It has ', temperature, ' degrees.') AS text
	FROM 'plant/sensors/+' WHERE temperature > 80`;
const ROLE = "arn:aws:iam::123456789012:role/errors";

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

	test("has the name, the description and the action on errors it is given", () => {
		const { stack, sender } = setting();
		new MailTopicRule(stack, "Rule", {
			sender,
			sql: SQL,
			ruleName: "too_warm",
			description: "Mail when it is too warm",
			errorAction: { republish: { roleArn: ROLE, topic: "plant/errors" } },
		});
		Template.fromStack(stack).hasResourceProperties("AWS::IoT::TopicRule", {
			RuleName: "too_warm",
			TopicRulePayload: {
				Description: "Mail when it is too warm",
				ErrorAction: { Republish: { RoleArn: ROLE, Topic: "plant/errors" } },
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
