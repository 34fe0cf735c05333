import { describe, expect, test } from "vitest";
import { readFacts, writeFacts } from "../../../core/delivery/dead-letter.ts";

describe("dead-letter facts", () => {
	const facts = {
		v: 1,
		cause: "policy",
		failure: 2,
		key: "k",
		at: "2026-11-23T00:00:00Z",
	} as const;

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
	])("are not read from %j", (text) => {
		expect(readFacts(text)).toBeUndefined();
	});
});
