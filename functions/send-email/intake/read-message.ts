import { ruleFor } from "../../../core/breaker/holds.ts";
import { KEY_REUSED, type Rejection } from "../../../core/delivery/outcome.ts";
import {
	canonicalMessage,
	type Message,
	recipientsOf,
} from "../../../core/message/message.ts";
import { problem } from "../../../core/message/problem.ts";
import { errorText } from "../../shared/log.ts";
import type { AdmittedBatch, Batch } from "../batch.ts";
import { READ_MS } from "../deadline.ts";
import { grantedName } from "../producer.ts";
import type { KeyedMessage, QueueRecord, ReadMessage } from "../record.ts";
import { type Located, locate } from "./locate.ts";
import { beginReading, endReading, type Marks } from "./marks.ts";
import { openBody } from "./open-body.ts";
import { MOST_WORK_MS, type Opening } from "./opening.ts";
import { readFiles } from "./read-files.ts";
import { type Understood, understand } from "./understand.ts";

/** Reads each record's body, whatever lies elsewhere of it included; nothing is claimed yet. */
export async function readBatch(
	records: readonly QueueRecord[],
	marks: Marks,
	batch: AdmittedBatch,
): Promise<readonly ReadMessage[]> {
	const opening: Opening = {
		bytes: 0,
		workMs: 0,
		turn: Promise.resolve(),
		until: batch.deps.clock.now() + READ_MS,
	};
	return Promise.all(
		records.map((record) => readMarked(record, marks, opening, batch)),
	);
}

/** Whatever ends the process while a record is read leaves a mark in the table. */
async function readMarked(
	record: QueueRecord,
	marks: Marks,
	opening: Opening,
	batch: AdmittedBatch,
): Promise<ReadMessage> {
	switch (await beginReading(record, marks, batch)) {
		case "unavailable":
			return { kind: "unavailable", record };
		case "never":
			return rejected(
				{ cause: "unreadable", problems: [UNREAD] },
				record,
				batch,
			);
		case "read": {
			const ending = { done: Promise.resolve() };
			const read = await readSafely(record, opening, batch, () => {
				ending.done = endReading(record, marks, batch);
			});
			await ending.done;
			return read;
		}
	}
}

const UNREAD = problem(
	"",
	"reading it has ended the sender's function four times, so it was not read again; send it simpler, or as a file",
);

/** What reading trips over is refused, so that it can't hold up the batch again and again. */
async function readSafely(
	record: QueueRecord,
	opening: Opening,
	batch: AdmittedBatch,
	onRead: () => void,
): Promise<ReadMessage> {
	try {
		return await readMessage(record, opening, batch, onRead);
	} catch (error) {
		onRead();
		batch.deps.log("error", {
			event: "record-crashed",
			sqsMessageId: record.messageId,
			error: errorText(error),
		});
		return rejected(
			{ cause: "unreadable", problems: [UNFORESEEN] },
			record,
			batch,
		);
	}
}

const TOO_LONG = problem(
	"",
	"reading it takes too long; send it simpler, or as a file",
);

const UNFORESEEN = problem(
	"",
	"reading it fails in a way that nobody foresaw; the sender's log has the error: report it",
);

async function readMessage(
	record: QueueRecord,
	opening: Opening,
	batch: AdmittedBatch,
	onRead: () => void,
): Promise<ReadMessage> {
	const { deps } = batch;
	const own = { bytes: 0 };
	const opened = await openBody(record.body, own, opening, deps);
	if (opened.kind === "unavailable" || opened.kind === "too-much") {
		onRead();
		return { kind: opened.kind, record };
	}
	if (opened.kind === "rejected") {
		onRead();
		const { problems, id } = opened;
		return rejected({ problems, id }, record, batch);
	}
	if (opening.workMs >= MOST_WORK_MS) {
		onRead();
		return { kind: "too-much", record };
	}
	const { body } = opened;
	const worked = deps.within(body.length, () => understand(body, deps));
	opening.workMs += worked.ms;
	onRead();
	if (worked.kind === "too-long")
		return rejected(
			{ cause: "unreadable", problems: [TOO_LONG] },
			record,
			batch,
		);
	const understood = worked.value;
	if (understood.kind === "nothing") return { kind: "nothing", record };
	if (understood.kind === "rejected") {
		const { identity: text, ...rejection } = understood.rejection;
		const identity = text === undefined ? {} : { identity: deps.digest(text) };
		return rejected({ ...rejection, ...identity }, record, batch);
	}
	const { message, space } = understood;
	const { id, taskToken } = message;
	const identity = deps.digest(understood.identity);
	const located = await locate(record, { id, identity, space }, batch);
	if (located === "unavailable") return { kind: located, record };
	const { producer, isReplaced } = located.origin;
	if (isReplaced) {
		const why = { ...KEY_REUSED, isBadByItself: true, taskToken };
		return rejectedAt(located, why, record);
	}
	const read = await readFiles(message, own, opening, producer, deps);
	switch (read.kind) {
		case "files":
			return keyed(understood, identity, located, read.files, record, batch);
		case "too-slow":
			return keyed(understood, identity, located, "too-slow", record, batch);
		case "rejected":
			return rejected(
				{ problems: read.problems, id, space, taskToken, identity },
				record,
				batch,
			);
		default:
			return { kind: read.kind, record };
	}
}

function keyed(
	{ message, isRendered, noEvents, isUrgent }: ToSend,
	identity: string,
	{ place, origin }: Located,
	files: KeyedMessage["files"],
	record: QueueRecord,
	batch: AdmittedBatch,
): KeyedMessage {
	const { deps } = batch;
	const now = deps.clock.now();
	return {
		kind: "keyed",
		record,
		message,
		recipients: recipientsOf(message),
		files,
		place,
		origin,
		// Their hashes: the texts would be second copies of a long message.
		identity,
		rendering:
			isRendered || hasFiles(message)
				? deps.digest(`${canonicalMessage(message)}${namesOf(files)}`)
				: undefined,
		noEvents,
		isExpired: message.notAfter !== undefined && message.notAfter <= now,
		isUrgent:
			isUrgent || (message.priority === "high" && mayBeUrgent(record, batch)),
		rule: ruleFor(
			batch.breaker.rules,
			{
				producer: origin.producer,
				id: place.id,
				tags: message.tags,
				sentAt: record.sentAt,
			},
			now,
		),
	};
}

function hasFiles({ attachments }: Message): boolean {
	return attachments.some(({ s3 }) => s3 !== undefined);
}

function namesOf(files: KeyedMessage["files"]): string {
	if (files === "too-slow") return files;
	return JSON.stringify(
		[...files].map(([index, { content: _bytes, ...file }]) => [index, file]),
	);
}

type ToSend = Extract<Understood, { kind: "message" }>;

async function rejected(
	{
		id,
		space,
		...rest
	}: Pick<Rejection, "problems"> &
		Partial<Rejection> & {
			readonly id?: string | undefined;
			readonly space?: string | undefined;
		},
	record: QueueRecord,
	batch: AdmittedBatch,
): Promise<ReadMessage> {
	const { identity } = rest;
	const located = await locate(record, { id, identity, space }, batch);
	if (located === "unavailable") return { kind: located, record };
	return rejectedAt(located, rest, record);
}

function rejectedAt(
	{ place, origin }: Located,
	known: Pick<Rejection, "problems"> & Partial<Rejection>,
	record: QueueRecord,
): ReadMessage {
	const rejection: Rejection = {
		cause: "bad-message",
		isBadByItself: false,
		noEvents: false,
		taskToken: undefined,
		...known,
	};
	return { kind: "rejected", record, rejection, place, origin };
}

// What was redriven is not: its producer's name is only told, by whoever redrove it.
function mayBeUrgent(record: QueueRecord, batch: Batch): boolean {
	const name = grantedName(record, batch);
	return name !== undefined && batch.deps.config.highPriority.includes(name);
}
