import { nearest } from "../../core/nearest.ts";

/** What a request gets instead of what it asked for: a sentence, with the status 400 or 404. */
export class Refused extends Error {
	readonly status: 400 | 404;

	constructor(sentence: string, status: 400 | 404 = 400) {
		super(sentence);
		this.status = status;
	}
}

const MOST_SHOWN = 60;

/** Which of the known names was meant, to stand behind what was typed. */
export function didYouMean(typed: string, known: readonly string[]): string {
	const meant = nearest(typed.slice(0, MOST_SHOWN), known);
	return meant === undefined ? "" : ` (did you mean ${meant}?)`;
}

/** What came from outside, as a sentence may have it. */
export function shown(value: unknown): string {
	const text = typeof value === "string" ? value.slice(0, 1000) : value;
	const json = JSON.stringify(text) ?? "nothing";
	return json.length <= MOST_SHOWN ? json : `${json.slice(0, MOST_SHOWN)}…`;
}
