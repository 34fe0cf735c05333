import { describe, expect, test } from "vitest";
import { readFacts, writeFacts } from "../../../core/delivery/dead-letter.ts";

const facts = {
	v: 1,
	cause: "policy",
	failure: 2,
	key: "k",
	row: "of#billing#k",
	at: "2026-11-23T00:00:00Z",
} as const;

describe("dead-letter facts", () => {
	test("come back from a redrive", () => {
		expect(readFacts(writeFacts(facts))).toMatchObject({
			key: "k",
			failure: 2,
		});
	});

	test("stay within the room the queue leaves, whatever the producer's attributes", () => {
		const attributes = Object.fromEntries(
			Array.from({ length: 10 }, (_, index) => [
				`a${index}`,
				{ type: "String", value: "é".repeat(50_000) },
			]),
		);
		const text = writeFacts({ ...facts, attributes });
		expect(Buffer.byteLength(text)).toBeLessThanOrEqual(12_000);
		expect(readFacts(text)).toMatchObject({ key: "k", failure: 2 });
	});

	test.each([
		undefined,
		"",
		"x",
		"null",
		"{}",
		'{"key":"","failure":1}',
		'{"key":"k","failure":"1"}',
		...[
			{ producer: "x".repeat(129) },
			{ key: "x".repeat(257) },
			{ key: 1 },
			{ failure: 2 ** 53 },
			{ failure: -1 },
			{ failure: 1.5 },
			{ row: "quota#me@example.com" },
			{ row: "of#billing" },
			{ row: `of#${"x".repeat(65)}#k` },
			{ at: "yesterday" },
			{ at: 5 },
			{ cause: "because" },
			{ problems: [1] },
			{ attributes: { a: 1 } },
			{ reason: { reply: "x".repeat(1001) } },
		].map((forged) => JSON.stringify({ ...facts, ...forged })),
		JSON.stringify({
			...facts,
			attributes: { a: { type: "String", value: "x".repeat(12_000) } },
		}),
		"[".repeat(10_000),
	])("are not read from %j", (text) => {
		expect(readFacts(text)).toBeUndefined();
	});
});
