import { describe, expect, test } from "vitest";
import { fits, parseQuery } from "../../../local/inbox/search.ts";

const MAIL = {
	to: "ann@example.com ann lee",
	from: "shop@example.com",
	subject: "your order 7",
	any: "ann@example.com ann lee\nshop@example.com\nyour order 7\nthanks for it",
};

describe("a search", () => {
	test.each([
		["", true],
		["order", true],
		["ORDER thanks", true],
		["order cheese", false],
		["to:ann", true],
		["TO:Ann", true],
		["to:shop", false],
		["from:shop subject:order", true],
		['subject:"your order"', true],
		['subject:"order your"', false],
		['"ann lee', true],
		["-cheese", true],
		["-order", false],
		["-to:bob", true],
		["to:", true],
		["-", true],
		["cc:ann", false],
	])("%j fits: %s", (query, isFitting) => {
		expect(fits(parseQuery(query), MAIL)).toBe(isFitting);
	});

	test("is read in no time, however odd it is", () => {
		for (const odd of ['"'.repeat(1e6), "to:".repeat(1e6), "- ".repeat(1e6)])
			expect(parseQuery(odd).length).toBeLessThanOrEqual(20);
	});
});
