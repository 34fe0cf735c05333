import { randomUUID } from "node:crypto";
import { LambdaClient } from "@aws-sdk/client-lambda";
import middy from "@middy/core";
import { tableKey } from "../../core/contract.ts";
import { lastRoundItemOf, lastRoundOf } from "../../core/status/last-round.ts";
import { REQUEST_MS } from "../shared/client-settings.ts";
import { createRuntime } from "../shared/runtime.ts";
import { sleep } from "../shared/sleep.ts";
import { createVersionedItem } from "../shared/versioned-item.ts";
import { createDeadLetterIndex } from "./adapters/dead-letter-index.ts";
import { createMapping } from "./adapters/mapping.ts";
import { createQueueDepth } from "./adapters/queue-depth.ts";
import type { Answer } from "./answer.ts";
import { answerRequest } from "./answer-request.ts";
import { readBreakerConfig } from "./config.ts";
import type { BreakerDeps } from "./deps.ts";

const config = readBreakerConfig(process.env);
const runtime = createRuntime(config, { requestTimeoutMs: REQUEST_MS.breaker });
const { client, table, report, logIn } = runtime;

const deps: BreakerDeps = {
	config,
	clock: { now: runtime.now },
	newId: () => randomUUID().slice(0, 8),
	breaker: runtime.breaker,
	quota: runtime.quota,
	lastRound: createVersionedItem(table, {
		key: tableKey.lastRound(config.mailbox),
		fromItem: lastRoundOf,
		toItem: lastRoundItemOf,
	}),
	secret: runtime.secret,
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
	sleep,
	depth: createQueueDepth({ client: runtime.sqs, report }),
	deadLetters: createDeadLetterIndex(table),
	metrics: runtime.metrics,
	log: runtime.log,
};

/** Lambda's entry: `{"action":"tick" | "status" | "failed" | "check-login" | "hold" | "resume" | "cancel", …}` in, an `Answer` out. */
export const handler = middy<unknown, Answer>({ timeoutEarlyInMillis: 0 })
	.use(runtime.middleware)
	.handler((event: unknown) => answerRequest(event, deps));
