import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { readCdkJson } from "../../../local/app/cdk-json.ts";

const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-cdk-json-"));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
	for (const name of ["cdk.json", "cdk.context.json"])
		rmSync(join(folder, name), { force: true });
});
const write = (name: string, text: string) =>
	writeFileSync(join(folder, name), text);

test("a folder without cdk.json has no app", () => {
	expect(readCdkJson(folder)).toEqual({
		app: undefined,
		build: undefined,
		context: {},
	});
});

test("what was looked up once comes after the context of cdk.json", () => {
	write("cdk.json", '{"app":"npx tsx a.ts","context":{"a":1,"b":1}}');
	write("cdk.context.json", '{"b":2}');
	expect(readCdkJson(folder)).toEqual({
		app: "npx tsx a.ts",
		build: undefined,
		context: { a: 1, b: 2 },
	});
});

test.each([
	["cdk.json", "{", /Cannot read \S+cdk\.json: /],
	["cdk.context.json", "[]", /cdk\.context\.json: it is no JSON object/],
])("%s with %j is refused", (name, text, sentence) => {
	write(name, text);
	expect(() => readCdkJson(folder)).toThrow(sentence);
});
