import { expect, test } from "vitest";
import { KNOWN_FAULTS } from "./known-faults.ts";

test.each(KNOWN_FAULTS)("$name", async ({ run }) => {
	const { figure, isWell } = await run();
	expect(isWell, figure).toBe(true);
});
