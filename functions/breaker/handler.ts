import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import { breakerOf, itemOf } from "../../core/breaker/breaker.ts";
import { tableKey } from "../../core/contract.ts";
import { quotaItemOf, quotaOf } from "../../core/quota/quota.ts";
import { lastRoundItemOf, lastRoundOf } from "../../core/status/last-round.ts";
import { createAccessTokens } from "../shared/access-tokens.ts";
import { createObserver } from "../shared/observer.ts";
import { createSecretStore } from "../shared/secret-store.ts";
import { createLogIn } from "../shared/smtp-login.ts";
import { createVersionedItem } from "../shared/versioned-item.ts";
import { createDeadLetterIndex } from "./adapters/dead-letter-index.ts";
import { createMapping } from "./adapters/mapping.ts";
import { createQueueDepth } from "./adapters/queue-depth.ts";
import type { Answer } from "./answer.ts";
import { answerRequest } from "./answer-request.ts";
import { readBreakerConfig } from "./config.ts";
import type { BreakerDeps } from "./deps.ts";

const config = readBreakerConfig(process.env);
const now = () => Date.now();
const { log, metrics, report, middleware } = createObserver({
	sender: config.sender,
	now,
	write: (line) => process.stdout.write(`${line}\n`),
});
const client = {
	maxAttempts: 2,
	requestHandler: {
		connectionTimeout: 1000,
		requestTimeout: 3000,
		throwOnRequestTimeout: true,
	},
};
const dynamo = new DynamoDBClient(client);
const table = { client: dynamo, tableName: config.tableName, report };
const logIn = createLogIn(
	{ host: config.smtpHost, port: config.smtpPort, name: config.ehloName },
	createAccessTokens(config.tokenUrl, now),
);

const deps: BreakerDeps = {
	config,
	clock: { now },
	newId: () => randomUUID().slice(0, 8),
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
	lastRound: createVersionedItem(table, {
		key: tableKey.lastRound(config.mailbox),
		fromItem: lastRoundOf,
		toItem: lastRoundItemOf,
	}),
	secret: createSecretStore({
		client: new SecretsManagerClient(client),
		secretArn: config.secretArn,
		now,
		report,
	}),
	mapping: createMapping({
		client: new LambdaClient(client),
		mappingId: config.mappingId,
		report,
	}),
	async login(credential, secretVersion) {
		const { result, session } = await logIn(credential, secretVersion);
		session?.close();
		return result;
	},
	depth: createQueueDepth({
		// The queue's URL names the host; a configured endpoint has to win over it.
		client: new SQSClient({ ...client, useQueueUrlAsEndpoint: false }),
		report,
	}),
	deadLetters: createDeadLetterIndex(table),
	metrics,
	log,
};

/** Lambda's entry: `{"action":"tick" | "status" | "check-login" | "hold" | "resume" | "cancel", …}` in, an `Answer` out. */
export const handler = middy<unknown, Answer>({ timeoutEarlyInMillis: 0 })
	.use(middleware)
	.handler((event: unknown) => answerRequest(event, deps));
