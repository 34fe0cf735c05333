import { holdNow } from "../breaker/holds.ts";
import { whatOf } from "./breaker-open.ts";
import { alone, iso, seenOf, WAITS } from "./facts.ts";
import { isStalled } from "./gauges.ts";
import type { Advice, Overview, Verdict } from "./overview.ts";

/** Without the breaker nobody can tell whether mail flows; the sender itself does nothing then, either. */
export function unreadable(
	{ unknown }: Overview,
	{ functionLog }: Advice,
): Verdict | undefined {
	if (unknown.breaker === undefined) return undefined;
	return {
		verdict: "unknown",
		sending: false,
		message: `Cannot tell whether mail goes out: the state table cannot be read (${unknown.breaker}). Is mail lost? No: a sender that cannot read it, either, sends nothing, and mail waits in the queue. Check your rights on the table; what the sender itself sees: ${functionLog}`,
	};
}

export function withoutPassword(
	overview: Overview,
	advice: Advice,
): Verdict | undefined {
	const { password, breaker, now } = overview;
	if (password !== "empty" && password !== "unreadable") return undefined;
	const { state } = breaker;
	const what =
		password === "empty"
			? "There is no App Password yet"
			: "The secret cannot be read as an App Password, nor as an OAuth credential";
	const hold =
		holdNow(breaker.hold, now) === undefined
			? ""
			: ` It is on hold as well: ${advice.resume}.`;
	return {
		verdict: "config",
		sending: false,
		...(state.kind === "closed" ? {} : { since: iso(state.since) }),
		message: `Not sending: ${what}. ${WAITS} Type: ${advice.setPassword}.${hold}${alone(overview, advice)}`,
	};
}

export function held(overview: Overview, advice: Advice): Verdict | undefined {
	const { breaker, now, ready, hidden } = overview;
	const hold = holdNow(breaker.hold, now);
	if (hold === undefined) return undefined;
	const { who, why, at, until } = hold;
	const end =
		until === undefined
			? "It has no end"
			: `It ends by itself at ${iso(until)}`;
	const beneath =
		breaker.state.kind === "closed"
			? ""
			: ` Beneath it: ${whatOf(breaker.state.cause, overview)}.`;
	return {
		verdict: "held",
		sending: false,
		since: iso(at),
		...(until === undefined ? {} : { nextTry: iso(until) }),
		message: `On hold since ${iso(at)} by ${who}: ${why}. ${end}; ${ready + hidden} wait. ${WAITS}${beneath} To send again, type: ${advice.resume}${alone(overview, advice)}`,
	};
}

export function mappingOff(
	{ mapping }: Overview,
	{ resume, breakerLog }: Advice,
): Verdict | undefined {
	const on = ["Enabled", "Enabling", "Creating", "Updating", "unknown"];
	if (on.includes(mapping)) return undefined;
	return {
		verdict: "paused",
		sending: false,
		message: `Not sending: the event source mapping is ${mapping}, although nothing stops mail. ${WAITS} The breaker function switches it on within a minute; if it does not, type: ${resume}, and look into its log: ${breakerLog}`,
	};
}

export function throttled(
	{ reservedConcurrency }: Overview,
	{ unthrottle }: Advice,
): Verdict | undefined {
	if (reservedConcurrency !== 0) return undefined;
	return {
		verdict: "throttled",
		sending: false,
		message: `Not sending: the sending function may not run, its reserved concurrency is 0. ${WAITS} Somebody has set that as a brake, or a drill; ask who, then type: ${unthrottle}`,
	};
}

export function stalled(
	overview: Overview,
	{ functionLog }: Advice,
): Verdict | undefined {
	if (!isStalled(seenOf(overview))) return undefined;
	const { readySince = 0, ready } = overview;
	return {
		verdict: "stalled",
		sending: false,
		since: iso(readySince),
		message: `Not sending: ${ready} could go since ${iso(readySince)}, and none does. ${WAITS} Look into the function's log: ${functionLog}`,
	};
}
