import { isReadLast } from "../../core/delivery/reading-mark.ts";
import type { Quota } from "../../core/quota/quota.ts";
import { admit } from "./admission/admit.ts";
import { passTokenOn, tellRefused } from "./admission/breaker.ts";
import { allAside, setAside } from "./admission/set-aside.ts";
import type { AdmittedBatch, Batch } from "./batch.ts";
import { CALLS, isTimeFor, MOST_READ_MS, msLeft } from "./deadline.ts";
import {
	ACKNOWLEDGE,
	askAgainBy,
	type Disposition,
	type Dispositions,
	holdBack,
	passOn,
	release,
	unlessCrowded,
} from "./disposition.ts";
import { knownNames } from "./intake/known-names.ts";
import { type Marks, readMarks } from "./intake/marks.ts";
import { readBatch } from "./intake/read-message.ts";
import {
	type BatchReservation,
	reserveFor,
	settleReservation,
} from "./quota/reservation.ts";
import type { Deliverable, QueueRecord, ReadMessage } from "./record.ts";
import { deliverAll } from "./sending/deliver-all.ts";
import { finish } from "./settlement/finish.ts";

/**
 * The way of a batch: one login decides whether anything is claimed at all; then a part of the daily
 * limits is reserved, and every connection slot takes one record after another.
 *
 * @returns the records that must come back, by message id.
 */
export async function deliverBatch(
	records: readonly QueueRecord[],
	batch: Batch,
): Promise<readonly string[]> {
	// Beside the breaker's item. It is awaited whatever comes, so that nothing is left over for the next batch.
	const quota = batch.deps.quota.read();
	const [back] = await Promise.all([deliverWith(quota, records, batch), quota]);
	return back;
}

async function deliverWith(
	quota: Promise<QuotaRead>,
	records: readonly QueueRecord[],
	batch: Batch,
): Promise<readonly string[]> {
	const admitted = await admit(records, batch);
	if (admitted === "shut") {
		return finish(withReleased(records, new Map(), batch), 0, batch);
	}
	if (admitted === "aside") return finish(allAside(records, batch), 0, batch);
	if (typeof admitted === "string") return passAllOn(admitted, records, batch);
	const names = await knownNames(admitted);
	if (names === "unavailable" || !isTimeToRead(admitted))
		return late(records, admitted);
	const marks = await readMarks(records, admitted);
	const isLast = (record: QueueRecord) => {
		const mark = marks.get(record);
		return typeof mark === "object" && isReadLast(mark);
	};
	const groups = [
		records.filter((record) => !isLast(record)),
		...records.filter(isLast).map((record) => [record]),
	].filter(({ length }) => length > 0);
	const isTrial = admitted.trialOwner !== undefined;
	const done: Delivered[] = [];
	for (const group of groups) {
		const isOver = isTrial || admitted.stopped !== undefined;
		if (done.length > 0 && (isOver || !isTimeToRead(admitted))) break;
		const from = done.length === 0 ? quota : batch.deps.quota.read();
		done.push(await deliverRecords(group, marks, from, admitted));
	}
	const settled = new Map(
		done.flatMap(({ dispositions }) => [...dispositions]),
	);
	const deferred = done.reduce((sum, each) => sum + each.deferred, 0);
	const all = withReleased(records, settled, batch);
	const [back] = await Promise.all([
		finish(unlessCrowded(all, admitted), deferred, batch),
		...done.map(({ settling }) => settling),
	]);
	return back;
}

type QuotaRead = Quota | "unavailable";

interface Delivered {
	readonly dispositions: Dispositions;
	readonly deferred: number;
	/** Gives back what was reserved and not used, and tells whom Google has refused. */
	readonly settling: Promise<unknown>;
}

/** Reads records, reserves for what is to be sent of them, and delivers it. */
async function deliverRecords(
	records: readonly QueueRecord[],
	marks: Marks,
	quota: Promise<QuotaRead>,
	batch: AdmittedBatch,
): Promise<Delivered> {
	const read = await readBatch(records, marks, batch);
	const { messages, aside } = setAside(read, batch);
	const reservation = await reserveFor(messages, await quota, batch);
	const settled = new Map([
		...aside,
		...waiting(messages, batch),
		...(await deliver(messages, reservation, batch)),
	]);
	const dispositions = withReleased(records, settled, batch);
	return {
		dispositions,
		deferred: reservation?.deferred.size ?? 0,
		settling: Promise.all([
			settleReservation(reservation, dispositions, messages, batch),
			tellRefused(batch),
		]),
	};
}

function isTimeToRead(batch: Batch): boolean {
	return isTimeFor(CALLS.read, batch, MOST_READ_MS);
}

/** Nothing can be begun: it is as if the batch had not come. */
async function late(
	records: readonly QueueRecord[],
	batch: AdmittedBatch,
): Promise<readonly string[]> {
	await passTokenOn(batch, { isIn: true });
	return finish(withReleased(records, new Map(), batch), 0, batch);
}

/** A braked environment waits so long before it takes the next batch: at once, it would take them from those who can send. */
const LONGEST_WAIT_MS = 20_000;
/** For the answer itself. */
const LEFT_MS = 5000;

/** This environment can't send, and others may: the batch is tried again soon. */
async function passAllOn(
	refusal: "soon" | "braked",
	records: readonly QueueRecord[],
	batch: Batch,
): Promise<readonly string[]> {
	const { deps, memory } = batch;
	const back = await finish(
		new Map(records.map((record) => [record, passOn(record, batch)])),
		0,
		batch,
	);
	if (refusal === "soon") return back;
	const { until = 0 } = memory.brake ?? {};
	const waitMs = Math.min(
		LONGEST_WAIT_MS,
		until - deps.clock.now(),
		msLeft(batch) - LEFT_MS,
	);
	if (waitMs > 0) await deps.sleep(waitMs);
	return back;
}

/** What wasn't begun waits through no fault of its own. */
function withReleased(
	records: readonly QueueRecord[],
	settled: Dispositions,
	batch: Batch,
): Dispositions {
	return new Map(
		records.map((record) => [
			record,
			settled.get(record) ?? release(record, batch),
		]),
	);
}

/** What becomes of messages that need no delivery, or not yet. */
function waiting(messages: readonly ReadMessage[], batch: Batch): Dispositions {
	const { deps } = batch;
	return new Map(
		messages.flatMap((message): [QueueRecord, Disposition][] => {
			const { kind, record } = message;
			if (kind === "nothing") return [[record, ACKNOWLEDGE]];
			if (kind === "too-much") return [[record, passOn(record, batch)]];
			if (kind === "unavailable") deps.metrics.add("stateUnreachable", 1);
			if (kind !== "keyed" || message.rule?.kind !== "hold") return [];
			return [[record, holdBack(record, batch)]];
		}),
	);
}

async function deliver(
	messages: readonly ReadMessage[],
	reservation: BatchReservation | undefined,
	batch: AdmittedBatch,
): Promise<Dispositions> {
	if (reservation === undefined) {
		batch.deps.metrics.add("stateUnreachable", 1);
		await passTokenOn(batch, { isIn: true });
		return new Map();
	}
	const { granted, deferred } = reservation;
	const delivered = deliverAll(
		[...messages.filter(isUnlimited), ...granted],
		batch,
	);
	const later = [...deferred].map(
		([record, until]) => [record, askAgainBy(until, record, batch)] as const,
	);
	return new Map([...later, ...(await delivered)]);
}

/** What isn't sent takes nothing of the daily limits. */
function isUnlimited(message: ReadMessage): message is Deliverable {
	if (message.kind !== "keyed") return message.kind === "rejected";
	const { rule, isExpired } = message;
	return rule === undefined ? isExpired : rule.kind === "cancel";
}
