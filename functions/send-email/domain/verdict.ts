import { type Breaker, isMendedBySecret, loginDecides } from "./breaker.ts";
import type { SenderCause } from "./causes.ts";
import { holdNow } from "./control.ts";
import { isStalled, stopping } from "./gauges.ts";
import type { Advice, Overview, Verdict } from "./overview.ts";
import { project } from "./quota-projection.ts";
import { sayQuota } from "./quota-text.ts";

type Rule = (overview: Overview, advice: Advice) => Verdict | undefined;

/** The first rule that has something to say is the verdict. */
const RULES: readonly Rule[] = [
	withoutPassword,
	held,
	stopped,
	paused,
	stalled,
	unattended,
	nearLimit,
	producersHeld,
	withDeadLetters,
];

const WAITS = "Is mail lost? No, it waits in the queue.";
/** The breaker function is called every minute. */
const SILENT_MS = 300_000;
/** From here on mail of busy producers is deferred. */
const NEAR_PERCENT = 80;

/** Says what is the matter with a sender, and what to type. */
export function verdictOf(overview: Overview, advice: Advice): Verdict {
	for (const rule of RULES) {
		const verdict = rule(overview, advice);
		if (verdict !== undefined) return verdict;
	}
	return {
		verdict: "sending",
		sending: true,
		say: `Sending: nothing stops mail from ${overview.mailbox}.`,
	};
}

function withoutPassword(
	{ password, breaker }: Overview,
	{ setPassword }: Advice,
): Verdict | undefined {
	if (password !== "empty" && password !== "unreadable") return undefined;
	const what =
		password === "empty"
			? "There is no App Password yet"
			: "The secret cannot be read as an App Password";
	return {
		verdict: "config",
		sending: false,
		...sinceOf(breaker),
		say: `Not sending: ${what}. ${WAITS} Type: ${setPassword}`,
	};
}

function held(
	{ breaker, now, ready, hidden }: Overview,
	{ resume }: Advice,
): Verdict | undefined {
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
			: ` Beneath it: ${WHAT[breaker.state.cause]}.`;
	return {
		verdict: "held",
		sending: false,
		since: iso(at),
		...(until === undefined ? {} : { nextTry: iso(until) }),
		say: `On hold since ${iso(at)} by ${who}: ${why}. ${end}; ${ready + hidden} wait. ${WAITS}${beneath} To send again, type: ${resume}`,
	};
}

function stopped(overview: Overview, advice: Advice): Verdict | undefined {
	const { breaker, now, secretVersion } = overview;
	const { state } = breaker;
	const cause = stopping(seenOf(overview));
	if (cause === undefined || state.kind === "closed") return undefined;
	const renewed =
		isMendedBySecret(cause) && state.secretVersion !== secretVersion;
	const who = loginDecides(state) ? "within a minute" : "with the next message";
	const when = renewed || state.until <= now ? who : `at ${iso(state.until)}`;
	const todo = renewed
		? "To do: nothing, a new App Password is stored and will be tried."
		: adviceFor(cause, state.stage === "unknown", advice);
	const reply = state.reply.replace(/\s+/g, " ");
	const { quota, limits } = overview;
	const use = cause === "quota" ? `: ${sayQuota(quota, limits, now)}` : "";
	return {
		verdict: cause,
		sending: false,
		since: iso(state.since),
		nextTry: iso(state.until),
		reply,
		say: `Not sending since ${iso(state.since)}: ${WHAT[cause]}${use}. ${WAITS} Next try ${when}. ${todo} What was said: ${reply}`,
	};
}

const WHAT: Readonly<Record<SenderCause, string>> = {
	auth: "Google refuses the App Password",
	"auth-throttle": "Google throttles logins",
	quota: "the mailbox has reached Google's daily sending limit",
	rate: "Google limits the sending rate",
	transient: "Gmail cannot be reached or answers with temporary failures",
	config: "the sender is not set up right",
	policy: "Google refuses the sender",
	"bad-message": "Google refuses the sender",
	"bad-recipient": "Google refuses the sender",
};

function adviceFor(
	cause: SenderCause,
	isSecret: boolean,
	{ setPassword, resume, quota }: Advice,
): string {
	if (cause === "auth" || (cause === "config" && isSecret)) {
		return `To do: store a new App Password (${setPassword}); mail then goes out by itself within two minutes.`;
	}
	if (cause === "quota") {
		return `To do: nothing, or send less (who sends: ${quota}); it goes on by itself within 24 hours.`;
	}
	return cause === "config"
		? `To do: read what was said below, and the runbook under misconfigured; once mended, ${resume} tries at once.`
		: `To do: nothing yet; it goes on by itself when Gmail does (${resume} tries at once).`;
}

function paused(
	{ mapping }: Overview,
	{ resume }: Advice,
): Verdict | undefined {
	const on = ["Enabled", "Enabling", "Creating", "Updating", "unknown"];
	if (on.includes(mapping)) return undefined;
	return {
		verdict: "paused",
		sending: false,
		say: `Not sending: the event source mapping is ${mapping}, although nothing stops mail. ${WAITS} The breaker function switches it on within a minute; if it does not, type: ${resume}`,
	};
}

function stalled(
	overview: Overview,
	{ functionLog }: Advice,
): Verdict | undefined {
	if (!isStalled(seenOf(overview))) return undefined;
	const { readySince = 0, ready } = overview;
	return {
		verdict: "stalled",
		sending: false,
		since: iso(readySince),
		say: `Not sending: ${ready} could go since ${iso(readySince)}, and none does. ${WAITS} Look into the function's log: ${functionLog}`,
	};
}

function unattended(
	{ lastRound, now }: Overview,
	{ breakerLog }: Advice,
): Verdict | undefined {
	if (now - lastRound < SILENT_MS) return undefined;
	const when = lastRound === 0 ? "never was" : `last was at ${iso(lastRound)}`;
	return {
		verdict: "unattended",
		sending: true,
		...(lastRound === 0 ? {} : { since: iso(lastRound) }),
		say: `Sending, but unattended: the breaker function is called every minute, and ${when}. Is mail lost? No; but nothing would go on by itself after an outage. Look into its log: ${breakerLog}`,
	};
}

function nearLimit(
	{ quota, limits, now }: Overview,
	advice: Advice,
): Verdict | undefined {
	if (project(quota, limits, now).percent < NEAR_PERCENT) return undefined;
	return {
		verdict: "near-limit",
		sending: true,
		say: `Sending, near the daily limit: ${sayQuota(quota, limits, now)}. Is mail lost? No; what does not fit waits. Who sends: ${advice.quota}`,
	};
}

function producersHeld(
	{ breaker, now }: Overview,
	{ resume }: Advice,
): Verdict | undefined {
	const holds = breaker.rules.filter(
		(rule) => rule.kind === "hold" && holdNow(rule, now) !== undefined,
	);
	if (holds.length === 0) return undefined;
	const names = holds.map(
		({ match: { producer, tag, id }, who, why }) =>
			`${producer ?? tag ?? id} (by ${who}: ${why})`,
	);
	return {
		verdict: "producers-held",
		sending: true,
		say: `Sending, but not the mail of ${names.join(", ")}. Is mail lost? No, theirs waits. To send it again, type: ${resume} with its name`,
	};
}

function withDeadLetters(
	{ deadLetters, deadByCause, mailbox }: Overview,
	advice: Advice,
): Verdict | undefined {
	if (deadLetters === 0) return undefined;
	const causes = Object.entries(deadByCause).map(
		([cause, count]) => `${count} ${cause}`,
	);
	return {
		verdict: "dead-letters",
		sending: true,
		say: `Sending: nothing stops mail from ${mailbox}. But ${deadLetters} in the dead-letter queue${causes.length === 0 ? "" : ` (${causes.join(", ")})`}: ${advice.deadLetters}`,
	};
}

function seenOf(overview: Overview) {
	const { now, breaker, ready, hidden, readySince, quota, limits } = overview;
	return {
		now,
		breaker,
		ready,
		waiting: ready + hidden,
		readySince,
		lastOutcomeAt: quota.lastOutcomeAt,
		atLimit: project(quota, limits, now).percent >= NEAR_PERCENT,
	};
}

function sinceOf({ state }: Breaker): { since?: string } {
	return state.kind === "closed" ? {} : { since: iso(state.since) };
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
