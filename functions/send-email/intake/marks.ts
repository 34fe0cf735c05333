import {
	isNeverRead,
	NO_MARK,
	type ReadingMark,
	withBegun,
} from "../../../core/delivery/reading-mark.ts";
import type { AdmittedBatch } from "../batch.ts";
import { changeItem } from "../change-item.ts";
import { CALLS, isTimeFor, MOST_READ_MS } from "../deadline.ts";
import type { QueueRecord } from "../record.ts";

/** What comes for the first times nearly always is read without harm, and costs no mark. */
const MARKED_FROM_RECEIVE = 3;

export type Marks = ReadonlyMap<QueueRecord, ReadingMark | "unavailable">;

/** The marks of those records that have one. */
export async function readMarks(
	records: readonly QueueRecord[],
	{ deps }: AdmittedBatch,
): Promise<Marks> {
	const marked = records.filter(
		({ receiveCount }) => receiveCount >= MARKED_FROM_RECEIVE,
	);
	return new Map(
		await Promise.all(
			marked.map(
				async (record) =>
					[record, await deps.marks(record.messageId).read()] as const,
			),
		),
	);
}

/** Marks that a record is read now. @returns whether it may be. */
export async function beginReading(
	record: QueueRecord,
	marks: Marks,
	batch: AdmittedBatch,
): Promise<"read" | "never" | "unavailable"> {
	const from = marks.get(record);
	if (from === undefined) return "read";
	if (from === "unavailable") return from;
	if (isNeverRead(from)) return "never";
	// Without an answer it is read all the same: else a table that answers late would count what was never read.
	await changeItem(
		batch.deps.marks(record.messageId),
		(current) => withBegun(current, current.begun + 1),
		batch,
		{ from },
	);
	return "read";
}

/** Takes the mark back as soon as it is read: what happens from then on is not its fault. */
export async function endReading(
	record: QueueRecord,
	marks: Marks,
	batch: AdmittedBatch,
): Promise<void> {
	if (!marks.has(record)) return;
	const mark = batch.deps.marks(record.messageId);
	for (let tries = 0; tries < MOST_TRIES; tries += 1) {
		const isFirst = tries === 0;
		if (!isFirst && !isTimeFor(MORE, batch, MOST_READ_MS)) return;
		const set = await changeItem(
			mark,
			(current) => withBegun(current, NO_MARK.begun),
			batch,
		);
		if (set !== "unavailable") return;
		await batch.deps.sleep(PAUSE_MS);
	}
}

/** A mark that stays adds to those to come. */
const MOST_TRIES = 10;
const PAUSE_MS = 500;
/** For another try, and for what was to be read besides. */
const MORE = CALLS.change + CALLS.read;
