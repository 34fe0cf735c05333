import { holdNow } from "../breaker/holds.ts";
import { ROUND_SECONDS } from "../contract.ts";
import { whatOf } from "./breaker-open.ts";
import {
	alone,
	iso,
	messagesText,
	seenOf,
	short,
	WAITS,
	waitText,
} from "./facts.ts";
import { freeSince, isStalled } from "./gauges.ts";
import type { Advice, Overview, Verdict } from "./overview.ts";

/** If the breaker cannot be read, it is unknown whether mail flows. In this case, the sender sends nothing. */
export function unreadable(
	{ unknown }: Overview,
	{ functionLog }: Advice,
): Verdict | undefined {
	if (unknown.breaker === undefined) return undefined;
	return {
		verdict: "unknown",
		sending: false,
		message: `Cannot tell whether mail is sent: the state table cannot be read (${short(unknown.breaker, 40)}). Is mail lost? No: a sender that cannot read it sends nothing, and mail waits in the queue. Check your permissions on the table.`,
		notes: [`The log of the sending function: ${functionLog}`],
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
			? []
			: [`The sender is also on hold. To end the hold: ${advice.resume}`];
	return {
		verdict: "config",
		sending: false,
		...(state.kind === "closed" ? {} : { since: iso(state.since) }),
		message: `Not sending: ${what}. ${WAITS} Store one: mail goes out within two minutes.`,
		type: advice.setPassword,
		notes: [...hold, ...alone(overview, advice)],
	};
}

const LONGEST_WHO = 24;
const LONGEST_WHY = 60;

export function held(overview: Overview, advice: Advice): Verdict | undefined {
	const { breaker, now, ready, hidden, unknown } = overview;
	const hold = holdNow(breaker.hold, now);
	if (hold === undefined) return undefined;
	const { who, why, at, until } = hold;
	const end =
		until === undefined ? "It has no end" : `It ends at ${iso(until)}`;
	const waiting =
		unknown.queue === undefined ? `; ${waitText(ready + hidden)}` : "";
	return {
		verdict: "held",
		sending: false,
		since: iso(at),
		...(until === undefined ? {} : { nextTry: iso(until) }),
		message: `On hold since ${iso(at)} by ${short(who, LONGEST_WHO)}: ${short(why, LONGEST_WHY)}. ${end}${waiting}. ${WAITS} To send again:`,
		type: advice.resume,
		notes: [
			...(why.length > LONGEST_WHY ? [`Reason for the hold: ${why}`] : []),
			...(breaker.state.kind === "closed"
				? []
				: [`Besides the hold: ${whatOf(breaker.state.cause, overview)}.`]),
			...alone(overview, advice),
		],
	};
}

/** One round that enables the mapping, and the time that AWS takes. */
const SWITCHED_ON_MS = 2 * ROUND_SECONDS * 1000;

export function mappingOff(
	{ mapping, breaker, now }: Overview,
	{ status, resume, breakerLog }: Advice,
): Verdict | undefined {
	const on = ["Enabled", "Enabling", "Creating", "Updating", "unknown"];
	if (on.includes(mapping)) return undefined;
	const since = freeSince(breaker, now);
	if (now - since < SWITCHED_ON_MS)
		return {
			verdict: "paused",
			sending: false,
			since: iso(since),
			message: `Not sending yet: nothing has stopped mail since ${iso(since)}, and the event source mapping is being enabled, which takes at most two minutes. ${WAITS} No action is needed.`,
			type: status,
		};
	return {
		verdict: "paused",
		sending: false,
		message: `Not sending: the event source mapping is ${mapping}, although nothing stops mail. ${WAITS} The breaker function enables it within a minute. If it does not:`,
		type: resume,
		notes: [`To see why it is not enabled: ${breakerLog}`],
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
		message: `Not sending: the sending function cannot run because its reserved concurrency is 0. ${WAITS} Somebody set this to stop mail, or a drill did. Ask who, then:`,
		type: unthrottle,
	};
}

export function stalled(
	overview: Overview,
	{ functionLog }: Advice,
): Verdict | undefined {
	if (!isStalled(seenOf(overview))) return undefined;
	const { ready, hidden, now, readySince, waitingSince = now } = overview;
	const since = iso(readySince ?? waitingSince);
	const count = ready > 0 ? ready : ready + hidden;
	return {
		verdict: "stalled",
		sending: false,
		since,
		message: `Not sending: ${messagesText(count)} could have been sent since ${since}, but none was. ${WAITS} Start with the log of the sending function:`,
		type: functionLog,
	};
}
