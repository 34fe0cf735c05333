import { describe, expect, test } from "vitest";
import { type Breaker, CLOSED } from "../../../../core/breaker/breaker.ts";
import { afterEvent } from "../../../../core/breaker/transition.ts";
import {
	closeBreaker,
	openBreaker,
	passTokenOn,
	tellRefused,
} from "../../../../functions/send-email/admission/breaker.ts";
import {
	type AdmittedBatch,
	newMemory,
} from "../../../../functions/send-email/batch.ts";
import type { SendingDeps } from "../../../../functions/send-email/deps.ts";

const NOW = Date.UTC(2026, 10, 23);
const FAILURE = { cause: "quota", stage: "data" } as const;
const opened = afterEvent(CLOSED, {
	kind: "failed",
	by: "account",
	at: NOW,
	failure: FAILURE,
	secretVersion: "v2",
});
const taken = afterEvent(opened, {
	kind: "token-taken",
	at: NOW,
	owner: "me",
	until: NOW + 180_000,
});

/** A batch that has read one breaker, while the table has another by now. */
function batchBetween(read: Breaker, now: Breaker) {
	const table = { breaker: now };
	const deps: Pick<
		SendingDeps,
		| "breaker"
		| "callMs"
		| "clock"
		| "log"
		| "metrics"
		| "newId"
		| "random"
		| "secret"
		| "sleep"
	> = {
		clock: { now: () => NOW },
		callMs: 1000,
		newId: () => "writer",
		random: () => 0,
		sleep: async () => {},
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
		| "deadline"
		| "memory"
		| "breaker"
		| "trialOwner"
		| "secret"
		| "stopped"
		| "refused"
	> & { deps: typeof deps } = {
		deps,
		deadline: NOW + 180_000,
		memory: newMemory(),
		refused: [],
		breaker: read,
		trialOwner: undefined,
		secret: { value: "", version: "v2" },
		stopped: undefined,
	};
	return { table, batch: batch as AdmittedBatch };
}

const HOLD = { kind: "held", at: NOW, who: "ann", why: "flood" } as const;

describe("while an operator writes a hold", () => {
	test("a message's 250 closes the breaker without losing the hold, for this batch, too", async () => {
		const { table, batch } = batchBetween(taken, afterEvent(taken, HOLD));
		await closeBreaker("shop", Object.assign(batch, { trialOwner: "me" }));
		expect(table.breaker.hold).toMatchObject({ who: "ann" });
		expect(table.breaker.state).toMatchObject({ kind: "closed" });
		expect(batch.breaker).toBe(table.breaker);
		expect(batch.trialOwner).toBeUndefined();
	});

	test("a failure opens the breaker all the same, without losing the hold", async () => {
		const { table, batch } = batchBetween(CLOSED, afterEvent(CLOSED, HOLD));
		await openBreaker("account", FAILURE, batch);
		expect(table.breaker.hold).toMatchObject({ who: "ann" });
		expect(table.breaker.state).toMatchObject({ kind: "open", cause: "quota" });
	});
});

test("a breaker that somebody else has opened meanwhile is left as it is", async () => {
	const { table, batch } = batchBetween(CLOSED, opened);
	await openBreaker("account", FAILURE, batch);
	expect(table.breaker).toBe(opened);
});

test("a 250 without a trial writes nothing", async () => {
	const { table, batch } = batchBetween(opened, opened);
	await closeBreaker("shop", batch);
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
	await openBreaker("account", FAILURE, { ...batch, deps });
	expect(batch.memory.brake).toMatchObject({
		until: NOW + 60_000,
		// It shows nothing of who sends.
		sent: undefined,
	});
});

test("a refused version of the secret that is no longer current opens nothing", async () => {
	const { table, batch } = batchBetween(CLOSED, CLOSED);
	await openBreaker("login", { cause: "auth", stage: "auth" }, batch);
	expect(table.breaker).toBe(CLOSED);
});

test("a token that is passed on is free at once", async () => {
	const { table, batch } = batchBetween(taken, taken);
	await passTokenOn({ ...batch, trialOwner: "me" }, { isIn: false });
	expect(table.breaker.state).toMatchObject({ kind: "half-open" });
	expect(table.breaker.state).not.toHaveProperty("token");
});

test("a failure that there is no time to write down brakes the environment alone", async () => {
	const { table, batch } = batchBetween(CLOSED, CLOSED);
	const late = Object.assign(batch, { deadline: NOW + 3000 });
	await openBreaker("account", FAILURE, late);
	expect(table.breaker).toBe(CLOSED);
	expect(batch.memory.brake).toMatchObject({ until: NOW + 60_000 });
});

describe("what Google has refused", () => {
	test("is written down once, and holds its producer beside what else has changed", async () => {
		const { table, batch } = batchBetween(CLOSED, afterEvent(CLOSED, HOLD));
		batch.refused.push("billing", ...Array<string>(50).fill("shop"));
		await tellRefused(batch);
		await tellRefused(batch);
		const { rules, refusals, hold } = table.breaker;
		expect(rules.map(({ match }) => match)).toEqual([{ producer: "shop" }]);
		expect(Object.keys(refusals ?? {})).toEqual(["billing"]);
		expect(hold).toMatchObject({ who: "ann" });
	});

	test("costs neither a read nor a write when it is nothing", async () => {
		const { batch } = batchBetween(CLOSED, CLOSED);
		const unasked = () => Promise.reject(new Error("asked"));
		const breaker = { read: unasked, write: unasked };
		await tellRefused({ ...batch, deps: { ...batch.deps, breaker } });
	});
});
