import { Template } from "aws-cdk-lib/assertions";
import { HttpApi, HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { describe, expect, test } from "vitest";
import { MailHttpIntegration } from "../../../infra/index.ts";
import {
	SETTINGS,
	type Setting,
	statementsFor,
} from "../../support/producers.ts";

function addRoute({ stack, sender }: Setting) {
	new HttpApi(stack, "Api").addRoutes({
		path: "/mail",
		methods: [HttpMethod.POST],
		integration: new MailHttpIntegration(sender),
	});
	return Template.fromStack(stack);
}

describe.each(SETTINGS)("MailHttpIntegration with $kind", ({ setting }) => {
	test("sends the whole body of the request", () => {
		const here = setting();
		addRoute(here).hasResourceProperties("AWS::ApiGatewayV2::Integration", {
			IntegrationType: "AWS_PROXY",
			IntegrationSubtype: "SQS-SendMessage",
			RequestParameters: {
				QueueUrl: here.stack.resolve(here.sender.queue.queueUrl),
				MessageBody: "$request.body",
			},
		});
	});

	test("may send to the queue and do nothing else", () => {
		const here = setting();
		addRoute(here);
		expect(statementsFor(here.stack, "apigateway.amazonaws.com")).toEqual([
			expect.objectContaining({
				Action: "sqs:SendMessage",
				Resource: here.queueArn,
			}),
		]);
	});
});
