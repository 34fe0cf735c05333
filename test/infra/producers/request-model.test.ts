import { Ajv } from "ajv";
import { Template } from "aws-cdk-lib/assertions";
import { RestApi } from "aws-cdk-lib/aws-apigateway";
import { describe, expect, test } from "vitest";
import {
	type MailRequest,
	MailRestIntegration,
	mailRequestModel,
} from "../../../infra/index.ts";
import { imported } from "../../support/producers.ts";

function modelOf(request?: MailRequest) {
	const { stack, sender } = imported();
	const api = new RestApi(stack, "Api");
	const model = mailRequestModel(api, request);
	api.root.addMethod("POST", new MailRestIntegration(sender, request));
	const template = Template.fromStack(stack);
	const [found] = Object.values(
		template.findResources("AWS::ApiGateway::Model"),
	);
	const { $schema, ...schema } = found?.Properties.Schema ?? {};
	// Draft 4, with nothing in it that later drafts read in another way.
	const accepts = new Ajv({ strictRequired: false }).compile(schema);
	return { api, model, template, $schema, schema, accepts };
}

const MAIL = { to: "ann@example.com", subject: "Hello", text: "Hi" };
const EVERYTHING = {
	$schema: "https://example.com/schema",
	version: 1,
	id: "order-1",
	to: ["ann@example.com", { name: "Bob", address: "bob@example.com" }],
	cc: { address: "cc@example.com" },
	bcc: "bcc@example.com",
	from: { name: "Alerts", address: "alerts@example.com" },
	replyTo: ["help@example.com"],
	subject: "Hello",
	text: "Hi",
	html: "<p>Hi</p>",
	attachments: [
		{
			filename: "a.txt",
			contentType: 'text/plain; charset="utf-8"',
			content: "aGk=",
			cid: "a@b",
		},
	],
	headers: { "X-Order": "1", "list-id": "x", "In-Reply-To": "<a@b>" },
	notAfter: "2026-12-01T08:00:00.123456+01:00",
	priority: "high",
	tags: { "order:id/1": "4711" },
};

describe("mailRequestModel()", () => {
	const whole = modelOf();

	test("is of draft 4, without a keyword that API Gateway does not know", () => {
		expect(whole.$schema).toBe("http://json-schema.org/draft-04/schema#");
		expect(JSON.stringify(whole.schema)).not.toMatch(
			/"(const|propertyNames|contentEncoding|examples|if|then|else)":/,
		);
	});

	test.each([
		["a short message", MAIL],
		["every field", EVERYTHING],
		[
			"html alone to bcc alone",
			{ bcc: "a@example.com", subject: "x", html: "x" },
		],
	])("accepts what the format accepts: %s", (_what, message) => {
		expect(whole.accepts(message)).toBe(true);
	});

	test.each([
		["no object", "hello"],
		["no recipient", { subject: "x", text: "x" }],
		["no subject", { to: "a@example.com", text: "x" }],
		["no text", { to: "a@example.com", subject: "x" }],
		["a wrong type", { ...MAIL, subject: 1 }],
		["an unknown field", { ...MAIL, texte: "x" }],
		["an unknown field within", { ...MAIL, to: { address: "a", phone: "1" } }],
		["a wrong header", { ...MAIL, headers: { Received: "x" } }],
		["a wrong type of tag", { ...MAIL, tags: { order: 1 } }],
		["a wrong priority", { ...MAIL, priority: "urgent" }],
		["another version", { ...MAIL, version: 2 }],
		["no recipients in a list", { ...MAIL, to: [] }],
		[
			"a path as a file name",
			{ ...MAIL, attachments: [{ filename: "a/b", content: "" }] },
		],
	])("refuses %s", (_what, message) => {
		expect(whole.accepts(message)).toBe(false);
	});

	test("is made once for an API", () => {
		expect(mailRequestModel(whole.api)).toBe(whole.model);
		whole.template.resourceCountIs("AWS::ApiGateway::Model", 1);
	});

	test("with fixed recipients refuses a request that names some, and wants the rest", () => {
		const { accepts } = modelOf({
			message: { to: "sales@example.com" },
		});
		expect(accepts({ subject: "x", text: "x" })).toBe(true);
		expect(accepts({ subject: "x", text: "x", replyTo: "a@b.c" })).toBe(true);
		expect(accepts({ subject: "x", text: "x", to: "a@b.c" })).toBe(false);
		expect(accepts({ subject: "x", text: "x", html: "x" })).toBe(false);
		expect(accepts({ text: "x" })).toBe(false);
		expect(accepts({ subject: "x" })).toBe(false);
	});
});
