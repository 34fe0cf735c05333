import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stack } from "aws-cdk-lib";
import type { SynthesizedStack } from "local-aws";
import type { GmailSender } from "../../infra/index.ts";
import { readAssembly } from "../../local/app/assembly.ts";
import { newApp, stackWith } from "./synth.ts";

/** A team's own app on disk: a stack with a sender, and what `build` puts beside it. */
export async function synthesizeApp(
	build: (stack: Stack, sender: GmailSender) => void,
	props: Parameters<typeof stackWith>[0] = {},
): Promise<{
	readonly stacks: readonly SynthesizedStack[];
	tidy(): Promise<void>;
}> {
	const folder = await mkdtemp(join(tmpdir(), "sqs-gmail-sender-app-"));
	const app = newApp({ outdir: folder });
	const { stack, sender } = stackWith(props, { app });
	build(stack, sender);
	app.synth();
	return {
		stacks: readAssembly(folder),
		tidy: () => rm(folder, { recursive: true, force: true }),
	};
}
