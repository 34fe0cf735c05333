import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { synthesize } from "../../../local/app/synthesize.ts";

const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-synthesize-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
	["exit 3", /^Cannot synthesize the stacks as exit 3 ended with 3, and said/],
	["echo no; exit 1", /^Cannot .* as echo no; exit 1 ended with 1:\nno$/],
	["true", /^Cannot start true as it makes no CDK app/],
])("an app whose command is %j is told by it", async (app, sentence) => {
	const out = join(folder, "out");
	await expect(synthesize(out, { folder, app })).rejects.toThrow(sentence);
});
