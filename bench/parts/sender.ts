import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { ENV } from "../../core/contract.ts";
import { synthesize } from "../../local/app/synthesize.ts";
import { type LocalRun, run } from "../../local/run.ts";
import { startDelayProxy } from "./delay-proxy.ts";

export const MAILBOX = "bench@example.com";
export const ROUND_TRIP_MS = 30;

export interface SenderSettings {
	readonly connections: number;
	/** Milliseconds that the look-alike thinks at the final dot. */
	readonly dotMs: number;
	/** What else is set of the sender, as in senders.json. */
	readonly settings?: object;
}

export type BenchSender = Awaited<ReturnType<typeof startSender>>;

/** The deployed stack on this machine, its Gmail behind a network of 30 ms; its mapping is off. */
export async function startSender({
	connections,
	dotMs,
	settings = {},
}: SenderSettings) {
	const folder = await mkdtemp(join(tmpdir(), "sqs-gmail-sender-bench-"));
	const senders = join(folder, "senders.json");
	const sender = {
		name: "bench",
		mailbox: MAILBOX,
		mailboxType: "workspace",
		// The highest daily limit there is: what is beyond it would be deferred.
		smtpHost: "smtp-relay.gmail.com",
		connectionsPerFunction: connections,
		...settings,
	};
	await writeFile(senders, JSON.stringify({ senders: [sender] }));
	const { stacks } = await synthesize(folder, {
		folder: join(import.meta.dirname, "..", ".."),
		context: { senders },
	});
	const local = await run({ stacks, port: 0, inboxPort: 0, smtpPort: 0 });
	const proxy = await startDelayProxy(local.gmail, ROUND_TRIP_MS);
	local.gmail.mailboxes.setLimits({ messages: 1e9, recipients: 1e9 });
	local.gmail.faults.replace([{ stage: "eom", delayMs: dotMs }]);
	const { fn, mapping, queueUrl } = partsOf(local);
	Object.assign(fn.environment, { [ENV.smtpPort]: String(proxy.port) });
	await mapping.disable();
	const client = new SQSClient({
		...local.aws.client,
		useQueueUrlAsEndpoint: false,
	});
	return {
		local,
		gmail: local.gmail,
		fn,
		mapping,
		smtpPort: proxy.port,
		ca: await readFile(local.caFile, "utf8"),
		/** Puts messages on the queue, ten a call. */
		async fill(bodies: readonly string[]): Promise<void> {
			for (let from = 0; from < bodies.length; from += 10)
				await client.send(
					new SendMessageBatchCommand({
						QueueUrl: queueUrl,
						Entries: bodies
							.slice(from, from + 10)
							.map((MessageBody, index) => ({
								Id: String(index),
								MessageBody,
							})),
					}),
				);
		},
		async stop(): Promise<void> {
			client.destroy();
			await proxy.stop();
			await local.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

function partsOf({ aws, senders: [sender] }: LocalRun) {
	const fn = aws.functions.find(
		({ spec }) => spec.name === sender?.functionName,
	);
	const [mapping] = aws.services.lambda.mappings;
	if (sender === undefined || fn === undefined || mapping === undefined)
		throw new Error("Cannot measure as there is no sender");
	return { fn, mapping, queueUrl: sender.queueUrl };
}

const TEXT = "x".repeat(70).concat("\n").repeat(29);

/** A message of 2 kB to a recipient of its own. */
export function bodyOf(id: string): string {
	return JSON.stringify({
		id,
		to: `${id}@example.com`,
		subject: `Message ${id}`,
		text: TEXT,
	});
}
