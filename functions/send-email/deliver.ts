import { errorText } from "../shared/log.ts";
import { admit } from "./admission/admit.ts";
import { open, passTokenOn, proved } from "./admission/breaker.ts";
import { readySlot } from "./admission/login.ts";
import { type Batch, type Permit, timeToSend } from "./batch.ts";
import {
	ACKNOWLEDGE,
	askAgainBy,
	comeBackAt,
	type Disposition,
	release,
} from "./disposition.ts";
import { readSafely } from "./intake/read-message.ts";
import { type Room, reserveRoom } from "./quota/reservation.ts";
import type { Deliverable, QueueRecord, ReadMessage } from "./record.ts";
import { deliverRecord } from "./sending/deliver-record.ts";
import { finish } from "./settlement/finish.ts";

/** How long a message under an operator's hold stays away at a time, as long as it has not waited for days. */
const HELD_MS = 900_000;

/**
 * The way of a batch: one login decides whether anything is claimed at all; then room in the daily
 * limits is reserved, and every connection slot takes one record after another.
 *
 * @returns the records that must come back, by message id.
 */
export async function deliverBatch(
	records: readonly QueueRecord[],
	batch: Batch,
): Promise<readonly string[]> {
	const permit = await admit(batch);
	const { settled, room, held }: Delivery =
		permit === undefined
			? { settled: new Map(), room: undefined, held: [] }
			: await deliver(records, permit, batch);
	const dispositions = new Map<QueueRecord, Disposition>();
	for (const record of records) {
		dispositions.set(
			record,
			(await settled.get(record)) ?? release(record, batch),
		);
	}
	return finish(dispositions, { permit, room, held }, batch);
}

type Settled = Map<QueueRecord, Promise<Disposition>>;

interface Delivery {
	readonly settled: Settled;
	readonly room: Room | undefined;
	readonly held: readonly QueueRecord[];
}

async function deliver(
	records: readonly QueueRecord[],
	permit: Permit,
	batch: Batch,
): Promise<Delivery> {
	const settled: Settled = new Map();
	const reading = { rules: permit.breaker.rules, opening: { bytes: 0 } };
	const messages = await Promise.all(
		records.map((record) => readSafely(record, reading, batch)),
	);
	for (const { kind, record } of messages) {
		if (kind === "nothing") settled.set(record, later(ACKNOWLEDGE));
		if (kind === "unavailable") batch.deps.metrics.add("stateUnreachable", 1);
	}
	const held = messages
		.filter((message) => ruleOf(message) === "hold")
		.map(({ record }) => record);
	for (const record of held) {
		settled.set(record, later(askAgainBy(heldUntil(batch), record, batch)));
	}
	const asking = messages
		.filter((message) => message.kind === "keyed")
		.filter(({ rule, expired }) => rule === undefined && !expired)
		.toSorted((a, b) => placeOf(a, permit) - placeOf(b, permit));
	const room = await reserveRoom(asking, permit, batch);
	if (room === "unavailable") {
		batch.deps.metrics.add("stateUnreachable", 1);
		await passTokenOn(permit, batch);
		return { settled, room: undefined, held };
	}
	for (const [record, until] of room.deferred) {
		settled.set(record, later(askAgainBy(until, record, batch)));
	}
	const withoutRoom = messages.filter(
		(message): message is Deliverable =>
			message.kind === "rejected" ||
			(message.kind === "keyed" &&
				(message.rule?.kind === "cancel" ||
					(message.rule === undefined && message.expired))),
	);
	await sendAll([...withoutRoom, ...room.granted], permit, batch, settled);
	return { settled, room, held };
}

async function sendAll(
	messages: readonly Deliverable[],
	permit: Permit,
	batch: Batch,
	settled: Settled,
): Promise<void> {
	const queue = [...messages];
	const take = (): Deliverable | undefined =>
		mayStart(permit, batch) ? queue.shift() : undefined;

	// Until the trial is decided only one message is at risk.
	while (permit.trialOwner !== undefined) {
		const message = take();
		if (message === undefined) break;
		await sendOne(message, 0, permit, batch, settled);
	}
	if (permit.trialOwner !== undefined) {
		if (permit.stopped === undefined) await passTokenOn(permit, batch);
		return;
	}

	await Promise.all(
		batch.deps.slots.map(async (_slot, index) => {
			if (queue.length === 0) return;
			if (index > 0 && !(await readyToo(index, permit, batch))) return;
			for (let message = take(); message !== undefined; message = take()) {
				await sendOne(message, index, permit, batch, settled);
			}
		}),
	);
}

/** Sends one record. What is left to write down afterwards does not hold up the slot. */
async function sendOne(
	message: Deliverable,
	index: number,
	permit: Permit,
	batch: Batch,
	settled: Settled,
): Promise<void> {
	const { record } = message;
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
		const delivered = await deliverRecord(message, index, permit, batch);
		const { rest, open: failure, accepted, key = "" } = delivered;
		settled.set(record, rest.catch(failed));
		if (failure !== undefined) await open(failure, permit, batch, key);
		else if (accepted) await proved(permit, batch, key);
	} catch (error) {
		settled.set(record, later(failed(error)));
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

function ruleOf(message: ReadMessage): "hold" | "cancel" | undefined {
	return message.kind === "keyed" ? message.rule?.kind : undefined;
}

/** Urgent ones first; last the one that opened the breaker: another one shows better whether it was its own fault. */
function placeOf(
	{ keyed, high }: Extract<ReadMessage, { kind: "keyed" }>,
	{ breaker: { state } }: Permit,
): number {
	if (state.kind !== "closed" && state.openedBy === keyed.key) return 2;
	return high ? 0 : 1;
}

function heldUntil({ deps }: Batch): number {
	return deps.clock.now() + HELD_MS;
}

function later(disposition: Disposition): Promise<Disposition> {
	return Promise.resolve(disposition);
}
