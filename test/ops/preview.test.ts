import { spawn } from "node:child_process";
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Harness } from "../support/harness.ts";
import { localFlags } from "../support/ops.ts";
import { TEMPLATES } from "../support/templates.ts";

const CLI = join(import.meta.dirname, "..", "..", "ops", "cli.ts");
const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-preview-"));

let stack: Harness;
beforeAll(async () => {
	cpSync(TEMPLATES, join(folder, "templates"), { recursive: true });
	stack = await Harness.start();
});
afterAll(async () => {
	await stack.stop();
	rmSync(folder, { recursive: true });
});

function preview(
	...args: string[]
): Promise<{ code: number | null; out: string; err: string }> {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, [CLI, "preview", ...args], {
			cwd: folder,
			stdio: "pipe",
		});
		let [out, err] = ["", ""];
		child.stdout.on("data", (chunk) => (out += chunk));
		child.stderr.on("data", (chunk) => (err += chunk));
		child.on("close", (code) => resolve({ code, out, err }));
	});
}

const local = () => localFlags(stack);

function template(
	name: string,
	files: Readonly<Record<string, unknown>>,
): string {
	const path = join(folder, "mine", name);
	mkdirSync(path, { recursive: true });
	for (const [file, content] of Object.entries(files))
		writeFileSync(
			join(path, file),
			typeof content === "string" ? content : JSON.stringify(content),
		);
	return path;
}

const SCHEMA = {
	type: "object",
	required: ["name"],
	properties: { name: { type: "string" } },
};

describe("ops preview", () => {
	test("shows a template with its sample in the local inbox, and says where", async () => {
		const { code, out } = await preview(
			join("templates", "order-shipped"),
			...local(),
		);
		const [, url = ""] =
			/^Subject: Your order FF-20417 is on its way\nLook at it: (http:\S+)\n$/.exec(
				out,
			) ?? [];
		expect({ code, out }).toMatchObject({
			code: 0,
			out: expect.stringContaining(stack.local.inbox.url),
		});
		expect(await (await fetch(`${url}/html`)).text()).toContain(
			"Wool blanket &quot;Hardanger&quot;",
		);
		const id = url.split("/").at(-1);
		const mail = await fetch(`${stack.local.inbox.url}/api/v1/message/${id}`);
		expect(await mail.json()).toMatchObject({
			Text: expect.stringContaining("1 x Wool blanket"),
		});
	});

	test("finds a template in templates/ by its name", async () => {
		expect(await preview("order-shipped", "--json", ...local())).toMatchObject({
			code: 0,
			out: expect.stringContaining('"url":"http://'),
		});
	});

	test("takes data from a file", async () => {
		const path = template("hello", {
			subject: "Hello {{ name }}",
			text: "x",
			"schema.json": SCHEMA,
		});
		writeFileSync(join(folder, "data.json"), JSON.stringify({ name: "Bo" }));
		expect(
			await preview(path, "--data", "data.json", ...local()),
		).toMatchObject({
			code: 0,
			out: expect.stringMatching(/^Subject: Hello Bo\n/),
		});
	});

	test("writes the HTML into a file, without a stack", async () => {
		expect(await preview("order-shipped", "--out", "mail.html")).toMatchObject({
			code: 0,
			out: expect.stringContaining("Its HTML is in mail.html"),
		});
		expect(readFileSync(join(folder, "mail.html"), "utf8")).toMatch(
			/^<!doctype html>/,
		);
	});

	test("tells every fault with its file, and sends nothing", async () => {
		const path = template("broken", {
			subject: "{{ nam }}",
			text: "{{ name | frob }}",
			"schema.json": SCHEMA,
		});
		const before = stack.accepted.length;
		expect(await preview(path, ...local())).toMatchObject({
			code: 1,
			out: expect.stringMatching(
				/^broken\/subject:1:4: nam is not in schema\.json.*\nbroken\/text:1:1: undefined filter: frob\n$/,
			),
		});
		expect(stack.accepted).toHaveLength(before);
	});

	test("tells what is wrong with data from a file", async () => {
		const path = template("hello", {});
		writeFileSync(join(folder, "wrong.json"), "{}");
		expect(
			await preview(path, "--data", "wrong.json", ...local()),
		).toMatchObject({
			code: 1,
			out: "wrong.json: Cannot send the message as /data/name is not allowed: the field is missing; the template needs it.\n",
		});
	});

	test.each([
		[[], /Cannot preview nothing: name one template/],
		[
			["order-shipped", "--stack", "GmailSender-mail"],
			/Cannot preview on AWS, where mail reaches people/,
		],
		[["nowhere"], /Cannot find the template nowhere: name its folder/],
		[
			["order-shipped", "--local", "--port", "1"],
			/Cannot reach the local stack on port 1/,
		],
		[["order-shipped", "--data", "nowhere.json"], /Cannot read nowhere\.json/],
		[
			[join("mine", "hello"), "--local"],
			/Cannot preview hello without data: put a sample\.json into its folder/,
		],
	])("misused with %j says what to type", async (args, sentence) => {
		template("hello", {
			subject: "Hello {{ name }}",
			text: "x",
			"schema.json": SCHEMA,
		});
		const { code, err } = await preview(...args);
		expect(code).toBe(2);
		expect(err).toMatch(sentence);
	});
});
