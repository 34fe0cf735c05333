import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { QueueReader } from "../support/queue-reader.ts";
import { ROLE } from "../support/rest-api.ts";
import {
	queue,
	startTinyStack,
	type TinyStack,
} from "../support/tiny-stack.ts";

/** A part of a text that API Gateway fills in. */
const of = (selection: string) => `\${${selection}}`;
const ApiId = { Ref: "Api" };

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html */
const route = (
	id: string,
	RouteKey: string,
	parameters: object,
	rest = {},
) => ({
	[`${id}Integration`]: {
		Type: "AWS::ApiGatewayV2::Integration",
		Properties: {
			ApiId,
			IntegrationType: "AWS_PROXY",
			IntegrationSubtype: "SQS-SendMessage",
			PayloadFormatVersion: "1.0",
			CredentialsArn: ROLE,
			RequestParameters: { QueueUrl: { Ref: "Mail" }, ...parameters },
			...rest,
		},
	},
	[`${id}Route`]: {
		Type: "AWS::ApiGatewayV2::Route",
		Properties: {
			ApiId,
			RouteKey,
			Target: {
				"Fn::Join": ["", ["integrations/", { Ref: `${id}Integration` }]],
			},
		},
	},
});
const api = (StageName = "$default") => ({
	Mail: queue("mail"),
	Api: {
		Type: "AWS::ApiGatewayV2::Api",
		Properties: { Name: "mail api", ProtocolType: "HTTP" },
	},
	Stage: {
		Type: "AWS::ApiGatewayV2::Stage",
		Properties: { ApiId, StageName, AutoDeploy: true },
	},
});
const Url = { Value: { "Fn::GetAtt": ["Api", "ApiEndpoint"] } };

let stack: TinyStack;
let mail: QueueReader;
let url: string;
beforeAll(async () => {
	stack = await startTinyStack(
		{
			...api(),
			...route("Whole", "POST /mail", { MessageBody: "$request.body" }),
			...route(
				"Parts",
				"POST /teams/{team}/mail",
				{
					MessageBody: `{"to":"${of("request.body.to")}","team":"${of("request.path.team")}","id":"$${of("context.requestId")}"}`,
					DelaySeconds: "0",
					MessageAttributes: `{"subject":{"DataType":"String","StringValue":"${of("request.header.X-Subject")} (${of("request.querystring.n")})"}}`,
				},
				{
					ResponseParameters: {
						"200": {
							ResponseParameters: [
								{ Destination: "overwrite:statuscode", Source: "202" },
							],
						},
					},
				},
			),
			...route("Field", "POST /field", { MessageBody: "$request.body.a.b[0]" }),
		},
		{},
		{ Url },
	);
	mail = new QueueReader(stack, "mail");
	url = stack.aws.services.stacks[0]?.outputs.Url?.value ?? "";
});
afterAll(async () => {
	mail.stop();
	await stack.stop();
});

const post = (
	path: string,
	body: string,
	headers: Record<string, string> = {},
) => fetch(`${url}${path}`, { method: "POST", body, headers });

describe("an HTTP API", () => {
	test("sends the whole body as its role, and answers as SQS does", async () => {
		const body = '{"to":"x@example.com","subject":"a+b & é"}';
		const response = await post("/mail", body);
		const message = await mail.next();
		expect(message?.Body).toBe(body);
		expect(message?.Attributes?.SenderId).toMatch(/^AROA\w+:local$/);
		expect(response.status).toBe(200);
		expect(await response.text()).toContain(
			`<MessageId>${message?.MessageId}</MessageId>`,
		);
	});

	test("puts parts of the request into texts", async () => {
		const response = await post(
			"/teams/blue/mail?n=7",
			'{"to":"x@example.com"}',
			{ "x-subject": "Hello" },
		);
		const message = await mail.next();
		expect(JSON.parse(message?.Body ?? "")).toEqual({
			to: "x@example.com",
			team: "blue",
			id: `$${response.headers.get("x-amzn-requestid")}`,
		});
		expect(message?.MessageAttributes).toMatchObject({
			subject: { StringValue: "Hello (7)" },
		});
		expect(response.status).toBe(202);
	});

	test("sends an object of the body as its JSON", async () => {
		await post("/field", '{"a":{"b":[{"c":1}]}}');
		expect((await mail.next())?.Body).toBe('{"c":1}');
	});

	test("answers 400 when there is nothing to send", async () => {
		const response = await post("/field", "{}");
		expect(response.status).toBe(400);
		expect(await response.text()).toContain("<Code>MissingParameter</Code>");
	});

	test.each(["/none", "/mail/more"])("has no route %s", async (path) => {
		const response = await post(path, "{}");
		expect(response.status).toBe(404);
		expect(await response.json()).toEqual({ message: "Not Found" });
	});

	test("of another stage has the stage in its path", async () => {
		const other = await startTinyStack(
			{
				...api("live"),
				...route("Whole", "POST /mail", { MessageBody: "$request.body" }),
			},
			{},
			{ Url },
		);
		const base = other.aws.services.stacks[0]?.outputs.Url?.value;
		const status = async (path: string) =>
			(await fetch(`${base}${path}`, { method: "POST", body: "{}" })).status;
		expect(await status("/live/mail")).toBe(200);
		expect(await status("/mail")).toBe(404);
		await other.stop();
	});
});

describe("a local run refuses at its start", () => {
	test.each([
		[
			"another integration",
			route("Odd", "GET /odd", {}, { IntegrationSubtype: "SQS-PurgeQueue" }),
			/Cannot run the route GET \/odd as its integration is AWS_PROXY SQS-PurgeQueue: allowed here is/,
		],
		[
			"an expression that it does not have",
			route("Odd", "GET /odd", { MessageBody: "$request.body..a" }),
			/its parameter MessageBody is \$request\.body\.\.a: allowed here are/,
		],
	])("%s", async (_what, resources, sentence) => {
		await expect(startTinyStack({ ...api(), ...resources })).rejects.toThrow(
			sentence,
		);
	});
});
