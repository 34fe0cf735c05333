import { describe, expect, test } from "vitest";
import { PACKAGE_VERSION } from "../../../core/contract.ts";
import { GROUPS, OPTION_TEXTS } from "../../../ops/help/texts.ts";
import { COMMANDS, runCli } from "../../../ops/run-cli.ts";
import { testIo } from "../../support/ops.ts";

async function typed(...words: readonly string[]) {
	const { io, written } = testIo();
	const code = await runCli(words, { ...io, columns: 80 });
	return { code, ...written };
}

const VERBS = Object.values(GROUPS).flatMap((group) => Object.keys(group));

describe("help", () => {
	test("has every command in one group, with an example, in lines of 80", async () => {
		const { code, out, err } = await typed("help");
		expect({ code, err }).toEqual({ code: 0, err: "" });
		expect(VERBS.toSorted()).toEqual(Object.keys(COMMANDS).toSorted());
		expect(out).toMatchSnapshot();
		for (const line of out.split("\n")) expect(line.length).toBeLessThan(81);
	});

	test.each(["--help", "-h"])("is what %s prints", async (word) => {
		expect(await typed(word)).toEqual(await typed("help"));
	});

	test.each(VERBS)("of %s has each of its options", async (verb) => {
		const { code, out } = await typed("help", verb);
		expect(code).toBe(0);
		expect(out).toMatchSnapshot();
		expect(out).not.toMatch(/^ {2}--\S+\s*$/m);
		expect(out).toMatch(new RegExp(`^For example: .* -- ${verb}\\b`, "m"));
		expect(await typed(verb, "--help")).toEqual({ code, out, err: "" });
		expect(await typed(verb, "--only", "x", "-h")).toMatchObject({ out });
	});

	test("has no text for an option that no command has", async () => {
		const all = await Promise.all(VERBS.map((verb) => typed("help", verb)));
		const out = all.map((one) => one.out).join();
		for (const option of Object.keys(OPTION_TEXTS))
			expect(out).toContain(`  --${option} `);
	});

	test("takes help behind a command for what it is about", async () => {
		expect((await typed("show", "help", "--port", "1")).err).toContain(
			"--local",
		);
	});
});

test("--version prints the package's", async () => {
	expect(await typed("--version")).toEqual({
		code: 0,
		out: `${PACKAGE_VERSION}\n`,
		err: "",
	});
});

test.each([
	[
		["stauts"],
		/^There is no command stauts\. Did you mean status\? Type .* help\n$/,
	],
	[["frobnicate"], /^There is no command frobnicate\. Type .* help\n$/],
	[["help", "hlod"], /^There is no command hlod\. Did you mean hold\?/],
	[
		["hold", "--whi", "x"],
		/^There is no option --whi; did you mean --why\?\n$/,
	],
	[[], /^Options of one command: /],
])("%j is misuse", async (words, sentence) => {
	expect(await typed(...words)).toEqual({
		code: 2,
		out: "",
		err: expect.stringMatching(sentence),
	});
});
