import { describe, expect, test } from "vitest";
import { type Breaker, CLOSED } from "../../../../core/breaker/breaker.ts";
import { afterEvent } from "../../../../core/breaker/transition.ts";
import {
	closeAfterProof,
	openBreaker,
	passTokenOn,
} from "../../../../functions/send-email/admission/breaker.ts";
import {
	type AdmittedBatch,
	newMemory,
} from "../../../../functions/send-email/batch.ts";
import type { SendingDeps } from "../../../../functions/send-email/deps.ts";

const NOW = Date.UTC(2026, 10, 23);
const unproved: Breaker = [
	{
		kind: "failed" as const,
		at: NOW,
		failure: { cause: "auth" as const, stage: "auth" as const },
		secretVersion: "v1",
	},
	{ kind: "login-accepted" as const, at: NOW, secretVersion: "v2" },
].reduce(afterEvent, CLOSED);

/** A batch that has read one breaker, while the table has another by now. */
function batchBetween(read: Breaker, now: Breaker) {
	const table = { breaker: now };
	const deps: Pick<
		SendingDeps,
		"breaker" | "clock" | "log" | "metrics" | "newId" | "secret"
	> = {
		clock: { now: () => NOW },
		newId: () => "writer",
		log: () => {},
		metrics: { add: () => {}, set: () => {} },
		secret: { current: async () => ({ value: "", version: "v3" }) },
		breaker: {
			read: async () => table.breaker,
			write: async (next) => {
				if (next.version - 1 !== table.breaker.version) return "conflict";
				table.breaker = next;
				return "written";
			},
		},
	};
	const batch: Pick<
		AdmittedBatch,
		"memory" | "breaker" | "trialOwner" | "secret" | "stopped"
	> & { deps: typeof deps } = {
		deps,
		memory: newMemory(),
		breaker: read,
		trialOwner: undefined,
		secret: { value: "", version: "v2" },
		stopped: undefined,
	};
	return { table, batch: batch as AdmittedBatch };
}

const HOLD = { kind: "held", at: NOW, who: "ann", why: "flood" } as const;

describe("while an operator writes a hold", () => {
	test("a message's 250 proves the breaker without losing the hold, for this batch, too", async () => {
		const { table, batch } = batchBetween(unproved, afterEvent(unproved, HOLD));
		await closeAfterProof(batch, "mail");
		expect(table.breaker.hold).toMatchObject({ who: "ann" });
		expect(table.breaker.state).toMatchObject({ proved: true });
		expect(batch.breaker).toBe(table.breaker);
	});

	test("a failure opens the breaker all the same, without losing the hold", async () => {
		const { table, batch } = batchBetween(CLOSED, afterEvent(CLOSED, HOLD));
		await openBreaker({ cause: "quota", stage: "data" }, batch);
		expect(table.breaker.hold).toMatchObject({ who: "ann" });
		expect(table.breaker.state).toMatchObject({ kind: "open", cause: "quota" });
	});
});

test("a breaker that somebody else has opened meanwhile is left as it is", async () => {
	const failure = { cause: "quota", stage: "data" } as const;
	const opened = afterEvent(CLOSED, {
		kind: "failed",
		at: NOW,
		failure,
		secretVersion: "v2",
	});
	const { table, batch } = batchBetween(CLOSED, opened);
	await openBreaker(failure, batch);
	expect(table.breaker).toBe(opened);
});

test("a breaker that cannot be written brakes the environment itself for a minute", async () => {
	const { batch } = batchBetween(CLOSED, CLOSED);
	const deps = {
		...batch.deps,
		breaker: {
			read: async () => "unavailable" as const,
			write: async () => "unavailable" as const,
		},
	};
	await openBreaker({ cause: "quota", stage: "data" }, { ...batch, deps });
	expect(batch.memory.brakeUntil).toBe(NOW + 60_000);
});

test("a refused version of the secret that is no longer current opens nothing", async () => {
	const { table, batch } = batchBetween(CLOSED, CLOSED);
	await openBreaker({ cause: "auth", stage: "auth" }, batch);
	expect(table.breaker).toBe(CLOSED);
});

test("a token that is passed on is free at once", async () => {
	const events = [
		{
			kind: "failed" as const,
			at: NOW,
			failure: { cause: "quota" as const, stage: "data" as const },
			secretVersion: "v2",
		},
		{
			kind: "token-taken" as const,
			at: NOW,
			owner: "me",
			leaseUntil: NOW + 180_000,
		},
	];
	const taken = events.reduce(afterEvent, CLOSED);
	const { table, batch } = batchBetween(taken, taken);
	await passTokenOn({ ...batch, trialOwner: "me" });
	expect(table.breaker.state).toMatchObject({
		kind: "half-open",
		owner: "nobody",
		leaseUntil: NOW,
	});
});
