import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Deployed, startDeployed } from "./deployed.ts";
import { MAILBOX, mailOf } from "./mail.ts";

export interface SenderSettings {
	readonly connections: number;
	/** Milliseconds that the look-alike thinks at the final dot. */
	readonly dotMs: number;
	/** Of the network in between; 0: there is none. @default 30 */
	readonly roundTripMs?: number;
}

export type BenchSender = Deployed;

/** The deployed stack on this machine, its Gmail behind a network; its mapping is off. */
export async function startSender({
	connections,
	dotMs,
	...network
}: SenderSettings): Promise<BenchSender> {
	const folder = await mkdtemp(join(tmpdir(), "sqs-gmail-sender-bench-"));
	const senders = join(folder, "senders.json");
	const sender = {
		name: "bench",
		mailbox: MAILBOX,
		mailboxType: "workspace",
		// The highest daily limit there is: what is beyond it would be deferred.
		smtpHost: "smtp-relay.gmail.com",
		connectionsPerFunction: connections,
	};
	try {
		await writeFile(senders, JSON.stringify({ senders: [sender] }));
		return await startDeployed({
			context: { senders },
			dotMs,
			...network,
		});
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** A message of 2 kB to a recipient of its own. */
export function bodyOf(id: string): string {
	return JSON.stringify(mailOf(id));
}
