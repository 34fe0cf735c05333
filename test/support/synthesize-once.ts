import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SynthesizedStack } from "local-aws";
import type { TestProject } from "vitest/node";
import { synthesize } from "../../local/app/synthesize.ts";

const ROOT = join(import.meta.dirname, "..", "..");

declare module "vitest" {
	interface ProvidedContext {
		/** The repository's app, synthesized once for all tests. */
		readonly stacks: readonly SynthesizedStack[];
		readonly assemblyFolder: string;
	}
}

export default async function setup({
	provide,
}: TestProject): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), "sqs-gmail-sender-test-"));
	provide("assemblyFolder", folder);
	const { stacks } = await synthesize(folder, { folder: ROOT });
	provide("stacks", stacks);
	return () => rm(folder, { recursive: true, force: true });
}
