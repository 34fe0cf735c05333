import { admit } from "./admission.ts";
import {
	type Batch,
	comeBackAt,
	type Disposition,
	type Permit,
	release,
	timeToSend,
} from "./batch.ts";
import { close, open, passTokenOn } from "./breaker-door.ts";
import { deliverRecord } from "./deliver-record.ts";
import type { QueueRecord } from "./deps.ts";
import { errorText } from "./error-text.ts";
import { readySlot } from "./login.ts";

/**
 * The way of a batch: one login decides whether anything is claimed at all; then every connection
 * slot takes one record after another.
 *
 * @returns the records that must come back, by message id.
 */
export async function deliverBatch(
	records: readonly QueueRecord[],
	batch: Batch,
): Promise<readonly string[]> {
	const permit = await admit(batch);
	const settled =
		permit === undefined ? new Map() : await sendAll(records, permit, batch);
	const dispositions = new Map<QueueRecord, Disposition>();
	for (const record of records) {
		dispositions.set(
			record,
			(await settled.get(record)) ?? release(record, batch),
		);
	}
	return finish(dispositions, batch);
}

type Settled = Map<QueueRecord, Promise<Disposition>>;

async function sendAll(
	records: readonly QueueRecord[],
	permit: Permit,
	batch: Batch,
): Promise<Settled> {
	const settled: Settled = new Map();
	const queue = [...records];
	const take = (): QueueRecord | undefined =>
		mayStart(permit, batch) ? queue.shift() : undefined;

	// Until the trial is decided only one message is at risk.
	while (permit.trial) {
		const record = take();
		if (record === undefined) break;
		await sendOne(record, 0, permit, batch, settled);
	}
	if (permit.trial && permit.stopped === undefined)
		await passTokenOn(permit, batch);
	if (permit.trial) return settled;

	await Promise.all(
		batch.deps.slots.map(async (_slot, index) => {
			if (queue.length === 0) return;
			if (index > 0 && !(await readyToo(index, permit, batch))) return;
			for (let record = take(); record !== undefined; record = take()) {
				await sendOne(record, index, permit, batch, settled);
			}
		}),
	);
	return settled;
}

/** Sends one record. What is left to write down afterwards does not hold up the slot. */
async function sendOne(
	record: QueueRecord,
	index: number,
	permit: Permit,
	batch: Batch,
	settled: Settled,
): Promise<void> {
	const failed = (error: unknown): Disposition => {
		batch.deps.log("error", {
			event: "record-crashed",
			sqsMessageId: record.messageId,
			error: errorText(error),
		});
		// Its claim may still be held: it comes back when the lease is over.
		return comeBackAt(batch.deadline + 35_000, batch);
	};
	try {
		const {
			rest,
			open: failure,
			proved,
			key,
		} = await deliverRecord(record, index, permit, batch);
		settled.set(record, rest.catch(failed));
		if (failure !== undefined) await open(failure, permit, batch, key);
		else if (proved && permit.trial) await close(permit, batch, key);
	} catch (error) {
		settled.set(record, Promise.resolve(failed(error)));
	}
}

/** Further connections wait for the first login. One that gets no answer only leaves its slot unused. */
async function readyToo(
	index: number,
	permit: Permit,
	batch: Batch,
): Promise<boolean> {
	if (!mayStart(permit, batch)) return false;
	const slot = await readySlot(index, permit, batch);
	if (slot.kind === "failed" && !slot.lost) {
		await open(slot.failure, permit, batch);
	}
	return slot.kind === "ready";
}

function mayStart(permit: Permit, batch: Batch): boolean {
	return permit.stopped === undefined && timeToSend(batch);
}

async function finish(
	dispositions: ReadonlyMap<QueueRecord, Disposition>,
	batch: Batch,
): Promise<readonly string[]> {
	const { deps, events } = batch;
	const back = [...dispositions].flatMap(([record, disposition]) =>
		disposition.kind === "acknowledge"
			? []
			: [{ record, delaySeconds: disposition.delaySeconds }],
	);
	const now = deps.clock.now();
	await Promise.all([
		deps.queue.release(
			back.map(({ record, delaySeconds }) => ({
				receiptHandle: record.receiptHandle,
				delaySeconds,
			})),
		),
		deps.events.publish(events).then((lost) => {
			if (lost > 0) deps.metrics.add("eventsLost", lost);
		}),
	]);
	deps.metrics.set("waiting", back.length);
	deps.metrics.set(
		"oldestWaiting",
		Math.max(
			0,
			...back.map(({ record }) => Math.round((now - record.sentAt) / 1000)),
		),
	);
	deps.log("info", {
		event: "batch",
		records: dispositions.size,
		released: back.length,
	});
	return back.map(({ record }) => record.messageId);
}
