import { expect, test } from "vitest";
import { banner } from "../../local/banner.ts";
import type { LocalRun } from "../../local/run.ts";

const url = "http://127.0.0.1:4566";
const run = (apis: LocalRun["aws"]["apis"]) =>
	({
		aws: { url, port: 4566, apis },
		inbox: { url: "http://127.0.0.1:8025" },
		gmail: { host: "127.0.0.1", port: 1587 },
		senders: [],
		stackNames: ["app"],
	}) as unknown as LocalRun;
const linesOf = (apis: LocalRun["aws"]["apis"]) =>
	banner(run(apis), "250 OK")
		.split("\n")
		.filter((line) => /^ {2}API |and \d+ more/.test(line));

test("names each API beside its address, if the line has room", () => {
	const long = `${url}/_aws/execute-api/${"x".repeat(60)}/prod`;
	expect(
		linesOf([
			{ name: "Rest", url: `${url}/_aws/execute-api/abc/prod` },
			{ name: "Long", url: long },
		]),
	).toEqual([
		`  API           ${url}/_aws/execute-api/abc/prod (Rest)`,
		`  API           ${long}`,
	]);
});

test("names six APIs, and how many more there are", () => {
	const lines = linesOf(
		Array.from({ length: 8 }, (_, index) => ({ name: "Api", url: `${index}` })),
	);
	expect(lines).toHaveLength(7);
	expect(lines.at(-1)).toBe("                and 2 more");
});

test("tells what to try next, unless all of it stops at once", () => {
	const lines = banner(run([]), "250 OK").split("\n");
	expect(lines.length).toBeLessThanOrEqual(24);
	expect(lines.filter((line) => /npm run ops|curl/.test(line))).toHaveLength(3);
	expect(lines.at(-1)).toBe("  Ctrl-C stops everything.");
	const over = banner(run([]), "250 OK", { isOver: true });
	expect(over.trimEnd().split("\n").at(-1)).toBe("  250 OK");
});
