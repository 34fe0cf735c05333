import { ruleFor } from "../../../core/breaker/holds.ts";
import { KEY_REUSED, type Rejection } from "../../../core/delivery/outcome.ts";
import type { Spaces } from "../../../core/delivery/space.ts";
import {
	canonicalMessage,
	type Message,
	recipientsOf,
} from "../../../core/message/message.ts";
import { type Problem, problem } from "../../../core/message/problem.ts";
import type { AdmittedBatch, Batch } from "../batch.ts";
import { grantedName, isGrantedName } from "../producer.ts";
import type { KeyedMessage, QueueRecord, ReadMessage } from "../record.ts";
import { type Located, locate } from "./locate.ts";
import type { Opened } from "./open-body.ts";
import type { Opening, Share } from "./opening.ts";
import { readFiles } from "./read-files.ts";
import type { Understood } from "./understood.ts";

/** A body that was read, or why it was not. */
export type Body =
	| Understood
	| Extract<Opened, { kind: "refused" | "unavailable" | "too-much" }>
	| Unreadable;

export interface Unreadable {
	readonly kind: "unreadable";
	readonly problem: Problem;
}

export function becauseOf(text: string): Unreadable {
	return { kind: "unreadable", problem: problem("", text) };
}

/** Finds a message's row and files. */
export async function lookUp(
	body: Body,
	own: Share,
	record: QueueRecord,
	opening: Opening,
	batch: AdmittedBatch,
): Promise<ReadMessage> {
	const { deps } = batch;
	switch (body.kind) {
		case "unavailable":
		case "too-much":
		case "nothing":
			return { kind: body.kind, record };
		case "unreadable":
			return unreadable(body, record, batch);
		case "refused":
			return rejected({ problems: body.problems, id: body.id }, record, batch);
		case "rejected": {
			const { identity: text, ...rejection } = body.rejection;
			const identity =
				text === undefined ? {} : { identity: deps.digest(text) };
			return rejected({ ...rejection, ...identity }, record, batch);
		}
		case "message":
			return lookUpMessage(body, own, record, opening, batch);
	}
}

async function lookUpMessage(
	understood: ToSend,
	own: Share,
	record: QueueRecord,
	opening: Opening,
	batch: AdmittedBatch,
): Promise<ReadMessage> {
	const { deps } = batch;
	const { message, spaces, fromService } = understood;
	const { id, taskToken } = message;
	const identity = deps.digest(understood.identity);
	const said = { id, identity, spaces, fromService };
	const located = await locate(record, said, batch);
	if (located === "unavailable") return { kind: located, record };
	const { producer, isReplaced } = located.origin;
	if (fromService && isGrantedName(producer, batch)) {
		const why = { problems: [OF_SERVICES], taskToken, identity };
		return rejectedAt(located, why, record);
	}
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
			return rejectedAt(
				located,
				{ problems: read.problems, taskToken, identity },
				record,
			);
		default:
			return { kind: read.kind, record };
	}
}

export function unreadable(
	{ problem }: Unreadable,
	record: QueueRecord,
	batch: AdmittedBatch,
): Promise<ReadMessage> {
	return rejected({ cause: "unreadable", problems: [problem] }, record, batch);
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
		spaces,
		fromService = false,
		...rest
	}: Pick<Rejection, "problems"> &
		Partial<Rejection> & {
			readonly id?: string | undefined;
			readonly spaces?: Spaces | undefined;
			readonly fromService?: boolean;
		},
	record: QueueRecord,
	batch: AdmittedBatch,
): Promise<ReadMessage> {
	const { identity } = rest;
	const said = { id, identity, spaces, fromService };
	const located = await locate(record, said, batch);
	if (located === "unavailable") return { kind: located, record };
	if (fromService && isGrantedName(located.origin.producer, batch)) {
		const why = { problems: [OF_SERVICES], identity };
		return rejectedAt(located, why, record);
	}
	return rejectedAt(located, rest, record);
}

const OF_SERVICES = problem(
	"",
	"it is an AWS service event, and a named producer may only send messages; send events directly from the service, or grant the role no name",
);

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
