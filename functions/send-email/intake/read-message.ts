import { UNVERIFIED } from "../../../core/event/origin.ts";
import { recognise } from "../../../core/event/recognise.ts";
import { withoutWord } from "../../../core/event/rule-tag.ts";
import type { Recognised } from "../../../core/event/service-event.ts";
import { readClaimCheck } from "../../../core/message/claim-check.ts";
import { errorText } from "../../shared/log.ts";
import type { AdmittedBatch } from "../batch.ts";
import { READ_MS } from "../deadline.ts";
import type { QueueRecord, ReadMessage } from "../record.ts";
import { type Body, becauseOf, lookUp, unreadable } from "./look-up.ts";
import { beginReading, endReading, type Marks } from "./marks.ts";
import { openBody } from "./open-body.ts";
import { MOST_WORK_MS, type Opening, type Share } from "./opening.ts";
import { understand } from "./understand.ts";
import type { Understood } from "./understood.ts";
import { mayBeProved, verifyOrigin } from "./verify-origin.ts";

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
	const short = records.filter(
		(record) => !marks.has(record) && record.body.length <= SHORT,
	);
	const begun = beginTogether(short, opening, batch);
	return Promise.all(
		records.map((record) =>
			readMarked(record, { marks, begun, opening }, batch),
		),
	);
}

/** Characters of a usual message. */
const SHORT = 10_000;

/** What is known when a text has been read once. */
type Begun =
	| { readonly recognised: Recognised; readonly understood?: undefined }
	| { readonly recognised?: undefined; readonly understood: Understood };

interface Reading {
	readonly marks: Marks;
	readonly begun: ReadonlyMap<QueueRecord, Begun>;
	readonly opening: Opening;
}

/** Watching over work takes longer than a short text's own: they are watched together, and each alone if that is too long. */
function beginTogether(
	records: readonly QueueRecord[],
	opening: Opening,
	{ deps }: AdmittedBatch,
): ReadonlyMap<QueueRecord, Begun> {
	const plain = records.filter(
		({ body }) => readClaimCheck(body) === undefined,
	);
	if (plain.length < 2) return new Map();
	const characters = plain.reduce((sum, { body }) => sum + body.length, 0);
	const worked = deps.within(characters, () =>
		plain.flatMap((record): [QueueRecord, Begun][] => {
			try {
				return [[record, begin(record.body, deps)]];
			} catch {
				// By itself it fails once more, and is refused.
				return [];
			}
		}),
	);
	if (worked.kind === "too-long") return new Map();
	opening.workMs += worked.ms;
	return new Map(worked.value);
}

/** Reads a text as far as nobody has to be asked. */
function begin(body: string, deps: AdmittedBatch["deps"]): Begun {
	const recognised = recogniseWithoutWord(body, deps);
	return mayBeProved(recognised)
		? { recognised }
		: { understood: understand(recognised, body, UNVERIFIED, deps) };
}

/** Whatever ends the process while a body is read leaves a mark in the table. */
async function readMarked(
	record: QueueRecord,
	{ marks, begun, opening }: Reading,
	batch: AdmittedBatch,
): Promise<ReadMessage> {
	const may = await beginReading(record, marks, batch);
	if (may === "unavailable") return { kind: may, record };
	if (may === "never") return unreadable(UNREAD, record, batch);
	const crashed = (error: unknown) => {
		batch.deps.log("error", {
			event: "record-crashed",
			sqsMessageId: record.messageId,
			error: errorText(error),
		});
		return UNFORESEEN;
	};
	const own = { bytes: 0 };
	const body = await readBody(
		record,
		begun.get(record),
		own,
		opening,
		batch,
	).catch(crashed);
	const [message] = await Promise.all([
		lookUp(body, own, record, opening, batch).catch((error) =>
			// What reading trips over is refused, so that it can't hold up the batch again and again.
			unreadable(crashed(error), record, batch),
		),
		endReading(record, marks, batch),
	]);
	return message;
}

const UNREAD = becauseOf(
	"reading it ended the sender's function four times, so it was not read again; send a simpler message, or a file",
);
const TOO_LONG = becauseOf(
	"reading it takes too long; send a simpler message, or a file",
);
const UNFORESEEN = becauseOf(
	"reading it fails unexpectedly; the sender's log has the error: report it",
);

async function readBody(
	record: QueueRecord,
	before: Begun | undefined,
	own: Share,
	opening: Opening,
	{ deps }: AdmittedBatch,
): Promise<Body> {
	if (before?.understood !== undefined) return before.understood;
	const opened = await openBody(record.body, own, opening, deps);
	if (opened.kind !== "body") return opened;
	if (opening.workMs >= MOST_WORK_MS) return { kind: "too-much" };
	const { body } = opened;
	const work = <T>(run: () => T) => {
		const worked = deps.within(body.length, run);
		opening.workMs += worked.ms;
		return worked;
	};
	const begun =
		before === undefined
			? work(() => begin(body, deps))
			: { kind: "done" as const, value: before };
	if (begun.kind === "too-long") return TOO_LONG;
	const { recognised, understood } = begun.value;
	if (recognised === undefined) return understood;
	const origin = await verifyOrigin(recognised, deps);
	const proved = work(() => understand(recognised, body, origin, deps));
	return proved.kind === "too-long" ? TOO_LONG : proved.value;
}

/** Nothing that is made of an event tells the word that it brings along. */
function recogniseWithoutWord(
	body: string,
	deps: Pick<AdmittedBatch["deps"], "config" | "digest">,
): Recognised {
	const { eventWord } = deps.config;
	const found = recognise(body, deps);
	const isInIt = eventWord !== "" && body.includes(eventWord);
	if (found.kind !== "event" || !isInIt) return found;
	const shown = recognise(withoutWord(body, eventWord), deps);
	return shown.kind === "event" ? { ...shown, proof: found.proof } : shown;
}
