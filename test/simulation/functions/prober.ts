import { TABLE, tableKey } from "../../../core/contract.ts";
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
import {
	clientSettings,
	longestAttemptMs,
	REQUEST_MS,
} from "../../../functions/shared/client-settings.ts";
import { createVersionedItem } from "../../../functions/shared/versioned-item.ts";
import type { Process } from "../engine/process.ts";
import type { Parts } from "./parts.ts";
import { startRuntime } from "./runtime.ts";

const ATTEMPT_MS = longestAttemptMs(clientSettings(REQUEST_MS.breaker));

/** The breaker function's code in one process. @returns what answers a request. */
export function startProber(
	process: Process,
	config: BreakerConfig,
	parts: Parts,
) {
	const runtime = startRuntime(process, config, parts, ATTEMPT_MS);
	const { clients, table, report } = runtime;
	const { account, network, gmail } = parts;
	const logIn = gmail.logInFrom(process);
	const deps: BreakerDeps = {
		config,
		...runtime.deps,
		lastRound: createVersionedItem(table, {
			key: tableKey.lastRound(config.mailbox),
			fromItem: lastRoundOf,
			toItem: lastRoundItemOf,
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
		sleep: process.sleep,
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
							ATTEMPT_MS,
						),
					report,
				),
			newest: async () => [],
			byCause: async () => ({}),
		},
	};
	return (request: object) => answerRequest(request, deps);
}
