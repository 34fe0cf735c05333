import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["{test,packages/*/test}/**/*.test.ts"],
		globalSetup: "test/support/synthesize-once.ts",
		// A reviewed file that is missing fails, instead of being written: `-u` writes it.
		update: "none",
		// CDK's rules cost seconds a file: the app's own synth, which is not a test's, is held to them.
		env: { CDK_VALIDATION: "false" },
		pool: "forks",
		// Most tests wait for other processes: more of them than cores keep the cores busy.
		maxWorkers: 4,
		// Long, for a busy machine: a test may be slow, never wrong.
		testTimeout: 240_000,
		hookTimeout: 240_000,
	},
});
