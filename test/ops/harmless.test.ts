import { expect, test } from "vitest";
import { harmless } from "../../core/harmless.ts";
import { runCli } from "../../ops/run-cli.ts";

test.each([
	["\u001b[2J\u001b[31mred", "\\u001b[2J\\u001b[31mred"],
	["a\rb", "a\\u000db"],
	["\u009b31m", "\\u009b31m"],
	["\u202eevil\u2066", "\\u202eevil\\u2066"],
	["\0\u0007\u0008\u007f", "\\u0000\\u0007\\u0008\\u007f"],
	["tab\tline\nnext é 漢字 😀", "tab\tline\nnext é 漢字 😀"],
])("%j is shown as %j", (text, shown) => {
	expect(harmless(text)).toBe(shown);
});

test("what a command says of a stranger's text never reaches the terminal raw", async () => {
	const said: string[] = [];
	const io = {
		columns: 100,
		out: (text: string) => said.push(text),
		err: (text: string) => said.push(text),
	};
	await runCli(["\u001b]0;owned\u0007"], io as never);
	expect(said.join("\n")).not.toContain("\u001b");
	expect(said.join("\n")).toContain("There is no command \\u001b]0;owned");
});
