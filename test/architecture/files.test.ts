import { describe, expect, test } from "vitest";
import {
	commentsOf,
	files,
	missingFiles,
	productSources,
	readText,
	sources,
} from "../support/source-tree.ts";

/** What may have more than 300 lines. */
const LONG: Readonly<Record<string, string>> = {
	"core/smtp/rules.ts": "a table",
	"infra/constructs/alarms/alarms.ts": "a table",
	"functions/shared/smtp-connection.ts": "the conversation on one connection",
};

const DOCUMENTS = files.filter((file) =>
	/^(docs\/[^/]+|README|CONTRIBUTING|bench\/README|examples\/README|packages\/local-aws\/README)\.md$/.test(
		file,
	),
);

const linesOf = (text: string) => text.trimEnd().split("\n").length;

describe("files", () => {
	test("have fewer than 90 lines, half of them", () => {
		const lengths = productSources
			.map(({ text }) => linesOf(text))
			.toSorted((a, b) => a - b);
		expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(90);
	});

	test("have at most 300 lines, but those that are named with a reason", () => {
		expect(
			productSources
				.filter(({ text }) => linesOf(text) > 300)
				.map(({ path }) => path)
				.toSorted(),
		).toEqual(Object.keys(LONG).toSorted());
	});

	test("that a comment names exist", () => {
		expect(missingFiles(`// see core/nowhere.ts`, "core/contract.ts")).toEqual([
			"core/nowhere.ts",
		]);
		expect(
			sources.flatMap(({ path, text }) =>
				missingFiles(commentsOf(text), path).map((name) => `${path}: ${name}`),
			),
		).toEqual([]);
	});

	test.each(DOCUMENTS)("that %s names in code exist", (document) => {
		const code = readText(document).match(/^```[\s\S]*?^```|`[^`\n]+`/gm) ?? [];
		expect(code).not.toEqual([]);
		expect(missingFiles(code.join("\n"), document)).toEqual([]);
	});

	test("are in each room that is a heading of the decisions", () => {
		const rooms = [...readText("docs/decisions.md").matchAll(/^## (.*)$/gm)];
		expect(rooms).not.toEqual([]);
		expect(
			rooms
				.map(([, room]) => room)
				.filter((room) => !files.some((file) => file.startsWith(`${room}/`))),
		).toEqual([]);
	});

	test("that are documents are all looked at", () => {
		expect(DOCUMENTS.length).toBeGreaterThan(8);
	});
});
