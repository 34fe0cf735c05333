import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { breakerOf, itemOf } from "../../core/breaker/breaker.ts";
import {
	TEMPLATE_ENGINE_FILE,
	TEMPLATES_FILE,
	tableKey,
} from "../../core/contract.ts";
import { domainOf } from "../../core/message/address.ts";
import { quotaItemOf, quotaOf } from "../../core/quota/quota.ts";
import { createAccessTokens } from "../shared/access-tokens.ts";
import { createObserver } from "../shared/observer.ts";
import { createSecretStore } from "../shared/secret-store.ts";
import { createLogIn } from "../shared/smtp-login.ts";
import { createVersionedItem } from "../shared/versioned-item.ts";
import { compose, toEnvelopeAddress } from "./adapters/compose.ts";
import { createEventBus } from "./adapters/event-bus.ts";
import { createLedgerTable } from "./adapters/ledger-table.ts";
import { createQueue } from "./adapters/queue.ts";
import { createRecipientHash } from "./adapters/recipient-key.ts";
import { createS3Files } from "./adapters/s3-files.ts";
import { createSmtpSlots } from "./adapters/smtp-slots.ts";
import { createTaskTokens } from "./adapters/task-tokens.ts";
import { loadTemplates } from "./adapters/template-files.ts";
import { newMemory } from "./batch.ts";
import { readSendingConfig } from "./config.ts";
import { deliverBatch } from "./deliver.ts";
import type { SendingDeps } from "./deps.ts";
import { readRecords } from "./intake/read-records.ts";

const config = readSendingConfig(process.env);
const now = () => Date.now();
const { log, metrics, report, middleware } = createObserver({
	sender: config.sender,
	now,
	write: (line) => process.stdout.write(`${line}\n`),
});

// Short enough that a call which never answers can be repeated within the invocation.
const client = {
	maxAttempts: 2,
	requestHandler: {
		connectionTimeout: 1000,
		requestTimeout: 2000,
		throwOnRequestTimeout: true,
	},
};
const dynamo = new DynamoDBClient(client);
const table = { client: dynamo, tableName: config.tableName, report };

const s3Client = { ...client, followRegionRedirects: true };
const { files, open } = createS3Files({ client: s3Client, report });

const deps: SendingDeps = {
	config,
	clock: { now },
	random: Math.random,
	newId: randomUUID,
	digest: (text) => createHash("sha256").update(text).digest("hex"),
	compose: (mail) => compose(mail, open, report),
	templates: await loadTemplates({
		file: join(import.meta.dirname, TEMPLATES_FILE),
		engine: join(import.meta.dirname, TEMPLATE_ENGINE_FILE),
	}),
	toEnvelopeAddress,
	hashRecipients: createRecipientHash(table),
	breaker: createVersionedItem(table, {
		key: tableKey.breaker(config.mailbox),
		fromItem: breakerOf,
		toItem: itemOf,
	}),
	quota: createVersionedItem(table, {
		key: tableKey.quota(config.mailbox),
		fromItem: quotaOf,
		toItem: quotaItemOf,
	}),
	ledger: createLedgerTable({
		...table,
		ledgerSeconds: config.ledgerSeconds,
		now,
	}),
	secret: createSecretStore({
		client: new SecretsManagerClient(client),
		secretArn: config.secretArn,
		now,
		report,
	}),
	files,
	tasks: createTaskTokens({ client, report }),
	slots: createSmtpSlots(
		config.connections,
		createLogIn(
			{
				host: config.smtpHost,
				port: config.smtpPort,
				name: domainOf(config.mailbox),
			},
			createAccessTokens(config.tokenUrl, now),
		),
		now,
	),
	queue: createQueue({
		// The queue's URL names the host; a configured endpoint has to win over it.
		client: new SQSClient({ ...client, useQueueUrlAsEndpoint: false }),
		queueUrl: config.queueUrl,
		deadLetterQueueUrl: config.deadLetterQueueUrl,
		report,
	}),
	events: createEventBus({
		client: new EventBridgeClient(client),
		sender: config.sender,
		report,
	}),
	metrics,
	log,
	sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
const memory = newMemory();

/** Lambda's entry: one batch of the queue in, the records that must come back out. */
export const handler = middy<SQSEvent, SQSBatchResponse>({
	// Ending early would leave the old batch running beside the next one.
	timeoutEarlyInMillis: 0,
})
	.use(middleware)
	.handler(async (event: SQSEvent, context: Context) => {
		const batch = {
			deps,
			memory,
			deadline: now() + context.getRemainingTimeInMillis(),
			events: [],
			taken: new Map<string, number>(),
		};
		const comeBack = await deliverBatch(readRecords(event), batch);
		return {
			batchItemFailures: comeBack.map((itemIdentifier) => ({ itemIdentifier })),
		};
	});
