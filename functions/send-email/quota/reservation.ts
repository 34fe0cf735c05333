import { learnLimit } from "../../../core/quota/limits.ts";
import { afterDeferring, type Quota } from "../../../core/quota/quota.ts";
import {
	type Ask,
	giveBack,
	type Reservation,
	reserveQuota,
} from "../../../core/quota/reserve.ts";
import { withSenders } from "../../../core/quota/senders.ts";
import type { AdmittedBatch } from "../batch.ts";
import { changeItem } from "../change-item.ts";
import { CALLS, isTimeFor } from "../deadline.ts";
import type { Dispositions } from "../disposition.ts";
import { countedAs } from "../producer.ts";
import type { KeyedMessage, QueueRecord, ReadMessage } from "../record.ts";

/** What was taken of the mailbox's daily limits for a batch. */
export interface BatchReservation {
	/** The messages it was taken for. */
	readonly granted: readonly KeyedMessage[];
	/** Epoch ms at which each of the others may ask again. */
	readonly deferred: ReadonlyMap<QueueRecord, number>;
	readonly hour: number;
	/** As it was written. */
	readonly quota: Quota;
}

/**
 * Reserves for what is to be sent of a batch, by one conditional write. `from`: the quota as it was read. A trial of the daily limit itself is never
 * deferred. @returns undefined when the table does not answer.
 */
export async function reserveFor(
	messages: readonly ReadMessage[],
	from: Quota | "unavailable",
	batch: AdmittedBatch,
): Promise<BatchReservation | undefined> {
	const { deps, memory } = batch;
	const asking = messages
		.filter((message) => message.kind === "keyed")
		.filter(({ rule, isExpired }) => rule === undefined && !isExpired)
		.toSorted((a, b) => Number(b.isUrgent) - Number(a.isUrgent));
	const asks = asking.map((message) => askOf(message, batch));
	const producers = asking.map(({ origin }) => origin.producer);
	const last: { reserved?: Reservation } = {};
	if (from === "unavailable" || !isTimeFor(CALLS.change, batch))
		return undefined;
	const more = takeUncounted(memory);
	const quota = await changeItem(
		deps.quota,
		(current) => {
			last.reserved = reservedIn(current, asks, batch);
			const { quota } = last.reserved;
			if (quota === current) return current;
			const senders = withSenders(current.senders, producers, deps.clock.now());
			return withSent({ ...quota, senders }, more);
		},
		batch,
		{ from },
	);
	if (quota === "unavailable" || last.reserved === undefined) return undefined;
	memory.senders = quota.senders ?? [];
	const { granted, deferred, hour } = last.reserved;
	if (granted.length === 0) memory.uncounted += more;
	const until = new Map(deferred.map((entry) => [entry.id, entry.until]));
	const later = deps.clock.now() + 60_000;
	return {
		granted: asking.filter(({ record }) => granted.includes(record.messageId)),
		deferred: new Map(
			asking
				.filter(({ record }) => !granted.includes(record.messageId))
				.map(({ record }) => [record, until.get(record.messageId) ?? later]),
		),
		hour,
		quota,
	};
}

function askOf(
	{ record, origin, recipients, isUrgent }: KeyedMessage,
	batch: AdmittedBatch,
): Ask {
	return {
		id: record.messageId,
		producer: countedAs(origin.producer, batch),
		recipients: recipients.length,
		high: isUrgent,
	};
}

function reservedIn(
	quota: Quota,
	asks: readonly Ask[],
	batch: AdmittedBatch,
): Reservation {
	const { limits, highPriority, routes, defaultRoute, shares } =
		batch.deps.config;
	const reserveForHigh =
		highPriority.length > 0 ||
		[...routes, defaultRoute].some((route) => route?.priority === "high");
	const now = batch.deps.clock.now();
	const options = { limits, now, reserveForHigh, shares };
	const usual = reserveQuota(quota, asks, options);
	return usual.granted.length === 0 && isTrialOfLimit(batch)
		? reserveQuota(quota, asks.slice(0, 1), { ...options, limits: NO_LIMITS })
		: usual;
}

/** As often the end of a batch is noted that has nothing to give back. */
const NOTED_EVERY_MS = 60_000;

/**
 * After a batch: gives back what Google surely did not count, and notes what came of it and what a
 * refusal taught. Lost, it only leaves less for a day.
 */
export async function settleReservation(
	reservation: BatchReservation | undefined,
	dispositions: Dispositions,
	messages: readonly ReadMessage[],
	batch: AdmittedBatch,
): Promise<void> {
	const { deps, memory, taken, failing, stopped, trialOwner } = batch;
	if (reservation === undefined) return;
	const { granted, deferred, hour, quota: from } = reservation;
	const reachedEnd = [...dispositions.values()].some(
		({ kind }) => kind === "acknowledge",
	);
	const deferredSentAt = [
		...deferred.keys(),
		...messages.filter(isHeld).map(({ record }) => record),
	].map(({ sentAt }) => sentAt);
	// A trial that is refused once more shows nothing new of how much is left.
	const sawLimit = stopped?.cause === "quota" && trialOwner === undefined;
	const back = granted.flatMap(({ record, origin, recipients }) => {
		const producer = countedAs(origin.producer, batch);
		const counted = taken.get(record.messageId) ?? 0;
		const messages = counted === 0 ? 1 : 0;
		const uncounted = recipients.length - counted;
		return uncounted === 0
			? []
			: [{ hour, producer, messages, recipients: uncounted }];
	});
	const hasSent = memory.uncounted > 0;
	const isNews =
		back.length > 0 ||
		sawLimit ||
		deferredSentAt.length > 0 ||
		(hasSent && from.failing !== undefined);
	const begun = deps.clock.now();
	if (!isNews && begun - memory.notedAt < NOTED_EVERY_MS) return;
	memory.notedAt = begun;
	const more = takeUncounted(memory);
	await changeItem(
		deps.quota,
		(current) => {
			const now = deps.clock.now();
			const settled = withSent(giveBack(current, back), more);
			return {
				...(sawLimit ? learnLimit(settled, deps.config.limits, now) : settled),
				version: current.version + 1,
				lastRunAt: now,
				...(reachedEnd ? { lastOutcomeAt: now } : {}),
				deferred: afterDeferring(current.deferred, deferredSentAt, now),
				failing: afterDeferring(
					hasSent ? undefined : current.failing,
					failing,
					now,
				),
			};
		},
		batch,
		{ from },
	);
}

/** Written at most once: more than were taken must never be counted. */
function takeUncounted(memory: AdmittedBatch["memory"]): number {
	const { uncounted } = memory;
	memory.uncounted = 0;
	return uncounted;
}

function withSent(quota: Quota, more: number): Quota {
	return { ...quota, sent: quota.sent + more };
}

function isHeld(message: ReadMessage): boolean {
	return message.kind === "keyed" && message.rule?.kind === "hold";
}

// A share of infinity is not a number.
const NO_LIMITS = {
	messages: Number.MAX_SAFE_INTEGER,
	recipients: Number.MAX_SAFE_INTEGER,
};

function isTrialOfLimit({ trialOwner, breaker }: AdmittedBatch): boolean {
	return (
		trialOwner !== undefined &&
		breaker.state.kind !== "closed" &&
		breaker.state.cause === "quota"
	);
}
