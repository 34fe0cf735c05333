import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { SlowFirst } from "./test/support/slow-first.ts";
import {
	SIMULATION_TESTS,
	STACK_TESTS,
	UNIT_TESTS,
} from "./test/support/test-kinds.ts";

// Tests start many processes that load the same code.
const compiled = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-compiled-"));
process.env.NODE_COMPILE_CACHE = compiled;
process.on("exit", () => rmSync(compiled, { recursive: true, force: true }));

export default defineConfig({
	test: {
		// A reviewed file that is missing fails, instead of being written: `-u` writes it.
		update: "none",
		// CDK's rules cost seconds a file: the app's own synth, which is not a test's, is held to them.
		env: { CDK_VALIDATION: "false" },
		pool: "forks",
		// A worker keeps its modules from one file to the next: loading them anew costs about a second.
		isolate: false,
		sequence: { sequencer: SlowFirst },
		// Most tests wait for other processes: more of them than cores keep the cores busy.
		maxWorkers: 4,
		// Long, for a busy machine: a test may be slow, never wrong.
		testTimeout: 120_000,
		hookTimeout: 120_000,
		projects: [
			{
				extends: true,
				test: { name: "unit", include: UNIT_TESTS },
			},
			{
				extends: true,
				test: { name: "simulation", include: SIMULATION_TESTS },
			},
			{
				extends: true,
				test: {
					name: "stack",
					include: STACK_TESTS,
					globalSetup: "test/support/synthesize-once.ts",
				},
			},
		],
	},
});
