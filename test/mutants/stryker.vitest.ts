import { defineConfig } from "vitest/config";
import { UNIT_TESTS } from "../support/test-kinds.ts";

/** The tests of core/ alone: each bug runs those that reach it. */
export default defineConfig({
	test: {
		update: "none",
		testTimeout: 120_000,
		include: UNIT_TESTS.filter((path) => path.startsWith("test/core/")),
	},
});
