import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { App, Duration, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import {
	AwsIntegration,
	PassthroughBehavior,
	RestApi,
} from "aws-cdk-lib/aws-apigateway";
import {
	HttpApi,
	HttpIntegrationSubtype,
	HttpMethod,
	ParameterMapping,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpSqsIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Queue } from "aws-cdk-lib/aws-sqs";
import {
	DefinitionBody,
	IntegrationPattern,
	JsonPath,
	StateMachine,
	TaskInput,
	Timeout,
} from "aws-cdk-lib/aws-stepfunctions";
import { SqsSendMessage } from "aws-cdk-lib/aws-stepfunctions-tasks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { QueueReader } from "./support/queue-reader.ts";
import { startTinyStack, type TinyStack } from "./support/tiny-stack.ts";

function template() {
	const stack = new Stack(new App(), "flows");
	const queue = new Queue(stack, "Mail", { queueName: "mail" });
	const role = new Role(stack, "Role", {
		assumedBy: new ServicePrincipal("apigateway.amazonaws.com"),
	});
	new StateMachine(stack, "Machine", {
		stateMachineName: "machine",
		definitionBody: DefinitionBody.fromChainable(
			new SqsSendMessage(stack, "Send", {
				queue,
				integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
				messageBody: TaskInput.fromObject({
					token: JsonPath.taskToken,
					subject: JsonPath.stringAt("$.subject"),
				}),
				taskTimeout: Timeout.duration(Duration.days(1)),
				resultPath: JsonPath.DISCARD,
			}).addRetry({ errors: ["Mail.Blocked"] }),
		),
	});
	const rest = new RestApi(stack, "Rest", { cloudWatchRole: false });
	rest.root.addResource("mail").addMethod(
		"POST",
		new AwsIntegration({
			service: "sqs",
			path: `${stack.account}/${queue.queueName}`,
			integrationHttpMethod: "POST",
			options: {
				credentialsRole: role,
				passthroughBehavior: PassthroughBehavior.NEVER,
				requestParameters: {
					"integration.request.header.Content-Type":
						"'application/x-www-form-urlencoded'",
				},
				requestTemplates: {
					"application/json":
						"Action=SendMessage&MessageBody=$util.urlEncode($input.body)",
				},
				integrationResponses: [{ statusCode: "200" }],
			},
		}),
		{ methodResponses: [{ statusCode: "200" }] },
	);
	const http = new HttpApi(stack, "Http");
	http.addRoutes({
		path: "/mail",
		methods: [HttpMethod.POST],
		integration: new HttpSqsIntegration("Send", {
			queue,
			subtype: HttpIntegrationSubtype.SQS_SEND_MESSAGE,
			parameterMapping: new ParameterMapping()
				.custom("QueueUrl", queue.queueUrl)
				.custom("MessageBody", "$request.body"),
		}),
	});
	return Template.fromStack(stack).toJSON();
}

describe("a template of CDK", () => {
	let stack: TinyStack;
	let mail: QueueReader;
	beforeAll(async () => {
		const { Resources, Outputs } = template();
		stack = await startTinyStack(
			Resources,
			{},
			{
				...Outputs,
				Http: {
					Value: {
						"Fn::GetAtt": [
							Object.keys(Resources).find(
								(id) => Resources[id].Type === "AWS::ApiGatewayV2::Api",
							),
							"ApiEndpoint",
						],
					},
				},
			},
		);
		mail = new QueueReader(stack, "mail");
	});
	afterAll(async () => {
		mail.stop();
		await stack.stop();
	});

	test("has a state machine that sends", async () => {
		const sfn = new SFNClient(stack.client);
		await sfn.send(
			new StartExecutionCommand({
				stateMachineArn:
					"arn:aws:states:us-east-1:000000000000:stateMachine:machine",
				input: '{"subject":"Hello"}',
			}),
		);
		expect(await mail.nextJson()).toEqual({
			token: expect.any(String),
			subject: "Hello",
		});
		sfn.destroy();
	});

	test.each([
		["REST", /^Rest/, "mail"],
		["HTTP", /^Http/, "/mail"],
	])("has a %s API that sends", async (_kind, output, path) => {
		const outputs = stack.aws.services.stacks[0]?.outputs ?? {};
		const name = Object.keys(outputs).find((key) => output.test(key)) ?? "";
		const response = await fetch(`${outputs[name]?.value}${path}`, {
			method: "POST",
			body: '{"subject":"Hello"}',
			headers: { "content-type": "application/json" },
		});
		expect(response.status).toBe(200);
		expect(await mail.nextJson()).toEqual({ subject: "Hello" });
	});
});
