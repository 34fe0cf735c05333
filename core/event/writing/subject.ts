import type { ServiceEvent } from "../service-event.ts";
import { cleanLine } from "./clean.ts";

/** What every mail program shows, and what a header line takes without folding. */
export const MAX_SUBJECT_WIDTH = 78;
// Below that a name says nothing, and what stands before it gives way, too.
const LEAST_NAME = 24;

/** Of a state: CloudFormation's longest has 44. */
const MOST_HEAD = 32;
// Below these they say nothing.
const LEAST_WHAT = 8;
const LEAST_TOLD = 15;
/** A name that nobody has chosen. */
const RANDOM = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f-]{12,}$/;

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * A subject of at most 78 characters in one line: `ALARM: `, `orders-5xx`, ` in 123456789012 (eu-west-1)`.
 * When it is too long the name gives way, in its middle.
 */
export function subjectLine(
	before: string,
	name: string,
	after: string,
): string {
	const [head = "", resource = "", tail = ""] = [before, name, after].map(
		(part) => cleanLine(part, 1000),
	);
	const least = shortenMiddle(resource, LEAST_NAME).length;
	const start = shortenMiddle(
		head,
		MAX_SUBJECT_WIDTH - tail.length - least - 2,
	);
	const room = MAX_SUBJECT_WIDTH - joined(start, "x", tail).length + 1;
	return shortenMiddle(
		joined(start, shortenMiddle(resource, Math.max(room, least)), tail),
		MAX_SUBJECT_WIDTH,
	);
}

/** The parts of a subject before its place. */
export interface SubjectParts {
	/** How bad it is, and what became of it: `FAILED`. */
	readonly head: string | undefined;
	/** What the event is about, or what a finding is called: `Glue Job`. */
	readonly what: string;
	/** The thing: `nightly-orders`. */
	readonly name: string | undefined;
	/** Who did it, if there is room. */
	readonly by?: string | undefined;
	/** Whether `what` tells as much as the name does. */
	readonly isTold: boolean;
}

/**
 * `FAILED: Glue Job nightly-orders in 123456789012 (eu-west-1)`, at most 78 characters. When that is too long, what
 * the event is about gives way to the name; where it tells as much, or the name is a random one, both give way.
 */
export function subjectOf(
	{ head, what, name = "", by, isTold }: SubjectParts,
	place: string,
): string {
	const [tail = "", start = "", kind = "", thing = "", actor = ""] = [
		place,
		head === undefined
			? ""
			: `${shortenMiddle(cleanLine(head, 200), MOST_HEAD)}:`,
		what,
		name,
		by === undefined ? "" : `by ${by}`,
	].map((part) => cleanLine(part, 1000));
	const room = MAX_SUBJECT_WIDTH - joined(start, "x", tail).length + 1;
	// A finding's title may name the thing itself.
	if (kind.length <= room && kind.includes(thing) && thing.length > 2)
		return joined(start, kind, tail);
	const isShort = isTold || RANDOM.test(thing);
	const least = isShort ? Math.max(LEAST_TOLD, room - kind.length - 1) : room;
	const shown = shortenMiddle(thing, Math.min(room, least));
	const withActor = joined(shown, actor);
	const named = withActor.length <= room ? withActor : shown;
	const left = room - named.length - (named === "" ? 0 : 1);
	const isKept = kind.length <= left || left >= LEAST_WHAT;
	return joined(start, isKept ? shortenMiddle(kind, left) : "", named, tail);
}

function joined(...parts: readonly string[]): string {
	return parts.filter((part) => part !== "").join(" ");
}

/** `in 123456789012 (eu-west-1)`, as far as the event tells. */
export function placeOf(
	event: Pick<ServiceEvent, "account" | "region">,
): string {
	const { account, region } = event;
	if (account === undefined) return region === undefined ? "" : `in ${region}`;
	return `in ${account}${region === undefined ? "" : ` (${region})`}`;
}

/** `, 123456789012, eu-west-1`: the same after something else. */
export function placeAfter({
	account,
	region,
}: Pick<ServiceEvent, "account" | "region">): string {
	return [account, region]
		.filter((each) => each !== undefined)
		.map((each) => `, ${each}`)
		.join("");
}

/** Shortens a text in its middle, never within what people see as one character. */
export function shortenMiddle(text: string, most: number): string {
	if (text.length <= most) return text;
	if (most < 2) return "";
	const marks = [...segmenter.segment(text)].map(({ segment }) => segment);
	const head = take(marks, Math.ceil(((most - 1) * 2) / 3));
	const tail = take(marks.toReversed(), most - 1 - head.join("").length);
	return `${head.join("").trimEnd()}…${tail.toReversed().join("").trimStart()}`;
}

function take(marks: readonly string[], most: number): readonly string[] {
	let length = 0;
	const end = marks.findIndex((mark) => {
		length += mark.length;
		return length > most;
	});
	return end < 0 ? marks : marks.slice(0, end);
}
