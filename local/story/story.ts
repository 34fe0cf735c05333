import type { RecipientProgress } from "../../core/delivery/decision.ts";
import type { LedgerState } from "../../core/delivery/ledger-row.ts";

/** What is known of the message behind a mail. Times are epoch ms. */
export interface StoryFacts {
	readonly id: string;
	/** Undefined: nobody in particular. */
	readonly producer?: string;
	readonly sentAt: number;
	readonly firstAt: number;
	readonly state: LedgerState;
	readonly progress: RecipientProgress;
	/** What the function's log tells of its tries, oldest first. */
	readonly tries: readonly Try[];
	/** Every time that Google took it; a reply that was never given is undefined. */
	readonly taken: readonly {
		readonly at: number;
		readonly reply: string | undefined;
	}[];
}

/** A try that did not end well. */
export interface Try {
	readonly at: number;
	readonly event: "retry" | "maybe-sent" | "dead-lettered";
	readonly reply: string;
	/** Until the next try. */
	readonly delaySeconds: number;
}

const SLOW_MS = 10_000;
const LONGEST = 300;

/** What became of a message, a sentence each, in the order of time. */
export function storyOf(facts: StoryFacts): readonly string[] {
	const { id, producer, sentAt, firstAt, tries, taken } = facts;
	const whose = producer === undefined ? "" : ` of producer ${short(producer)}`;
	const events = [
		...tries.map((one) => ({
			at: one.at,
			text: tryText(
				one,
				taken.some(({ at }) => at <= one.at),
			),
		})),
		...taken.map((one, index) => ({
			at: one.at,
			text: takenText(one, index > 0),
		})),
	].toSorted((a, b) => a.at - b.at);
	return [
		`\`${short(id)}\`${whose} came to the queue at ${time(sentAt)}.`,
		...(firstAt - sentAt > SLOW_MS
			? [`The function first saw it at ${time(firstAt)}.`]
			: []),
		...events.map(({ text }) => text),
		...recipientsText(facts.progress),
		ledgerText(facts.state),
	];
}

function tryText(
	{ at, event, reply, delaySeconds }: Try,
	isRest: boolean,
): string {
	const what = isRest ? "the rest of it" : "it";
	const said = reply === "" ? "" : `: ${short(reply)}`;
	switch (event) {
		case "retry":
			return `Google refused ${what} for now at ${time(at)}${said}; it waited ${duration(delaySeconds)}.`;
		case "maybe-sent":
			return `The connection was lost at ${time(at)}, before Google's answer to the whole mail${said}; nobody can know whether it was taken.`;
		case "dead-lettered":
			return `${isRest ? "The rest of it" : "It"} went to the dead-letter queue at ${time(at)}${said}.`;
	}
}

function takenText(
	{ at, reply }: StoryFacts["taken"][number],
	isAgain: boolean,
): string {
	const said =
		reply === undefined ? ", and its answer was lost" : `: ${short(reply)}`;
	return `Google took it${isAgain ? " again" : ""} at ${time(at)}${said}`;
}

function recipientsText({
	accepted,
	refused,
}: RecipientProgress): readonly string[] {
	if (refused.length === 0) return [];
	const codes = [...new Set(refused.map(({ code }) => code))].join(", ");
	return [
		`${accepted.length} of ${accepted.length + refused.length} recipients have it; Google refused the others for good (${codes}).`,
	];
}

function ledgerText(state: LedgerState): string {
	switch (state.kind) {
		case "SENT":
			return "The ledger says SENT: it is never sent again.";
		case "SENDING":
			return `The ledger says SENDING, until ${time(state.leaseEnd)} at the longest.`;
		case "WAITING":
			return `The ledger says WAITING: some recipients are still to get it, from ${time(state.notBefore)} on.`;
		case "MAYBE_SENT":
			return `The ledger says MAYBE_SENT: the same bytes go once more, from ${time(state.notBefore)} on.`;
		case "FAILED":
			return `The ledger says FAILED (${state.cause}): what is left of it is in the dead-letter queue.`;
		case "EXPIRED":
			return "The ledger says EXPIRED: its time had passed.";
	}
}

function time(at: number): string {
	return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}

function duration(seconds: number): string {
	const minutes = Math.round(seconds / 60);
	if (seconds < 60) return `${seconds} seconds`;
	return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}

function short(text: string): string {
	const flat = text.slice(0, LONGEST).replace(/\s+/g, " ").trim();
	return text.length > LONGEST ? `${flat}…` : flat;
}
