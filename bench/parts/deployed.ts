import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { ENV } from "../../core/contract.ts";
import { synthesize } from "../../local/app/synthesize.ts";
import { LOCAL_APP_PASSWORD, type LocalRun, run } from "../../local/run.ts";
import { startDelayProxy } from "./delay-proxy.ts";
import { MAILBOX } from "./mail.ts";

export const ROUND_TRIP_MS = 30;

export interface DeployedApp {
	/** A file from the repository's folder on. @default the repository's own app */
	readonly app?: string;
	readonly context: object;
	/** Milliseconds that the look-alike thinks at the final dot. */
	readonly dotMs: number;
	/** Of the network in between; 0: there is none. */
	readonly roundTripMs?: number;
}

export type Deployed = Awaited<ReturnType<typeof startDeployed>>;

/** A deployed stack with one queue and one function that drains it; its Gmail behind a network, its mapping off. */
export async function startDeployed({
	app,
	context,
	dotMs,
	roundTripMs = ROUND_TRIP_MS,
}: DeployedApp) {
	const stops: (() => Promise<void>)[] = [];
	const stop = async () => {
		for (const end of stops.splice(0).reverse()) await end();
	};
	try {
		const folder = await mkdtemp(join(tmpdir(), "sqs-gmail-sender-bench-"));
		stops.push(() => rm(folder, { recursive: true, force: true }));
		const { stacks } = await synthesize(folder, {
			folder: join(import.meta.dirname, "..", ".."),
			app,
			context,
		});
		const local = await run({ stacks, port: 0, inboxPort: 0, smtpPort: 0 });
		stops.push(() => local.stop());
		const { gmail } = local;
		const proxy =
			roundTripMs === 0 ? undefined : await startDelayProxy(gmail, roundTripMs);
		stops.push(async () => proxy?.stop());
		const { port: smtpPort } = proxy ?? gmail;
		gmail.mailboxes.setPassword(LOCAL_APP_PASSWORD, MAILBOX);
		gmail.mailboxes.setLimits({ messages: 1e9, recipients: 1e9 });
		// One that does nothing would still come before what an address asks for.
		if (dotMs > 0) gmail.faults.replace([{ stage: "eom", delayMs: dotMs }]);
		const { fn, mapping, queue, deadLetterQueue } = partsOf(local);
		Object.assign(fn.environment, { [ENV.smtpPort]: String(smtpPort) });
		await mapping.disable();
		const client = new SQSClient({
			...local.aws.client,
			useQueueUrlAsEndpoint: false,
		});
		stops.push(async () => client.destroy());
		return {
			local,
			gmail,
			fn,
			mapping,
			queue,
			deadLetterQueue,
			/** Puts messages on the queue, ten a call. */
			async fill(bodies: readonly string[]): Promise<void> {
				for (let from = 0; from < bodies.length; from += 10)
					await client.send(
						new SendMessageBatchCommand({
							QueueUrl: queue.url,
							Entries: bodies
								.slice(from, from + 10)
								.map((MessageBody, index) => ({
									Id: String(index),
									MessageBody,
								})),
						}),
					);
			},
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

function partsOf({ aws }: LocalRun) {
	const { lambda, queues } = aws.services;
	const [mapping] = lambda.mappings;
	const fn = aws.functions.find(
		({ spec }) => spec.arn === mapping?.spec.FunctionArn,
	);
	const queue = queues.store.getQueueByArn(mapping?.spec.EventSourceArn ?? "");
	const { deadLetterTargetArn = "" } = JSON.parse(
		queue?.attributes.RedrivePolicy ?? "{}",
	);
	const deadLetterQueue = queues.store.getQueueByArn(deadLetterTargetArn);
	if (
		fn === undefined ||
		mapping === undefined ||
		queue === undefined ||
		deadLetterQueue === undefined
	)
		throw new Error(
			"Cannot measure as the app has no function that drains a queue with a dead-letter queue",
		);
	return { fn, mapping, queue, deadLetterQueue };
}
