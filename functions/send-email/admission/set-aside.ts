import type { Breaker } from "../../../core/breaker/breaker.ts";
import { isSuspected, SUSPECTED_MS } from "../../../core/breaker/suspect.ts";
import type { AdmittedBatch, Batch } from "../batch.ts";
import {
	askAgainBy,
	comeBackAt,
	type Disposition,
	type Dispositions,
} from "../disposition.ts";
import { producerOf } from "../producer.ts";
import type { QueueRecord, ReadMessage } from "../record.ts";

/** Whether a batch holds nothing but a suspected producer's mail, as far as SQS tells: it takes no token from others. */
export function isAllSuspected(
	records: readonly QueueRecord[],
	{ suspect }: Breaker,
	batch: Batch,
): boolean {
	const now = batch.deps.clock.now();
	return (
		suspect !== undefined &&
		records.length > 0 &&
		records.every((record) =>
			isSuspected(suspect, producerOf(record, batch).name, now),
		)
	);
}

export function allAside(
	records: readonly QueueRecord[],
	batch: Batch,
): Dispositions {
	const until = batch.deps.clock.now() + SUSPECTED_MS;
	return new Map(
		records.map((record) => [record, later(until, record, batch)]),
	);
}

/** Leaves out what a suspected producer wants to send: others' mail goes first, in a trial and for a while after it. */
export function setAside(
	messages: readonly ReadMessage[],
	batch: AdmittedBatch,
): { readonly messages: readonly ReadMessage[]; readonly aside: Dispositions } {
	const { suspect } = batch.breaker;
	const now = batch.deps.clock.now();
	const waits = (message: ReadMessage) =>
		message.kind === "keyed" &&
		message.rule === undefined &&
		!message.isExpired &&
		isSuspected(suspect, message.origin.producer, now);
	return {
		messages: messages.filter((message) => !waits(message)),
		aside: new Map(
			messages
				.filter(waits)
				.map(({ record }) => [
					record,
					later(suspect?.until ?? now, record, batch),
				]),
		),
	};
}

/** What has been received so often asks seldom: SQS itself moves a message after 1,000 receives. */
const SELDOM_FROM_RECEIVE = 100;

function later(until: number, record: QueueRecord, batch: Batch): Disposition {
	return record.receiveCount < SELDOM_FROM_RECEIVE
		? comeBackAt(until, batch)
		: askAgainBy(until, record, batch);
}
