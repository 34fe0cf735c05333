import type { ServiceEvent } from "../service-event.ts";
import { cleanLine } from "./clean.ts";

/** What every mail program shows, and what a header line takes without folding. */
export const MAX_SUBJECT_WIDTH = 78;
// Below that a name says nothing, and what stands before it gives way, too.
const LEAST_NAME = 24;

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
	const join = (...parts: readonly string[]) =>
		parts.filter((part) => part !== "").join(" ");
	const least = shortenMiddle(resource, LEAST_NAME).length;
	const start = shortenMiddle(
		head,
		MAX_SUBJECT_WIDTH - tail.length - least - 2,
	);
	const room = MAX_SUBJECT_WIDTH - join(start, "x", tail).length + 1;
	return shortenMiddle(
		join(start, shortenMiddle(resource, Math.max(room, least)), tail),
		MAX_SUBJECT_WIDTH,
	);
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
