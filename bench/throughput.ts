/**
 * The whole local path against a bare nodemailer pool and a naive handler, in one run:
 * `node bench/throughput.ts [--messages 1000] [--connections 3] [--dot 150]`.
 */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { createTransport } from "nodemailer";
import { ENV } from "../core/contract.ts";
import { synthesize } from "../local/app/synthesize.ts";
import { LOCAL_APP_PASSWORD, type LocalRun, run } from "../local/run.ts";
import { startDelayProxy } from "./parts/delay-proxy.ts";

const ROUND_TRIP_MS = 30;
const NAIVE_MESSAGES = 40;
const ENVIRONMENTS = 2;
const TEXT = "x".repeat(70).concat("\n").repeat(29);

const { values } = parseArgs({
	options: {
		messages: { type: "string" },
		connections: { type: "string" },
		dot: { type: "string" },
	},
});
const messages = Number(values.messages ?? 1000);
const connections = Number(values.connections ?? 3);
const dotMs = Number(values.dot ?? 150);

const folder = await mkdtemp(join(tmpdir(), "sqs-gmail-sender-bench-"));
const senders = join(folder, "senders.json");
await writeFile(
	senders,
	JSON.stringify({
		senders: [
			{
				name: "bench",
				mailbox: "bench@example.com",
				mailboxType: "workspace",
				// The highest daily limit there is: what is beyond it would be deferred.
				smtpHost: "smtp-relay.gmail.com",
				connectionsPerFunction: connections,
			},
		],
	}),
);
const { stacks } = await synthesize(folder, {
	folder: join(import.meta.dirname, ".."),
	context: { senders },
});
const local = await run({ stacks, port: 0, inboxPort: 0, smtpPort: 0 });
const proxy = await startDelayProxy(local.gmail, ROUND_TRIP_MS);
try {
	local.gmail.mailboxes.setLimits({ messages: 1e9, recipients: 1e9 });
	local.gmail.faults.replace([{ stage: "eom", delayMs: dotMs }]);
	const ca = await readFile(local.caFile, "utf8");

	const ours = await sendThroughStack(local);
	const pool = await sendThroughPool(ca);
	const naive = await sendNaively(ca);
	console.log(
		`${messages} messages of 2 kB, ${ROUND_TRIP_MS} ms round trip, ${dotMs} ms at the final dot, ${ENVIRONMENTS} × ${connections} connections`,
	);
	console.log(
		`messages/s: whole path ${ours.perSecond.toFixed(1)}, bare pool ${pool.toFixed(1)}, ratio ${(ours.perSecond / pool).toFixed(2)}`,
	);
	console.log(
		`billed ms per message: whole path ${ours.billedMs.toFixed(0)}, naive handler ${naive.toFixed(0)}, ratio 1/${(naive / ours.billedMs).toFixed(1)}`,
	);
} finally {
	await proxy.stop();
	await local.stop();
	await rm(folder, { recursive: true, force: true });
}

async function sendThroughStack({
	aws,
	senders,
	gmail,
}: LocalRun): Promise<{ perSecond: number; billedMs: number }> {
	const [sender] = senders;
	const fn = aws.functions.find(
		({ spec }) => spec.name === sender?.functionName,
	);
	const [mapping] = aws.services.lambda.mappings;
	if (sender === undefined || fn === undefined || mapping === undefined)
		throw new Error("Cannot measure as there is no sender");
	Object.assign(fn.environment, { [ENV.smtpPort]: String(proxy.port) });
	await mapping.disable();
	const client = new SQSClient({
		...aws.client,
		useQueueUrlAsEndpoint: false,
	});
	for (let from = 0; from < messages; from += 10) {
		await client.send(
			new SendMessageBatchCommand({
				QueueUrl: sender.queueUrl,
				Entries: Array.from(
					{ length: Math.min(10, messages - from) },
					(_, index) => ({
						Id: String(index),
						MessageBody: JSON.stringify({
							id: `bench-${from + index}`,
							to: "ann@example.com",
							subject: `Message ${from + index}`,
							text: TEXT,
						}),
					}),
				),
			}),
		);
	}
	const before = gmail.log.accepted.length;
	const started = performance.now();
	mapping.enable();
	while (gmail.log.accepted.length < before + messages)
		await new Promise((resolve) => setTimeout(resolve, 10));
	const seconds = (performance.now() - started) / 1000;
	while (fn.busy) await new Promise((resolve) => setTimeout(resolve, 10));
	await mapping.disable();
	client.destroy();
	return { perSecond: messages / seconds, billedMs: fn.billedMs / messages };
}

function options(ca: string) {
	return {
		host: "127.0.0.1",
		port: proxy.port,
		name: "bench.example.com",
		requireTLS: true,
		auth: { user: "bench@example.com", pass: LOCAL_APP_PASSWORD },
		tls: { ca },
	};
}

async function sendThroughPool(ca: string): Promise<number> {
	const pool = createTransport({
		...options(ca),
		pool: true,
		maxConnections: ENVIRONMENTS * connections,
		maxMessages: Number.POSITIVE_INFINITY,
	});
	const started = performance.now();
	await Promise.all(
		Array.from({ length: messages }, (_, index) => pool.sendMail(mail(index))),
	);
	const seconds = (performance.now() - started) / 1000;
	pool.close();
	return messages / seconds;
}

/** What every tutorial does: a new transport for each message, one after another. */
async function sendNaively(ca: string): Promise<number> {
	const started = performance.now();
	for (let index = 0; index < NAIVE_MESSAGES; index += 1) {
		const transport = createTransport(options(ca));
		await transport.sendMail(mail(index));
		transport.close();
	}
	return (performance.now() - started) / NAIVE_MESSAGES;
}

function mail(index: number) {
	return {
		from: "bench@example.com",
		to: "ann@example.com",
		subject: `Message ${index}`,
		text: TEXT,
	};
}
