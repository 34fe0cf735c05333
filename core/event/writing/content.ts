import type { ServiceEvent } from "../service-event.ts";
import { spellTime } from "../time.ts";

/** How good or bad it is: it colours the mail's head. */
export type Tone = "bad" | "warning" | "good" | "neutral";

export interface Fact {
	readonly name: string;
	readonly value: string;
}

export interface Link {
	readonly label: string;
	readonly url: string;
}

/** What a mail says, before it becomes text and HTML. The layouts clean and escape every string in it. */
export interface Content {
	readonly subject: string;
	readonly tone: Tone;
	/** The state in a word or two: `ALARM`. */
	readonly label: string;
	/** The resource, as its owner calls it. */
	readonly headline: string;
	/** What happened or what it means, in plain words. */
	readonly sentence: string;
	/** A longer text of the event's, with line breaks of its own. */
	readonly body?: string | undefined;
	readonly facts: readonly Fact[];
	/** The first one becomes the button. */
	readonly links: readonly Link[];
	/** What the attachment is called, without its ending. */
	readonly filename: string;
}

type Row = readonly [name: string, value: string | undefined];

/** The facts that the event tells; what it doesn't is left out. */
export function factsOf(rows: readonly Row[]): readonly Fact[] {
	return rows.flatMap(([name, value]) =>
		value === undefined || value === "" ? [] : [{ name, value }],
	);
}

/** When and where: what every mail ends its facts with. */
export function placeFacts({
	time,
	account,
	region,
}: Pick<ServiceEvent, "time" | "account" | "region">): readonly Fact[] {
	return factsOf([
		["Time", time === undefined ? undefined : spellTime(time)],
		["Account", account],
		["Region", region],
	]);
}

/** The links that could be built. */
export function linksOf(
	rows: readonly (readonly [label: string, url: string | undefined])[],
): readonly Link[] {
	return rows.flatMap(([label, url]) =>
		url === undefined ? [] : [{ label, url }],
	);
}
