import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import middy from "@middy/core";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { TEMPLATE_ENGINE_FILE, TEMPLATES_FILE } from "../../core/contract.ts";
import { longestCallMs, REQUEST_MS } from "../shared/client-settings.ts";
import { createRuntime } from "../shared/runtime.ts";
import { sleep } from "../shared/sleep.ts";
import { compose, toEnvelopeAddress } from "./adapters/compose.ts";
import { createEventBus } from "./adapters/event-bus.ts";
import { createIntakeState } from "./adapters/intake-state.ts";
import { createLedgerTable } from "./adapters/ledger-table.ts";
import { createQueue } from "./adapters/queue.ts";
import { createRecipientHash } from "./adapters/recipient-key.ts";
import { createS3Files } from "./adapters/s3-files.ts";
import { createSmtpSlots } from "./adapters/smtp-slots.ts";
import { createSnsSignatures } from "./adapters/sns-signatures.ts";
import { createTaskTokens } from "./adapters/task-tokens.ts";
import { loadTemplates } from "./adapters/template-files.ts";
import { within } from "./adapters/within.ts";
import { newMemory } from "./batch.ts";
import { readSendingConfig } from "./config.ts";
import { CERTIFICATE_MS, READ_MS } from "./deadline.ts";
import { deliverBatch } from "./deliver.ts";
import type { SendingDeps } from "./deps.ts";
import { readRecords } from "./intake/read-records.ts";

const config = readSendingConfig(process.env);
const runtime = createRuntime(config, { requestTimeoutMs: REQUEST_MS.sender });
const { now, client, table, report } = runtime;
const s3Client = { ...client, followRegionRedirects: true };

const state = { ...table, ledgerSeconds: config.ledgerSeconds, now };
const deps: SendingDeps = {
	config,
	clock: { now },
	callMs: longestCallMs(client),
	random: Math.random,
	newId: randomUUID,
	digest: (text) => createHash("sha256").update(text).digest("hex"),
	compose: (mail) => compose(mail, report),
	templates: await loadTemplates({
		file: join(import.meta.dirname, TEMPLATES_FILE),
		engine: join(import.meta.dirname, TEMPLATE_ENGINE_FILE),
	}),
	within,
	toEnvelopeAddress,
	hashRecipients: createRecipientHash(table),
	breaker: runtime.breaker,
	quota: runtime.quota,
	ledger: createLedgerTable(state),
	...createIntakeState(state),
	secret: runtime.secret,
	files: createS3Files({
		client: s3Client,
		report,
		readMs: READ_MS,
		ownerOf: (bucket) => config.bucketOwners.get(bucket) ?? config.account,
	}),
	signatures: createSnsSignatures({
		certificatesUrl: config.certificatesUrl,
		report,
		now,
		fetchMs: CERTIFICATE_MS,
	}),
	tasks: createTaskTokens({ client, report }),
	slots: createSmtpSlots(config.connections, runtime.logIn, now),
	queue: createQueue({
		client: runtime.sqs,
		queueUrl: config.queueUrl,
		deadLetterQueueUrl: config.deadLetterQueueUrl,
		report,
	}),
	events: createEventBus({
		client: new EventBridgeClient(client),
		sender: config.sender,
		report,
	}),
	metrics: runtime.metrics,
	log: runtime.log,
	sleep,
	nextTurn: () => setImmediate(),
	timer(ms, run) {
		const timeout = setTimeout(run, ms);
		return () => clearTimeout(timeout);
	},
};
const memory = newMemory();

/** Lambda's entry: one batch of the queue in, the records that must come back out. */
export const handler = middy<SQSEvent, SQSBatchResponse>({
	// Ending early would leave the old batch running beside the next one.
	timeoutEarlyInMillis: 0,
})
	.use(runtime.middleware)
	.handler(async (event: SQSEvent, context: Context) => {
		const batch = {
			deps,
			memory,
			deadline: now() + context.getRemainingTimeInMillis(),
			events: [],
			taken: new Map<string, number>(),
			refused: [],
			failing: [],
		};
		const comeBack = await deliverBatch(readRecords(event), batch);
		return {
			batchItemFailures: comeBack.map((itemIdentifier) => ({ itemIdentifier })),
		};
	});
