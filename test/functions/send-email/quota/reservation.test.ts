import { describe, expect, test } from "vitest";
import { placeOf } from "../../../../core/delivery/space.ts";
import { NO_QUOTA, type Quota } from "../../../../core/quota/quota.ts";
import type { AdmittedBatch } from "../../../../functions/send-email/batch.ts";
import {
	reserveFor,
	settleReservation,
} from "../../../../functions/send-email/quota/reservation.ts";
import {
	keyed,
	NOW,
	ORIGIN,
	record,
	stepBatch,
} from "../../../support/steps.ts";

const named = (key: string, changes: Parameters<typeof keyed>[0] = {}) =>
	keyed({
		place: placeOf("billing", key),
		record: record({ messageId: key }),
		...changes,
	});
const ACKNOWLEDGED = { kind: "acknowledge" } as const;

/** A quota's item in the table; `lost`: the answer to its next write never comes. */
function table(changes: Partial<AdmittedBatch> = {}) {
	const state = { quota: NO_QUOTA as Quota, lost: false };
	const { batch } = stepBatch(
		{
			quota: {
				read: async () => state.quota,
				write: async (next: Quota) => {
					state.quota = next;
					const { lost } = state;
					state.lost = false;
					return lost ? "unavailable" : "written";
				},
			},
		},
		changes,
	);
	const used = () =>
		state.quota.buckets.reduce((sum, { recipients }) => sum + recipients, 0);
	return { batch, state, used };
}

async function reserve(
	messages: Parameters<typeof reserveFor>[0],
	batch: AdmittedBatch,
) {
	return reserveFor(messages, await batch.deps.quota.read(), batch);
}

describe("reserve()", () => {
	test("counts granted names apart, and all others as one", async () => {
		const { batch, state } = table();
		const config = { ...batch.deps.config, producers: { AROA: "billing" } };
		const as = (id: string, producer: string) =>
			named(id, { origin: { ...ORIGIN, producer } });
		await reserve([as("a", "billing"), as("b", "AROB"), as("c", "AROC")], {
			...batch,
			deps: { ...batch.deps, config, quota: batch.deps.quota },
		});
		expect(state.quota.buckets).toMatchObject([
			{ byProducer: { billing: 1, others: 2 } },
		]);
	});

	test("notes who sends, whatever name it has", async () => {
		const { batch, state } = table();
		await reserve(
			["AROB", "AROC"].map((producer) =>
				named(producer, { origin: { ...ORIGIN, producer } }),
			),
			batch,
		);
		expect(state.quota.senders).toEqual([
			{ producer: "AROB", at: NOW },
			{ producer: "AROC", at: NOW },
		]);
		expect(batch.memory.senders).toEqual(state.quota.senders);
	});

	test("takes urgent messages first", async () => {
		const { batch } = table();
		const reservation = await reserve(
			[named("a"), named("b", { isUrgent: true })],
			batch,
		);
		expect(reservation?.granted.map(({ place }) => place.id)).toEqual([
			"b",
			"a",
		]);
	});

	test("takes nothing for what is not sent: expired, held, cancelled or rejected", async () => {
		const { batch, state } = table();
		const rule = {
			id: "r",
			kind: "hold",
			match: {},
			who: "ann",
			why: "x",
			at: NOW,
			since: 0,
		} as const;
		const reservation = await reserve(
			[
				named("a", { isExpired: true }),
				named("b", { rule }),
				{ kind: "nothing", record: record() },
			],
			batch,
		);
		expect(reservation?.granted).toEqual([]);
		expect(state.quota).toBe(NO_QUOTA);
	});

	test("counts what was written once, though the answer was lost", async () => {
		const { batch, state, used } = table();
		state.lost = true;
		expect(await reserve([named("a")], batch)).toMatchObject({
			granted: [{ place: { id: "a" } }],
		});
		expect(used()).toBe(1);
	});

	test("is undefined when the table does not answer", async () => {
		const { batch } = stepBatch({ quota: { read: async () => "unavailable" } });
		expect(await reserve([named("a")], batch)).toBeUndefined();
	});
});

describe("settleReservation()", () => {
	test("gives back what Google surely did not count, once, though the answer was lost", async () => {
		const { batch, state, used } = table();
		const messages = [
			named("a"),
			named("b", { recipients: ["a@b.c", "d@e.f", "g@h.i"] }),
		];
		const reservation = await reserve(messages, batch);
		expect(used()).toBe(4);
		batch.taken.set("a", 1);
		state.lost = true;
		await settleReservation(reservation, new Map(), messages, batch);
		expect(used()).toBe(1);
	});

	test("notes when a message came to its end, and the oldest one kept back", async () => {
		const { batch, state } = table();
		const rule = {
			id: "r",
			kind: "hold",
			match: {},
			who: "ann",
			why: "x",
			at: NOW,
			since: 0,
		} as const;
		const messages = [named("a"), named("b", { rule })];
		const reservation = await reserve(messages, batch);
		await settleReservation(
			reservation,
			new Map([[record(), ACKNOWLEDGED]]),
			messages,
			batch,
		);
		expect(state.quota).toMatchObject({
			lastRunAt: NOW,
			lastOutcomeAt: NOW,
			deferred: { oldestSentAt: NOW - 5000 },
		});
	});

	test("notes no end when all of a batch comes back", async () => {
		const { batch, state } = table();
		const messages = [named("a")];
		await settleReservation(
			await reserve(messages, batch),
			new Map([[record(), { kind: "come-back", delaySeconds: 60 }]]),
			messages,
			batch,
		);
		expect(state.quota.lastRunAt).toBe(NOW);
		expect(state.quota.lastOutcomeAt).toBeUndefined();
	});

	/** A batch whose only message is sent. @returns whether its end was written. */
	async function sendOne({ batch, state }: ReturnType<typeof table>) {
		const messages = [named("a")];
		const reservation = await reserve(messages, batch);
		const { version } = state.quota;
		batch.taken.set("a", 1);
		batch.memory.uncounted += 1;
		await settleReservation(reservation, new Map(), messages, batch);
		return state.quota.version > version;
	}

	test("is written once a minute when there is nothing to give back; what was sent is counted all the same", async () => {
		const first = table();
		first.batch.memory.notedAt = NOW - 60_000;
		expect(await sendOne(first)).toBe(true);
		expect(first.state.quota.sent).toBe(1);
		expect(await sendOne(first)).toBe(false);
		expect(first.state.quota.sent).toBe(1);
		// The next reservation brings it along.
		await reserve([named("b")], first.batch);
		expect(first.state.quota.sent).toBe(2);
		expect(first.batch.memory.uncounted).toBe(0);
	});

	test("keeps its count when nothing is granted", async () => {
		const { batch, state } = table();
		batch.memory.uncounted = 2;
		await reserve([], batch);
		expect(state.quota.sent).toBe(0);
		expect(batch.memory.uncounted).toBe(2);
	});

	test("notes the oldest message that fails in vain, until one is sent", async () => {
		const { batch, state } = table();
		batch.failing.push(NOW - 9000, NOW - 5000);
		const messages = [named("a")];
		const reservation = await reserve(messages, batch);
		await settleReservation(reservation, new Map(), messages, batch);
		expect(state.quota.failing).toEqual({ oldestSentAt: NOW - 9000, at: NOW });
		batch.failing.length = 0;
		expect(await sendOne({ batch, state, used: () => 0 })).toBe(true);
		expect(state.quota.failing).toBeUndefined();
	});

	test.each([
		["learns a limit from a refusal", undefined, true],
		["learns nothing from a trial that is refused again", "me", false],
	])("%s", async (_rule, trialOwner, learns) => {
		const { batch, state } = table({
			trialOwner,
			stopped: { cause: "quota", stage: "data" },
		});
		const messages = [named("a")];
		await settleReservation(
			await reserve(messages, batch),
			new Map(),
			messages,
			batch,
		);
		expect(state.quota.learned !== undefined).toBe(learns);
	});
});
