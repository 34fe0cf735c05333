import { describe, expect, test } from "vitest";
import {
	namesItemOf,
	namesOf,
	producerNamesOf,
	withGranted,
} from "../../../core/delivery/producer-names.ts";

const NONE = producerNamesOf(undefined);

describe("the names that roles were granted", () => {
	test("stay, the newest last, whatever is granted later", () => {
		const first = withGranted(NONE, { A: "billing", B: "orders" });
		const renamed = withGranted(first, { A: "invoices" });
		const back = withGranted(renamed, { A: "billing" });
		expect(namesOf("A", renamed)).toEqual(["billing", "invoices"]);
		expect(namesOf("A", back)).toEqual(["invoices", "billing"]);
		expect(namesOf("B", back)).toEqual(["orders"]);
		expect(back.version).toBe(3);
		expect(namesOf("constructor", back)).toEqual([]);
	});

	test("are not written again when they are known", () => {
		const known = withGranted(NONE, { A: "billing" });
		expect(withGranted(known, { A: "billing" })).toBe(known);
	});

	test("come back from the table", () => {
		const known = withGranted(NONE, { A: "billing" });
		expect(producerNamesOf(namesItemOf(known))).toEqual(known);
	});

	test("never fill the item, and the newest are kept", () => {
		let known = NONE;
		for (let index = 0; index < 2000; index += 1)
			known = withGranted(known, {
				[`AROA${index}`.padEnd(21, "X")]: "n".repeat(64),
				A: `name-${index}`.padEnd(64, "x"),
			});
		expect(JSON.stringify(known).length).toBeLessThan(100_000);
		expect(namesOf("A", known)).toHaveLength(3);
		expect(namesOf("AROA1999".padEnd(21, "X"), known)).toHaveLength(1);
	});
});
