import { learn } from "../../../core/quota/limits.ts";
import { type Quota, withKeptBack } from "../../../core/quota/quota.ts";
import { type Ask, giveBack, reserve } from "../../../core/quota/reserve.ts";
import type { Batch, Permit } from "../batch.ts";
import type { Deps } from "../deps.ts";
import type { QueueRecord, ReadMessage } from "../record.ts";

const MAX_CONFLICTS = 10;

type Keyed = Extract<ReadMessage, { kind: "keyed" }>;

/** Room in the mailbox's daily limits that was taken for a batch. */
export interface Room {
	/** The messages it was taken for. */
	readonly granted: readonly Keyed[];
	/** Epoch ms at which each of the others may ask again. */
	readonly deferred: ReadonlyMap<QueueRecord, number>;
	readonly hour: number;
	/** As it was written. */
	readonly quota: Quota;
}

/** Reserves room for a batch by one conditional write. A trial of the daily limit itself is never deferred. */
export async function reserveRoom(
	messages: readonly Keyed[],
	permit: Permit,
	{ deps }: Batch,
): Promise<Room | "unavailable"> {
	const asks = messages.map(
		({ record, producer, recipients, high }): Ask => ({
			id: record.messageId,
			producer,
			recipients,
			high,
		}),
	);
	const { limits, highPriority, routes, defaultRoute } = deps.config;
	const reserveForHigh =
		highPriority.length > 0 ||
		[...routes, defaultRoute].some((route) => route?.priority === "high");
	let before = await deps.quota.read();
	for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
		if (before === "unavailable") return before;
		const now = deps.clock.now();
		const options = { limits, now, reserveForHigh };
		const usual = reserve(before, asks, options);
		const { deferred } = usual;
		const { quota, granted, hour } =
			usual.granted.length === 0 && isTrialOfLimit(permit)
				? reserve(before, asks.slice(0, 1), { ...options, limits: NO_LIMITS })
				: usual;
		const written =
			quota === before ? "written" : await writeQuota(quota, deps);
		if (written !== "written") {
			before = written;
			continue;
		}
		const until = new Map(deferred.map((entry) => [entry.id, entry.until]));
		return {
			granted: messages.filter(({ record }) =>
				granted.includes(record.messageId),
			),
			deferred: new Map(
				messages
					.filter(({ record }) => !granted.includes(record.messageId))
					.map(({ record }) => [
						record,
						until.get(record.messageId) ?? now + 60_000,
					]),
			),
			hour,
			quota,
		};
	}
	return "unavailable";
}

/** What is noted of a batch at its end. */
export interface RoomReport {
	/** Google refused for the daily limit, and it was no trial of that. */
	readonly sawLimit: boolean;
	/** Something was sent, expired or given up. */
	readonly reachedEnd: boolean;
	/** Epoch ms at which those were sent that the limit or a rule keeps back. */
	readonly keptBack: readonly number[];
}

/**
 * After a batch: gives back what Google surely did not count, and notes what came of it and what a
 * refusal taught. Lost, it only leaves less room for a day.
 */
export async function settleRoom(
	{ granted, hour, quota }: Room,
	{ sawLimit, reachedEnd, keptBack }: RoomReport,
	{ deps, taken }: Batch,
): Promise<void> {
	const back = granted.flatMap(({ record, producer, recipients }) => {
		const counted = taken.get(record.messageId) ?? 0;
		return counted === recipients
			? []
			: [
					{
						hour,
						producer,
						messages: counted === 0 ? 1 : 0,
						recipients: recipients - counted,
					},
				];
	});
	let current: Quota | "unavailable" = quota;
	for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
		if (current === "unavailable") return;
		const now = deps.clock.now();
		const settled = giveBack(current, back);
		const learnt = sawLimit ? learn(settled, deps.config.limits, now) : settled;
		const written = await writeQuota(
			{
				...learnt,
				version: current.version + 1,
				lastRunAt: now,
				...(reachedEnd ? { lastOutcomeAt: now } : {}),
				keptBack: withKeptBack(current.keptBack, keptBack, now),
			},
			deps,
		);
		if (written === "written") return;
		current = written;
	}
}

// A share of infinity is not a number.
const NO_LIMITS = {
	messages: Number.MAX_SAFE_INTEGER,
	recipients: Number.MAX_SAFE_INTEGER,
};

function isTrialOfLimit({ trialOwner, breaker }: Permit): boolean {
	return (
		trialOwner !== undefined &&
		breaker.state.kind !== "closed" &&
		breaker.state.cause === "quota"
	);
}

/** More than are likely to write between a write whose answer is lost and the look-up. */
const WRITERS_KEPT = 10;

/**
 * Writes what was used. A write without an answer is looked up: done twice, room that was given back
 * would be given back again, and more be sent than Google allows.
 *
 * @returns what the table holds when somebody else was first.
 */
async function writeQuota(
	next: Quota,
	{ quota, newId }: Pick<Deps, "quota" | "newId">,
): Promise<"written" | "unavailable" | Quota> {
	const writer = newId();
	const writers = [...(next.writers ?? []), writer].slice(-WRITERS_KEPT);
	const written = await quota.write({ ...next, writers });
	if (written === "written") return written;
	const current = await quota.read();
	if (current === "unavailable") return current;
	if (current.writers?.includes(writer)) return "written";
	return written === "conflict" ? current : written;
}
