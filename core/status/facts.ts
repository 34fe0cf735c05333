import { isMendedBySecret, type OpenFacts } from "../breaker/breaker.ts";
import { ROUND_SECONDS } from "../contract.ts";
import { cut } from "../outside.ts";
import { project } from "../quota/projection.ts";
import { DEFERS_FROM_PERCENT } from "../quota/reserve.ts";
import type { Seen } from "./gauges.ts";
import type { Advice, Overview } from "./overview.ts";

export const WAITS = "Is mail lost? No, it waits in the queue.";
/** Five missed rounds of the breaker function. */
const SILENT_MS = 5 * ROUND_SECONDS * 1000;

export function seenOf(overview: Overview): Seen {
	const { now, breaker, ready, hidden, quota, limits } = overview;
	const { readySince, waitingSince } = overview;
	return {
		now,
		breaker,
		ready,
		// A queue that cannot be read may contain messages.
		waiting: overview.unknown.queue === undefined ? ready + hidden : 1,
		readySince,
		waitingSince,
		quota,
		atLimit: project(quota, limits, now).percent >= DEFERS_FROM_PERCENT,
	};
}

/** Epoch ms of the last round of the breaker function, 0 for never, when more rounds are overdue. */
export function silentSince({
	lastRound,
	now,
	unknown,
}: Overview): number | undefined {
	if (unknown["last round"] !== undefined) return undefined;
	return now - lastRound < SILENT_MS ? undefined : lastRound;
}

/** Name of the stored credential, and the command that stores another. */
export function storing(
	{ credential = "app-password" }: Overview,
	{ setPassword, setOauth }: Advice,
): { readonly name: string; readonly command: string } {
	return credential === "app-password"
		? { name: "App Password", command: setPassword }
		: { name: OAUTH, command: setOauth };
}

export const OAUTH = "OAuth credential";

/** Whether the stored credential differs from the refused one. */
export function isRenewed(
	{ secretVersion, unknown }: Overview,
	facts: OpenFacts,
): boolean {
	return (
		unknown.secret === undefined &&
		isMendedBySecret(facts.cause) &&
		facts.secretVersion !== secretVersion
	);
}

// Nothing is probed, resumed or enabled while the breaker function does not run.
export function alone(
	overview: Overview,
	{ breakerLog }: Advice,
): readonly string[] {
	const last = silentSince(overview);
	if (last === undefined) return [];
	const runs = last === 0 ? "has not run yet" : "does not run";
	return [
		`Nothing is tried: the breaker function is scheduled every minute, but ${runs}. Its log: ${breakerLog}`,
	];
}

/** `1 message waits`, `2 messages wait`. */
export function waitText(count: number): string {
	return `${messagesText(count)} ${count === 1 ? "waits" : "wait"}`;
}

export function messagesText(count: number): string {
	return `${count.toLocaleString("en")} message${count === 1 ? "" : "s"}`;
}

/** Shortens a text from outside, for a paragraph of limited length. */
export function short(text: string, most: number): string {
	return text.length <= most ? text : `${cut(text, most - 1)}…`;
}

/** ISO time to the second. */
export function iso(at: number): string {
	return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
