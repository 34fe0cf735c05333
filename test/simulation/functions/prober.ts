import { breakerOf, itemOf } from "../../../core/breaker/breaker.ts";
import { TABLE, tableKey } from "../../../core/contract.ts";
import { quotaItemOf, quotaOf } from "../../../core/quota/quota.ts";
import {
	lastRoundItemOf,
	lastRoundOf,
} from "../../../core/status/last-round.ts";
import { createMapping } from "../../../functions/breaker/adapters/mapping.ts";
import { createQueueDepth } from "../../../functions/breaker/adapters/queue-depth.ts";
import { answerRequest } from "../../../functions/breaker/answer-request.ts";
import type { BreakerConfig } from "../../../functions/breaker/config.ts";
import type { BreakerDeps } from "../../../functions/breaker/deps.ts";
import { attempt } from "../../../functions/shared/aws-failure.ts";
import { createLog } from "../../../functions/shared/log.ts";
import { createSecretStore } from "../../../functions/shared/secret-store.ts";
import { createVersionedItem } from "../../../functions/shared/versioned-item.ts";
import type { Process } from "../engine/process.ts";
import type { Parts } from "./parts.ts";

/** As the breaker function's clients are set, in ms. */
const CALL_TIMEOUT_MS = 3000;

/** The breaker function's code in one process. @returns what answers a request. */
export function startProber(
	process: Process,
	config: BreakerConfig,
	{ account, network, gmail, log }: Parts,
) {
	const clients = account.clientsFor(process, CALL_TIMEOUT_MS);
	const { now } = process;
	const report = () => {};
	const table = { client: clients.dynamo, tableName: "table", report };
	const logIn = gmail.logInFrom(process);
	let ids = 0;
	const deps: BreakerDeps = {
		config,
		clock: { now },
		newId: () => {
			ids += 1;
			return `${process.name}/${ids}`;
		},
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
			client: clients.secrets,
			secretArn: "secret",
			now,
			report,
		}),
		mapping: createMapping({
			client: clients.lambda,
			mappingId: "mapping",
			report,
		}),
		login: async (credential, secretVersion) => {
			const { result, session } = await logIn(credential, secretVersion);
			session?.close();
			return result;
		},
		depth: createQueueDepth({ client: clients.sqs, report }),
		// One call in place of one for each cause.
		deadLetters: {
			oldest: (since) =>
				attempt(
					() =>
						network.call(
							process,
							"table",
							"Query",
							() => {
								const times = account.table
									.keys()
									.map((key) =>
										Number(account.table.get(key)?.[TABLE.deadAt]?.N),
									)
									.filter((at) => at > since);
								return times.length === 0 ? undefined : Math.min(...times);
							},
							CALL_TIMEOUT_MS,
						),
					report,
				),
			byCause: async () => ({}),
		},
		metrics: { add: () => {}, set: () => {} },
		log: createLog({
			sender: "sim",
			requestId: () => "",
			now,
			write: (line) => log(process.name, line),
		}),
	};
	return (request: object) => answerRequest(request, deps);
}
