import { CLOSED } from "../../core/breaker/breaker.ts";
import { NO_QUOTA } from "../../core/quota/quota.ts";
import { NO_ROUND } from "../../core/status/last-round.ts";
import type { BreakerDeps } from "../../functions/breaker/deps.ts";

const unasked = () => Promise.reject(new Error("asked while all is well"));

/** A sender for which all is well and no mail is there, as the breaker function finds it. */
export function quietRound(): BreakerDeps {
	const write = async () => "written" as const;
	return {
		config: {
			queueUrl: "queue",
			deadLetterQueueUrl: "dead-letters",
			retention: 604_800,
			deadLetterRetention: 1_209_600,
			limits: { messages: 2000, recipients: 10_000 },
		} as BreakerDeps["config"],
		clock: { now: () => Date.UTC(2026, 10, 23) },
		newId: () => "",
		breaker: { read: async () => CLOSED, write },
		quota: { read: async () => NO_QUOTA },
		lastRound: { read: async () => NO_ROUND, write },
		secret: { current: unasked },
		mapping: { state: async () => "Enabled", enable: unasked },
		login: unasked,
		sleep: unasked,
		depth: async () => ({ ready: 0, hidden: 0, inFlight: 0 }),
		deadLetters: {
			oldest: async () => undefined,
			byCause: unasked,
			newest: unasked,
		},
		metrics: { add: () => {}, set: () => {} },
		log: () => {},
	};
}
