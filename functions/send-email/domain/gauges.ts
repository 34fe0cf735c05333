import { type Breaker, loginDecides } from "./breaker.ts";
import type { SenderCause } from "./causes.ts";
import { type Hold, holdNow, isForgotten } from "./control.ts";

/** What a round of the breaker function saw. Times are epoch ms. */
export interface Seen {
	readonly now: number;
	readonly breaker: Breaker;
	/** Messages that can be received, and all that wait. */
	readonly ready: number;
	readonly waiting: number;
	readonly readySince: number | undefined;
	/** A message was sent, expired or dead-lettered last. */
	readonly lastOutcomeAt: number | undefined;
	/** The daily limit is full: low mail is deferred. */
	readonly atLimit: boolean;
}

const STALLED_MS = 900_000;

/** The cause that keeps mail from going out; undefined when nothing does. */
export function stopping({
	breaker: { state },
	now,
	waiting,
}: Seen): SenderCause | undefined {
	if (state.kind === "closed") return undefined;
	// Its time is over and no mail is there to try with: nobody's mail is kept back.
	const untried =
		state.kind === "open" &&
		!loginDecides(state) &&
		state.until <= now &&
		waiting === 0;
	return untried ? undefined : state.cause;
}

/** Seconds for which waiting mail has been kept back by an open breaker or a hold, also of only some mail. */
export function blockedSeconds(seen: Seen): number {
	const { breaker, now, waiting } = seen;
	const { state } = breaker;
	const since = [
		...holdsNow(breaker, now).map(({ at }) => at),
		...(state.kind === "closed" ? [] : [state.since]),
	];
	if (waiting === 0 || since.length === 0) return 0;
	return Math.round((now - Math.min(...since)) / 1000);
}

/** Whether mail could go and does not: some was ready in every round, and nothing came to its end. */
export function isStalled(seen: Seen): boolean {
	const { breaker, now, readySince, lastOutcomeAt = 0, atLimit } = seen;
	if (stopping(seen) !== undefined || atLimit) return false;
	if (holdNow(breaker.hold, now) !== undefined) return false;
	return (
		readySince !== undefined &&
		now - Math.max(readySince, lastOutcomeAt, quietUntil(breaker)) >= STALLED_MS
	);
}

/** Whether a hold, of everything or of some messages, may have been forgotten. */
export function isHoldForgotten({
	breaker,
	now,
}: Pick<Seen, "breaker" | "now">): boolean {
	return holdsNow(breaker, now).some((one) => isForgotten(one, now));
}

/** The hold of everything and those of some messages. */
function holdsNow({ hold, rules }: Breaker, now: number): readonly Hold[] {
	const ofSome = rules.filter(({ kind }) => kind === "hold");
	return [hold, ...ofSome].flatMap((one) => holdNow(one, now) ?? []);
}

// Mail that waited for an outage to end needs a while to come back.
function quietUntil({ state, history }: Breaker): number {
	const resumed = history.findLast(({ what }) => what === "resumed")?.at ?? 0;
	return Math.max(resumed, state.kind === "closed" ? (state.closedAt ?? 0) : 0);
}
