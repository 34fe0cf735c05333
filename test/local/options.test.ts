import { describe, expect, test } from "vitest";
import { helpText } from "../../local/help.ts";
import { parseCli, VERBS, type Verb } from "../../local/options.ts";

const verbs = Object.keys(VERBS) as Verb[];

describe("parseCli()", () => {
	test("reads ports", () => {
		expect(parseCli(["--once", "--port", "0"])).toMatchObject({
			verb: "start",
			once: true,
			port: 0,
			inboxPort: undefined,
		});
	});

	test("takes the word start as it is without it", () => {
		expect(parseCli(["start", "--app", "a.ts"])).toEqual(
			parseCli(["--app", "a.ts"]),
		);
	});

	test("reads several --cdk-out, and leaves what follows -- to exec's command", () => {
		expect(
			parseCli([
				...["exec", "--cdk-out", "a", "--cdk-out", "b"],
				...["--", "npm", "test", "--", "--once"],
			]),
		).toMatchObject({
			verb: "exec",
			cdkOut: ["a", "b"],
			once: false,
			command: ["npm", "test", "--", "--once"],
		});
	});

	test.each([
		[["--port", "x"], "Cannot use --port x: allowed is a port from 0"],
		[["--port", "70000"], "Cannot use --port 70000"],
		[["--smtp-port=-1"], "Cannot use --smtp-port -1"],
		[["--port"], "argument missing"],
		[["--frob", "1"], "Cannot use --frob with start: allowed is --app, "],
		[["exec", "--port", "1", "--", "x"], "Cannot use --port with exec"],
		[["gmail", "--app", "x"], "Cannot use --app with gmail"],
		[["start", "now"], "Cannot start now: allowed is --app, "],
		[["exec"], "Cannot exec nothing: type the command after --"],
		[["exec", "--"], "Cannot exec nothing"],
		[["strat"], "allowed is start, exec, gmail or help; did you mean start?"],
	])("refuses %j", (args, sentence) => {
		expect(() => parseCli(args)).toThrow(sentence);
	});
});

describe("help", () => {
	test.each([
		[["help"], undefined],
		[["-h"], "start"],
		[["help", "exec"], "exec"],
		[["exec", "--help"], "exec"],
	])("is asked for by %j", (args, of) => {
		expect(parseCli(args)).toEqual({ verb: "help", of });
	});

	test("fits 80 columns, also as the package calls it", () => {
		const lines = [undefined, ...verbs].flatMap((verb) =>
			helpText(verb)
				.replaceAll("npm start --", "npx sqs-gmail-sender-local")
				.split("\n"),
		);
		expect(lines.filter((line) => line.length > 80)).toEqual([]);
	});

	test.each(verbs)("of %s names each of its options", (verb) => {
		for (const option of VERBS[verb])
			expect(helpText(verb)).toContain(`  --${option} `);
	});
});
