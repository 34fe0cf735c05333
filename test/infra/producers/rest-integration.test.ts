import { Annotations, Match, Template } from "aws-cdk-lib/assertions";
import { AuthorizationType, RestApi } from "aws-cdk-lib/aws-apigateway";
import { parseTemplate, render } from "local-aws";
import { describe, expect, test } from "vitest";
import { type MailRequest, MailRestIntegration } from "../../../infra/index.ts";
import {
	imported,
	SETTINGS,
	type Setting,
	statementsFor,
} from "../../support/producers.ts";

const NASTY = `"quoted" & + % 100% #if($x) $util $input.body {"a":1} \\ ' ü 😀\r\n\t`;
const FORM: MailRequest = {
	message: { to: ["sales@example.com"], subject: `Contact ${NASTY.trim()}` },
};

function addMethod({ stack, sender }: Setting, request: MailRequest = {}) {
	const api = new RestApi(stack, "Api", {
		defaultMethodOptions: { authorizationType: AuthorizationType.IAM },
	});
	const integration = new MailRestIntegration(sender, request);
	api.root.addMethod("POST", integration, integration.methodOptions(api));
	const [method] = Object.values(
		Template.fromStack(stack).findResources("AWS::ApiGateway::Method"),
	);
	return method?.Properties;
}

/** The message that reaches the queue for a request's body. */
function sentFor(method: ReturnType<typeof addMethod>, body: object): unknown {
	const template = parseTemplate(
		"the method",
		method?.Integration.RequestTemplates["application/json"],
	);
	const form = new URLSearchParams(
		render(template, {
			method: "POST",
			headers: {},
			query: new URLSearchParams(),
			pathParameters: {},
			body: JSON.stringify(body),
			context: {},
			stageVariables: {},
		}),
	);
	expect([...form.keys()]).toEqual(["Action", "MessageBody"]);
	expect(form.get("Action")).toBe("SendMessage");
	return JSON.parse(form.get("MessageBody") ?? "");
}

describe.each(SETTINGS)("MailRestIntegration with $kind", ({ setting }) => {
	test("sends to the queue, and takes nothing but JSON", () => {
		const here = setting();
		const { account, region } = here.sender.queue.env;
		const { Integration } = addMethod(here);
		expect(Integration).toMatchObject({
			Type: "AWS",
			IntegrationHttpMethod: "POST",
			PassthroughBehavior: "NEVER",
			RequestParameters: {
				"integration.request.header.Content-Type":
					"'application/x-www-form-urlencoded'",
			},
			Uri: here.stack.resolve(
				`arn:${here.stack.partition}:apigateway:${region}:sqs:path/${account}/${here.sender.queue.queueName}`,
			),
		});
		expect(Object.keys(Integration.RequestTemplates)).toEqual([
			"application/json",
		]);
	});

	test("may send to the queue and do nothing else", () => {
		const here = setting();
		addMethod(here);
		expect(statementsFor(here.stack, "apigateway.amazonaws.com")).toEqual([
			{ Effect: "Allow", Action: "sqs:SendMessage", Resource: here.queueArn },
		]);
	});
});

describe("MailRestIntegration", () => {
	test("answers 202 with the message's id, and tells nothing of failures", () => {
		const { Integration, MethodResponses } = addMethod(imported());
		const responses: { readonly StatusCode: string }[] =
			Integration.IntegrationResponses;
		expect(responses).toMatchObject([
			{ SelectionPattern: "200", StatusCode: "202" },
			{ SelectionPattern: "400|413", StatusCode: "400" },
			{ StatusCode: "500" },
		]);
		expect(JSON.stringify(responses[0])).toContain("SendMessageResult");
		expect(JSON.stringify(responses.slice(1))).not.toContain("$");
		expect(
			MethodResponses.map(
				({ StatusCode }: { StatusCode: string }) => StatusCode,
			),
		).toEqual(["202", "400", "500"]);
	});

	test("sends a whole message, whatever is in its text", () => {
		const message = {
			to: "ann@example.com",
			subject: "x",
			text: NASTY,
			tags: { order: "+1" },
		};
		expect(sentFor(addMethod(imported()), message)).toEqual(message);
	});

	test("sends the fixed part and what the request may set, whatever is in them", () => {
		const request = { text: NASTY, replyTo: { address: "ann@example.com" } };
		expect(sentFor(addMethod(imported(), FORM), request)).toEqual({
			...FORM.message,
			...request,
		});
	});

	test("lets no request choose recipients, sender or what is fixed", () => {
		const request = {
			to: "victim@example.org",
			cc: "victim@example.org",
			bcc: "victim@example.org",
			from: "ceo@example.com",
			subject: "Mine",
			id: "order-1",
			html: "<b>",
			text: "hello",
		};
		expect(sentFor(addMethod(imported(), FORM), request)).toEqual({
			...FORM.message,
			text: "hello",
		});
	});

	test("lets a request set the fields that are named", () => {
		const method = addMethod(imported(), { ...FORM, fields: ["html"] });
		expect(sentFor(method, { html: "<b>", text: "hello" })).toEqual({
			...FORM.message,
			html: "<b>",
		});
	});

	test.each([
		[{ message: { subject: "x" } }, /message names no recipients/],
		[{ fields: ["text"] }, /message names no recipients/],
		[
			{ ...FORM, fields: ["replyTo"] },
			/text.* is missing from both message and fields/,
		],
		[{ ...FORM, fields: ["text", "subject"] }, /may not set subject/],
		[{ message: { to: "a@example.com", texte: "x" } }, /texte is not a field/],
	])("refuses %j", (request, sentence) => {
		const { sender } = imported();
		expect(
			() => new MailRestIntegration(sender, request as MailRequest),
		).toThrow(sentence);
	});

	test("does not let fields choose recipients, even untyped", () => {
		const { sender } = imported();
		const request = { ...FORM, fields: ["text", "bcc"] } as unknown;
		expect(
			() => new MailRestIntegration(sender, request as MailRequest),
		).toThrow(/a request may not set bcc/);
	});

	test("refuses a fixed value that the template can't hold", () => {
		const here = imported();
		const message = { to: `${here.stack.account}@example.com`, subject: "x" };
		expect(() => addMethod(here, { message })).toThrow(
			/Cannot write the fixed message into the mapping template/,
		);
	});

	test("brings nothing that CDK warns of", () => {
		const here = imported();
		addMethod(here, FORM);
		Annotations.fromStack(here.stack).hasNoWarning("*", Match.anyValue());
	});
});
