import {
	CloudFormationClient,
	DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { QueueReader } from "../support/queue-reader.ts";
import { restApi, sqsIntegration } from "../support/rest-api.ts";
import {
	queue,
	startTinyStack,
	type TinyStack,
} from "../support/tiny-stack.ts";

const WHOLE_BODY =
	"Action=SendMessage&MessageBody=$util.urlEncode($input.body)";
const RestApiId = { Ref: "Api" };
/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html */
const RESPONSES = [
	{
		StatusCode: "202",
		ResponseTemplates: {
			"application/json":
				'{"id":"$input.path(\'$.SendMessageResponse.SendMessageResult.MessageId\')","request":"$context.requestId"}',
		},
		ResponseParameters: {
			"method.response.header.X-Message":
				"integration.response.body.SendMessageResponse.SendMessageResult.MessageId",
			"method.response.header.X-Colour": "'red'",
		},
	},
	{
		SelectionPattern: "4\\d{2}",
		StatusCode: "400",
		ResponseTemplates: { "application/json": '{"message":"refused"}' },
	},
];

let stack: TinyStack;
let mail: QueueReader;
let url: string;
beforeAll(async () => {
	stack = await startTinyStack(
		{
			Mail: queue("mail"),
			...restApi(
				{
					whole: { integration: sqsIntegration(WHOLE_BODY) },
					attribute: {
						integration: sqsIntegration(
							`${WHOLE_BODY}&DelaySeconds=0&MessageAttribute.1.Name=team&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=$util.urlEncode($input.params('X-Team'))`,
						),
					},
					action: {
						integration: sqsIntegration(
							`QueueUrl=$util.urlEncode($stageVariables.queue)&${WHOLE_BODY}`,
							{ Uri: "arn:aws:apigateway:us-east-1:sqs:action/SendMessage" },
						),
					},
					json: {
						integration: sqsIntegration(
							'{"MessageBody":"$util.escapeJavaScript($input.body).replaceAll("\\\\\'","\'")"}',
							{
								RequestParameters: {
									"integration.request.header.Content-Type":
										"'application/x-amz-json-1.0'",
									"integration.request.header.X-Amz-Target":
										"'AmazonSQS.SendMessage'",
								},
							},
						),
					},
					unescaped: {
						integration: sqsIntegration(
							'{"MessageBody":"$util.escapeJavaScript($input.body)"}',
							{
								RequestParameters: {
									"integration.request.header.X-Amz-Target":
										"'AmazonSQS.SendMessage'",
								},
								IntegrationResponses: RESPONSES,
							},
						),
					},
					query: {
						integration: sqsIntegration("", {
							PassthroughBehavior: "WHEN_NO_MATCH",
							RequestTemplates: {},
							RequestParameters: {
								"integration.request.querystring.Action": "'SendMessage'",
								"integration.request.querystring.MessageBody":
									"method.request.body.text",
							},
						}),
					},
					responses: {
						integration: sqsIntegration(WHOLE_BODY, {
							IntegrationResponses: RESPONSES,
						}),
					},
					headerless: {
						integration: sqsIntegration(WHOLE_BODY, {
							RequestParameters: {},
							IntegrationResponses: RESPONSES,
						}),
					},
					validated: {
						integration: sqsIntegration(WHOLE_BODY),
						rest: {
							RequestValidatorId: { Ref: "Validator" },
							RequestModels: { "application/json": { Ref: "Message" } },
							RequestParameters: { "method.request.header.X-Team": true },
						},
					},
					mock: {
						integration: {
							Type: "MOCK",
							RequestTemplates: { "application/json": "{ statusCode: 204 }" },
							IntegrationResponses: [
								{
									StatusCode: "204",
									ResponseParameters: {
										"method.response.header.Access-Control-Allow-Origin": "'*'",
									},
								},
							],
						},
						rest: { HttpMethod: "OPTIONS" },
					},
				},
				{
					Validator: {
						Type: "AWS::ApiGateway::RequestValidator",
						Properties: {
							RestApiId,
							ValidateRequestBody: true,
							ValidateRequestParameters: true,
						},
					},
					// https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
					Address: {
						Type: "AWS::ApiGateway::Model",
						Properties: {
							RestApiId,
							Name: "Address",
							ContentType: "application/json",
							Schema: {
								$schema: "http://json-schema.org/draft-04/schema#",
								type: "string",
								minLength: 3,
							},
						},
					},
					Message: {
						Type: "AWS::ApiGateway::Model",
						Properties: {
							RestApiId,
							ContentType: "application/json",
							Schema: {
								$schema: "http://json-schema.org/draft-04/schema#",
								title: "Message",
								type: "object",
								required: ["to"],
								properties: {
									to: {
										$ref: {
											"Fn::Join": [
												"",
												[
													"https://apigateway.amazonaws.com/restapis/",
													RestApiId,
													"/models/Address",
												],
											],
										},
									},
									copies: {
										type: "integer",
										minimum: 0,
										exclusiveMinimum: true,
									},
								},
								additionalProperties: false,
							},
						},
					},
				},
			),
		},
		{},
		{
			Url: {
				Value: {
					"Fn::Join": [
						"",
						[
							"https://",
							{ Ref: "Api" },
							".execute-api.",
							{ Ref: "AWS::Region" },
							".",
							{ Ref: "AWS::URLSuffix" },
							"/",
							{ Ref: "Stage" },
							"/",
						],
					],
				},
			},
		},
	);
	mail = new QueueReader(stack, "mail");
	const cloudFormation = new CloudFormationClient(stack.client);
	const { Stacks } = await cloudFormation.send(new DescribeStacksCommand());
	cloudFormation.destroy();
	url = Stacks?.[0]?.Outputs?.[0]?.OutputValue ?? "";
});
afterAll(async () => {
	mail.stop();
	await stack.stop();
});

const post = (path: string, body: string, headers: object = {}) =>
	fetch(`${url}${path}`, {
		method: "POST",
		body,
		headers: { "content-type": "application/json", ...headers },
	});

describe("a REST API", () => {
	test("is where the stack's output says", () => {
		expect(url).toMatch(
			new RegExp(`^${stack.aws.url}/_aws/execute-api/\\w{10}/prod/$`),
		);
	});

	test("sends a body with every character as its role, and answers as SQS does", async () => {
		const body = '{"to":"x@example.com","subject":"a+b & c=d 100 % é 😀"}';
		const response = await post("whole", body);
		const message = await mail.next();
		expect(message?.Body).toBe(body);
		expect(message?.Attributes?.SenderId).toMatch(/^AROA\w+:local$/);
		expect(response.status).toBe(200);
		expect(await response.json()).toMatchObject({
			SendMessageResponse: {
				SendMessageResult: { MessageId: message?.MessageId },
			},
		});
	});

	test("sends attributes of the form", async () => {
		await post("attribute", "{}", { "x-team": "blue & red" });
		expect((await mail.next())?.MessageAttributes).toMatchObject({
			team: { DataType: "String", StringValue: "blue & red" },
		});
	});

	test("sends to the queue that its template names", async () => {
		expect((await post("action", "Hello")).status).toBe(200);
		expect((await mail.next())?.Body).toBe("Hello");
	});

	test("sends by SQS's JSON protocol", async () => {
		const body = '{"text":"it\'s \\"so\\""}';
		expect(await (await post("json", body)).json()).toMatchObject({
			MessageId: expect.any(String),
		});
		expect((await mail.next())?.Body).toBe(body);
	});

	test("sends what parameters map", async () => {
		await post("query", '{"text":"Hello"}');
		expect((await mail.next())?.Body).toBe("Hello");
	});

	test("answers by its templates and parameters", async () => {
		const response = await post("responses", "{}");
		const id = (await mail.next())?.MessageId;
		expect(response.status).toBe(202);
		expect(await response.json()).toEqual({
			id,
			request: response.headers.get("x-amzn-requestid"),
		});
		expect(response.headers.get("x-message")).toBe(id);
		expect(response.headers.get("x-colour")).toBe("red");
	});

	test.each([
		["an empty message", "responses", ""],
		["a form without its content type", "headerless", "{}"],
		["a single quote that JSON does not escape", "unescaped", "it's"],
	])("answers by the status' pattern to %s", async (_what, path, body) => {
		const response = await post(path, body);
		expect(response.status).toBe(400);
		expect(await response.json()).toEqual({ message: "refused" });
	});

	test("answers a preflight by itself", async () => {
		const response = await fetch(`${url}mock`, { method: "OPTIONS" });
		expect(response.status).toBe(204);
		expect(response.headers.get("access-control-allow-origin")).toBe("*");
	});

	test.each([
		["whole", "text/plain", 415, "Unsupported Media Type"],
		["none", "application/json", 403, "Missing Authentication Token"],
		["../other/whole", "application/json", 403, "Forbidden"],
	])("refuses %s with %s", async (path, type, status, message) => {
		const response = await post(path, "{}", { "content-type": type });
		expect(response.status).toBe(status);
		expect(await response.json()).toEqual({ message });
	});
});

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
describe("a REST API that validates", () => {
	const team = { "x-team": "blue" };

	test("takes a body as its model wants it", async () => {
		const body = '{"to":"x@example.com","copies":1}';
		expect((await post("validated", body, team)).status).toBe(200);
		expect((await mail.next())?.Body).toBe(body);
	});

	test.each([
		"{}",
		'{"to":"x"}',
		'{"to":"x@example.com","copies":0}',
		'{"to":"x@example.com","other":1}',
		"{",
		"",
	])("refuses the body %s", async (body) => {
		const response = await post("validated", body, team);
		expect(response.status).toBe(400);
		expect(await response.json()).toEqual({ message: "Invalid request body" });
		expect(await mail.next(0)).toBeUndefined();
	});

	test("refuses a request without a parameter", async () => {
		const response = await post("validated", '{"to":"x@example.com"}');
		expect(response.status).toBe(400);
		expect(await response.json()).toEqual({
			message: "Missing required request parameters: [X-Team]",
		});
	});
});

describe("a local run refuses at its start", () => {
	test.each([
		[
			"an integration with a function",
			{ Type: "AWS_PROXY", Uri: "arn:aws:apigateway:r:lambda:path/x" },
			/Cannot run the method POST \/odd as its integration is AWS_PROXY to "arn:aws:apigateway:r:lambda:path\/x": allowed here are AWS to/,
		],
		[
			"a template with a loop",
			sqsIntegration("#foreach($x in $y)#end"),
			/Cannot run the method POST \/odd as its mapping template has #foreach/,
		],
	])("%s", async (_what, integration, sentence) => {
		await expect(
			startTinyStack({
				Mail: queue("mail"),
				...restApi({ odd: { integration } }),
			}),
		).rejects.toThrow(sentence);
	});
});
