import { execFileSync, spawnSync } from "node:child_process";
import {
	globSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readSenders } from "../../infra/senders.ts";

const CLI = join(import.meta.dirname, "..", "..", "ops", "cli.ts");
const all = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-init-"));
afterAll(() => rmSync(all, { recursive: true }));

/** A folder with these files. */
function folderWith(files: Readonly<Record<string, string>>): string {
	const folder = mkdtempSync(join(all, "app-"));
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(join(folder, path, ".."), { recursive: true });
		writeFileSync(join(folder, path), text);
	}
	return folder;
}

const init = (cwd: string) =>
	execFileSync(process.execPath, [CLI, "init"], { cwd, encoding: "utf8" });
const filesIn = (cwd: string) =>
	Object.fromEntries(
		globSync("**/*.*", { cwd })
			.toSorted()
			.map((path) => [path, readFileSync(join(cwd, path), "utf8")]),
	);

const TEMPLATE = [
	"html.html",
	"sample.json",
	"schema.json",
	"subject.liquid",
	"text.txt",
].map((name) => join("templates", "order-shipped", name));
const CDK_JSON = '{ "app": "npx tsc && npx tsx bin/shop.ts" }';

describe("ops init", () => {
	test("writes a stack and a template into a CDK app, and tells where the stack is added", () => {
		const folder = folderWith({ "cdk.json": CDK_JSON });
		const out = init(folder);
		expect(Object.keys(filesIn(folder))).toEqual([
			"cdk.json",
			"lib/mail-stack.ts",
			...TEMPLATE,
		]);
		expect(out).toContain("Written:\n  lib/mail-stack.ts\n  templates/");
		expect(out).toContain("Add the stack to bin/shop.ts");
		expect(out).toContain("npx cdk deploy MailStack");
	});

	test("writes senders.json, the app that reads it and a template into any other folder", () => {
		const folder = folderWith({});
		const out = init(folder);
		expect(Object.keys(filesIn(folder))).toEqual([
			"cdk.json",
			"senders.json",
			...TEMPLATE,
		]);
		expect(readSenders(join(folder, "senders.json"))).toMatchObject([
			{ name: "mail", templates: join(folder, "templates") },
		]);
		expect(out).toContain("set-password --stack GmailSender-mail");
	});

	test.each([
		["a CDK app", { "cdk.json": CDK_JSON }],
		["an empty folder", {}],
	])("changes nothing in %s that has it all, and says so", (_what, files) => {
		const folder = folderWith(files);
		init(folder);
		const before = filesIn(folder);
		expect(init(folder)).toMatch(/^Nothing is written\.\nLeft as it is: \S/);
		expect(filesIn(folder)).toEqual(before);
	});

	test("leaves a file that is there as it is, and writes the others", () => {
		const folder = folderWith({
			"cdk.json": CDK_JSON,
			"lib/mail-stack.ts": "// mine",
		});
		const out = init(folder);
		expect(out).toContain("\nLeft as it is: lib/mail-stack.ts.\n");
		expect(filesIn(folder)["lib/mail-stack.ts"]).toBe("// mine");
	});

	test("refuses further words", () => {
		const { status, stderr } = spawnSync(
			process.execPath,
			[CLI, "init", "--stack", "mail"],
			{ cwd: folderWith({}), encoding: "utf8" },
		);
		expect(status).toBe(2);
		expect(stderr).toContain("Cannot tell what --stack mail is");
	});
});
