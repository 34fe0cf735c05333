import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stack } from "aws-cdk-lib";
import { AuthorizationType, RestApi } from "aws-cdk-lib/aws-apigateway";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MailRestIntegration } from "../../infra/index.ts";
import { readAssembly } from "../../local/app/assembly.ts";
import { Harness } from "../support/harness.ts";
import { newApp, stackWith } from "../support/synth.ts";

const SUBJECT = `Contact "form" $input.body #if(true) & 100 %`;

let folder: string;
let stack: Harness;
let url: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-rest-"));
	const app = newApp({ outdir: folder });
	const { stack: team, sender } = stackWith({}, { app });
	contactForm(team, sender);
	app.synth();
	stack = await Harness.start({ stacks: readAssembly(folder) });
	const [api] = stack.local.aws.apis;
	url = `${api?.url}/contact`;
});
afterAll(async () => {
	await stack.stop();
	rmSync(folder, { recursive: true, force: true });
});

function contactForm(
	team: Stack,
	sender: ReturnType<typeof stackWith>["sender"],
): void {
	const api = new RestApi(team, "Forms", {
		defaultMethodOptions: { authorizationType: AuthorizationType.NONE },
	});
	const message = { to: "sales@example.com", subject: SUBJECT };
	const form = new MailRestIntegration(sender, { message });
	const options = form.methodOptions(api);
	api.root.addResource("contact").addMethod("POST", form, options);
}

function post(body: string, type = "application/json"): Promise<Response> {
	const headers = { "content-type": type };
	return fetch(url, { method: "POST", body, headers });
}

/** The one mail that comes of it. */
async function mailOf(body: string) {
	stack.local.inbox.store.delete([]);
	const response = await post(body);
	expect(response.status).toBe(202);
	await stack.settle();
	const [mail, ...others] = stack.local.inbox.store.list();
	expect(others).toEqual([]);
	return mail;
}

describe("a contact form behind a REST API", () => {
	test.each([
		["quotes and backslashes", `"double" 'single' \\ \\" \\n`],
		["unicode and new lines", "Grüße,\n\n😀 \u2028 \u0001日本"],
		["what means something to the template", "$body.to $!{x} # ## #end #* *#"],
		[
			"what means something to the form",
			"a+b=c & d%20 %7D &Action=DeleteQueue",
		],
		["an end of the JSON", `","to":"victim@example.org","text":"`],
		["an end of the message", `"}&MessageBody={"to":"victim@example.org"}`],
		["a directive", `#end#set($body = 'x')$util.urlEncode("no")#if(true)`],
	])(
		"mails a text with %s as it is, to its own recipient",
		async (_what, text) => {
			const mail = await mailOf(JSON.stringify({ text }));
			expect(mail?.email.text?.replace(/\r?\n$/, "")).toBe(text);
			expect(mail?.email.subject).toBe(SUBJECT);
			expect(mail?.recipients).toEqual(["sales@example.com"]);
		},
	);

	test("lets a request say where answers go", async () => {
		const replyTo = "ann@example.com";
		const mail = await mailOf(JSON.stringify({ text: "Hello", replyTo }));
		expect(mail?.email.replyTo).toMatchObject([{ address: replyTo }]);
	});
});

describe("a contact form refuses, and mails nothing,", () => {
	test.each([
		["a recipient", 400, '{"text":"Hello","to":"victim@example.org"}'],
		["a recipient in disguise", 400, '{"text":"x","t\\u006f":"v@example.org"}'],
		["a copy", 400, '{"text":"Hello","bcc":["victim@example.org"]}'],
		["another subject", 400, '{"text":"Hello","subject":"Mine"}'],
		["an object for a text", 400, '{"text":{"to":"victim@example.org"}}'],
		["nothing for a text", 400, '{"text":null}'],
		["a list", 400, '[{"text":"Hello"}]'],
		["no text", 400, "{}"],
		["what is no JSON", 400, '{"text":"Hello"},"to":"victim@example.org"}'],
	])("%s with %d", async (_what, status, body) => {
		stack.local.inbox.store.delete([]);
		expect((await post(body)).status).toBe(status);
		await stack.settle();
		expect(stack.local.inbox.store.list()).toEqual([]);
		expect(stack.deadLetters()).toEqual([]);
	});

	test("a body that is not declared as JSON", async () => {
		expect((await post('{"text":"Hello"}', "text/plain")).status).toBe(415);
		const form = "application/x-www-form-urlencoded";
		expect((await post("Action=SendMessage", form)).status).toBe(415);
	});
});
