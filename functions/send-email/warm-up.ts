import { freeze, toMail } from "../../core/delivery/mail.ts";
import { parseMessage } from "../../core/message/parse.ts";
import type { Batch } from "./batch.ts";
import { knownNames } from "./intake/known-names.ts";

/** What a first message waits for: it is read, and compiled, while the environment's first connection is made. */
export async function warmUp(batch: Batch): Promise<void> {
	const { deps, memory } = batch;
	if (memory.isWarm) return;
	memory.isWarm = true;
	await Promise.all([
		knownNames(batch),
		deps.hashRecipients([]),
		rehearse(batch),
	]);
}

/** Goes through the steps that compile most, and sends nothing. */
async function rehearse({ deps }: Batch): Promise<void> {
	const { config, clock } = deps;
	const parsed = parseMessage(
		JSON.stringify({ to: config.mailbox, subject: "-", text: "-" }),
	);
	if (parsed.kind === "invalid") return;
	const { message } = parsed;
	const key = { keyHash: deps.digest("-"), now: clock.now() };
	await deps.compose(
		toMail(message, freeze(message, config, key), {
			files: new Map(),
			messageIdOf: () => "",
		}),
	);
}
