import { describe, expect, test } from "vitest";
import {
	namesItemOf,
	namesOf,
	producerNamesOf,
	sinceOf,
	withGranted,
} from "../../../core/delivery/producer-names.ts";

const NONE = producerNamesOf(undefined);
const NOW = 1000;

describe("the names that roles were granted", () => {
	test("stay, the newest last, whatever is granted later", () => {
		const first = withGranted(NONE, { A: "billing", B: "orders" }, NOW);
		const renamed = withGranted(first, { A: "invoices" }, NOW);
		const back = withGranted(renamed, { A: "billing" }, NOW);
		expect(namesOf("A", renamed)).toEqual(["billing", "invoices"]);
		expect(namesOf("A", back)).toEqual(["invoices", "billing"]);
		expect(namesOf("B", back)).toEqual(["orders"]);
		expect(back.version).toBe(3);
		expect(namesOf("constructor", back)).toEqual([]);
		expect([sinceOf("A", back), sinceOf("C", back)]).toEqual([NOW, 0]);
	});

	test("are not written again when they are known", () => {
		const known = withGranted(NONE, { A: "billing" }, NOW);
		expect(withGranted(known, { A: "billing" }, NOW)).toBe(known);
	});

	test("come back from the table", () => {
		const known = withGranted(NONE, { A: "billing" }, NOW);
		expect(producerNamesOf(namesItemOf(known))).toEqual(known);
	});

	test("never fill the item, and the newest are kept", () => {
		let known = NONE;
		for (let index = 0; index < 2000; index += 1)
			known = withGranted(
				known,
				{
					[`AROA${index}`.padEnd(21, "X")]: "n".repeat(64),
					A: `name-${index}`.padEnd(64, "x"),
				},
				index,
			);
		expect(JSON.stringify(known).length).toBeLessThan(100_000);
		expect(namesOf("A", known)).toHaveLength(3);
		expect(namesOf("AROA1999".padEnd(21, "X"), known)).toHaveLength(1);
	});
});
