import { holdNow } from "../../core/breaker/holds.ts";
import { seenOf } from "../../core/status/facts.ts";
import { blockedSeconds } from "../../core/status/gauges.ts";
import type { Overview } from "../../core/status/overview.ts";
import { describeDuration, utc } from "../terminal/duration-text.ts";

/** Why the breaker is open, since when, and when the next try is. */
export function causeText({ breaker: { state }, now }: Overview): string {
	if (state.kind === "closed") return "none";
	const { cause, stage, since, until, attempt, worksSince } = state;
	const next =
		until <= now
			? "at once"
			: `${utc(until)} (in ${describeDuration(until - now)})`;
	const how =
		worksSince === undefined
			? `confirmed ${attempt} ${attempt === 1 ? "time" : "times"}; next probe ${next}`
			: `Google has accepted the login since ${utc(worksSince)}`;
	return `${cause} at ${stage}, since ${utc(since)} (${describeDuration(now - since)}), ${how}`;
}

export function holdText({ breaker, now }: Overview): string {
	const hold = holdNow(breaker.hold, now);
	if (hold === undefined) return "none";
	const { who, why, at, until } = hold;
	return `since ${utc(at)} by ${who}: ${why}; ${until === undefined ? "no end" : `until ${utc(until)}`}`;
}

export function waitingText(overview: Overview): string {
	const { ready, hidden } = overview;
	const kept = blockedSeconds(seenOf(overview));
	const oldest =
		kept === 0 ? "" : `; kept back for ${describeDuration(kept * 1000)}`;
	return `${ready} ready, ${hidden} in flight or delayed${oldest}`;
}
