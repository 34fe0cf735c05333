import { setTimeout as sleep } from "node:timers/promises";
import {
	SendMessageBatchCommand,
	SendMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import type { BenchSender } from "../parts/sender.ts";
import type { Audit } from "./audit.ts";
import { bodyOf, type Kind } from "./messages.ts";
import { queueOf } from "./queue.ts";

/** Roles that send: refused recipients hold a producer from 50 an hour on, as they should. */
const PRODUCERS = 8;
const BATCH = 10;
/** A longer body goes alone: a batch may have 1 MiB. */
const LONG = 50_000;
/** With no more waiting than this, more is put on the queue. */
const BACKLOG = 500;

export interface Load {
	/** Puts messages on the queue, one of each kind that is named. */
	put(kinds: readonly Kind[]): Promise<void>;
	/** The same as room becomes. */
	keepUp(kinds: readonly Kind[]): Promise<void>;
	stop(): void;
}

/** Sends numbered messages in turn as one producer after another. */
export function startLoad(
	bench: BenchSender,
	audit: Audit,
	count: (name: string) => void,
): Load {
	const { local } = bench;
	const QueueUrl = local.senders[0]?.queueUrl;
	const clients = Array.from(
		{ length: PRODUCERS },
		(_, number) =>
			new SQSClient({
				...local.aws.client,
				useQueueUrlAsEndpoint: false,
				credentials: {
					accessKeyId: `AROAPRODUCER${number}`,
					secretAccessKey: "local",
				},
			}),
	);
	let next = 0;
	let turn = 0;

	async function putBatch(kinds: readonly Kind[]): Promise<void> {
		const bodies = kinds.flatMap((kind) => {
			const index = next++;
			audit.sent(index, kind);
			const body = bodyOf(index, kind, Date.now());
			if (kind !== "twice") return [body];
			count("the same message on the queue twice");
			return [body, body];
		});
		const client = clients[turn++ % PRODUCERS];
		const short = bodies.filter(({ length }) => length <= LONG);
		for (let from = 0; from < short.length; from += BATCH)
			await client?.send(
				new SendMessageBatchCommand({
					QueueUrl,
					Entries: short
						.slice(from, from + BATCH)
						.map((MessageBody, index) => ({ Id: `${index}`, MessageBody })),
				}),
			);
		for (const MessageBody of bodies.filter(({ length }) => length > LONG))
			await client?.send(new SendMessageCommand({ QueueUrl, MessageBody }));
	}

	return {
		async put(kinds) {
			for (let from = 0; from < kinds.length; from += BATCH)
				await putBatch(kinds.slice(from, from + BATCH));
		},
		async keepUp(kinds) {
			for (let from = 0; from < kinds.length; from += BATCH) {
				while (queueOf(bench).messages.length > BACKLOG) await sleep(5);
				await putBatch(kinds.slice(from, from + BATCH));
			}
		},
		stop() {
			for (const client of clients) client.destroy();
		},
	};
}
