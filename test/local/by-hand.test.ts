import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { exportsOf } from "../../local/by-hand.ts";

test("a shell reads back what was written for it, whatever is in it", () => {
	const value = `it's "$(touch x)" \`y\` \\n\n$HOME`;
	const script = `${exportsOf({ VALUE: value, "NOT-A-NAME; echo": "x" })}printf %s "$VALUE"`;
	expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe(value);
});
