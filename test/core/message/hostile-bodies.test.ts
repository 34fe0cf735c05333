import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const SCRIPT = join(
	import.meta.dirname,
	"..",
	"..",
	"support",
	"read-hostile.ts",
);

/** What a body comes to in a process with little memory; it fails when that does not suffice. */
function read(body: string): string {
	return execFileSync(
		process.execPath,
		["--max-old-space-size=100", SCRIPT, body],
		{ encoding: "utf8" },
	).trim();
}

describe("a body of a megabyte", () => {
	test.each([
		"to",
		"attachments",
		"references",
		"headers",
		"tags",
		"Records",
		"resources",
		"unknown-fields",
		"left-angles",
		"quoted",
	])("of %s alone is refused within little memory", (kind) => {
		expect(read(kind)).toBe("rejected");
	});
});

describe("a long body of a claim check", () => {
	test("with 20 MB of base64 is read", () => {
		expect(read("long-file")).toBe("message");
	});

	test("that is an event of 12 MB is written", () => {
		expect(read("long-event")).toBe("message");
	});
});
