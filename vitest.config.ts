import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["test/**/*.test.ts"],
		globalSetup: "test/support/synthesize-once.ts",
		// A reviewed file that is missing fails, instead of being written: `-u` writes it.
		update: "none",
		pool: "forks",
		// Most tests wait for other processes: more of them than cores keep the cores busy.
		maxWorkers: 4,
		testTimeout: 120_000,
		hookTimeout: 120_000,
	},
});
