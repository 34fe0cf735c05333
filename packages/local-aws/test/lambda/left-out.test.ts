import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
	lambda,
	queue,
	startTinyStack,
	type TinyStack,
	until,
} from "../support/tiny-stack.ts";

let stack: TinyStack;
beforeAll(async () => {
	const arn = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
	const fn = (FunctionName: string, properties: object) => ({
		Type: "AWS::Lambda::Function",
		Properties: { FunctionName, Handler: "index.handler", ...properties },
	});
	const mapping = (id: string) => ({
		Type: "AWS::Lambda::EventSourceMapping",
		Properties: { EventSourceArn: arn("Source"), FunctionName: { Ref: id } },
	});
	stack = await startTinyStack(
		{
			Source: queue("source"),
			Runs: lambda("runs", { Runtime: "nodejs24.x" }),
			Python: fn("python", {
				Runtime: "python3.13",
				Code: { S3Key: "python.zip" },
				Role: { "Fn::GetAtt": ["PythonRole", "Arn"] },
				Environment: {
					Variables: {
						QUEUE: { Ref: "Source" },
						OTHERS: "https://sqs.eu-west-1.amazonaws.com/111111111111/theirs",
					},
				},
			}),
			Inline: fn("inline", {
				Runtime: "nodejs24.x",
				Code: { ZipFile: "exports.handler = () => {}" },
			}),
			Image: fn("image", {
				PackageType: "Image",
				Code: { ImageUri: "registry/image:1" },
			}),
			Notifier: fn("notifier", {
				Runtime: "python3.13",
				Code: { ZipFile: "import boto3" },
			}),
			PythonRole: {
				Type: "AWS::IAM::Role",
				Properties: { RoleName: "python-role" },
			},
			Mapping: mapping("Runs"),
			PythonMapping: mapping("Python"),
			Custom: {
				Type: "Custom::Thing",
				Properties: { ServiceToken: arn("Inline") },
			},
			Rule: {
				Type: "AWS::Events::Rule",
				Properties: {
					ScheduleExpression: "rate(1 hour)",
					Targets: [{ Id: "a", Arn: arn("Inline") }],
				},
			},
			Notifications: {
				Type: "Custom::S3BucketNotifications",
				Properties: {
					ServiceToken: arn("Notifier"),
					BucketName: "elsewhere",
					NotificationConfiguration: {},
				},
			},
			TooWarm: {
				Type: "AWS::IoT::TopicRule",
				Properties: {
					RuleName: "too_warm",
					TopicRulePayload: { Sql: "SELECT * FROM 'a'", Actions: [] },
				},
			},
			Permission: {
				Type: "AWS::Lambda::Permission",
				Properties: {
					Action: "lambda:InvokeFunction",
					FunctionName: arn("Image"),
					Principal: "s3.amazonaws.com",
				},
			},
		},
		{ runs: 'export const handler = async () => console.log("ran");' },
	);
});
afterAll(() => stack.stop());

test("functions that can't run here are left out, and the others run", async () => {
	expect(stack.aws.functions.map(({ spec }) => spec.name)).toEqual(["runs"]);
	const sqs = new SQSClient({ ...stack.client, useQueueUrlAsEndpoint: false });
	await sqs.send(
		new SendMessageCommand({
			QueueUrl: `${stack.aws.url}/000000000000/source`,
			MessageBody: "a",
		}),
	);
	sqs.destroy();
	const { logs } = stack.aws.services;
	await until(() => logs.linesOf("/aws/lambda/runs").includes("ran"));
});

test("one sentence tells of each that something would have called, and of each IoT rule", () => {
	expect(stack.aws.notices).toEqual([
		"the function python is left out, as its runtime is python3.13; it would have been called by PythonMapping (AWS::Lambda::EventSourceMapping)",
		"the function inline is left out, as its code is inline; it would have been called by Custom (Custom::Thing), Rule (AWS::Events::Rule)",
		"the IoT rule too_warm is not run locally: send its queue what its SQL selects, or test it on AWS",
	]);
});

test("each that CDK alone does not call has the variables to run it by hand, as its role", () => {
	const { url, leftOut } = stack.aws;
	expect(leftOut).toEqual([
		{
			name: "python",
			why: "its runtime is python3.13",
			environment: {
				QUEUE: `${url}/000000000000/source`,
				OTHERS: `${url}/000000000000/theirs`,
				AWS_ENDPOINT_URL: url,
				AWS_REGION: "us-east-1",
				AWS_DEFAULT_REGION: "us-east-1",
				AWS_ACCESS_KEY_ID: expect.stringMatching(/^AROA/),
				AWS_SECRET_ACCESS_KEY: "local",
			},
		},
		expect.objectContaining({ name: "image", why: "it is a container image" }),
	]);
});
