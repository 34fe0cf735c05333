import { expect, test } from "vitest";
import { runCases } from "./run-cases.ts";

test("2,000 hostile messages and records harm nobody", async () => {
	const { counts, faults } = await runCases(1, 2000);
	expect(faults).toEqual([]);
	// It would see nothing if all were refused alike.
	for (const kind of ["mail written", "mail refused", "keyed", "bad-message"])
		expect(counts[kind], kind).toBeGreaterThan(100);
});
