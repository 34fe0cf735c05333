import { holdingRules } from "../breaker/holds.ts";
import { QUOTA_NEAR_PERCENT } from "../contract.ts";
import { describeQuota, outlook, project } from "../quota/projection.ts";
import { iso, messagesText, seenOf, short, silentSince } from "./facts.ts";
import { failingSince } from "./gauges.ts";
import type { Advice, Overview, Verdict } from "./overview.ts";

export function unattended(
	overview: Overview,
	{ breakerLog }: Advice,
): Verdict | undefined {
	const last = silentSince(overview);
	if (last === undefined) return undefined;
	const when = last === 0 ? "has never run" : `last ran at ${iso(last)}`;
	return {
		verdict: "unattended",
		sending: true,
		...(last === 0 ? {} : { since: iso(last) }),
		message: `Sending, but unattended: the breaker function is scheduled every minute, but ${when}. Is mail lost? No, but after an outage nothing resumes automatically. Its log shows why.`,
		type: breakerLog,
	};
}

export function failing(
	overview: Overview,
	{ functionLog }: Advice,
): Verdict | undefined {
	const since = failingSince(seenOf(overview));
	if (since === undefined) return undefined;
	return {
		verdict: "failing",
		sending: true,
		since: iso(since),
		message: `Works, as far as is known, but a message queued at ${iso(since)} fails repeatedly, and no other shows whether it or Gmail is the cause. Is mail lost? No: after a day it is a dead letter. The log shows the Google replies.`,
		type: functionLog,
	};
}

export function nearLimit(
	{ quota, limits, now }: Overview,
	advice: Advice,
): Verdict | undefined {
	const { percent, of, reachedAt } = project(quota, limits, now);
	if (percent < QUOTA_NEAR_PERCENT) return undefined;
	return {
		verdict: "near-limit",
		sending: true,
		message: `Sending, ${percent < 100 ? "near" : "at"} the daily limit: ${percent} % of the ${of} allowed in 24 h, ${outlook(reachedAt, now)}. Is mail lost? No, mail over the limit waits.`,
		notes: [
			`Counted by the sender: ${describeQuota(quota, limits, now)}`,
			`Who sends: ${advice.quota}`,
		],
	};
}

const MOST_NAMES = 3;
const LONGEST_NAME = 40;

export function producersHeld(
	{ breaker, now }: Overview,
	{ resumeRule }: Advice,
): Verdict | undefined {
	const holds = holdingRules(breaker.rules, now).map(
		({ id, match: { producer, tag, id: key = "" }, who, why }) => {
			const name = short(producer ?? tag ?? key, LONGEST_NAME);
			return { name, by: `${name} is held by ${who}: ${why}`, id };
		},
	);
	if (holds.length === 0) return undefined;
	const names = holds.slice(0, MOST_NAMES).map(({ name }) => name);
	const more =
		holds.length > MOST_NAMES ? ` and ${holds.length - MOST_NAMES} more` : "";
	return {
		verdict: "producers-held",
		sending: true,
		message: `Sending, but not the mail of ${names.join(", ")}${more}. Is mail lost? No, it waits. To send it, end the hold.`,
		notes: holds.map(
			({ by, id }) => `${by}. To end the hold: ${resumeRule(id)}`,
		),
	};
}

export function withDeadLetters(
	{ deadLetters, deadByCause }: Overview,
	advice: Advice,
): Verdict | undefined {
	if (deadLetters === 0) return undefined;
	const causes = Object.entries(deadByCause)
		.toSorted(([, a], [, b]) => b - a)
		.map(([cause, count]) => `${count} ${cause}`);
	const most = causes.slice(0, MOST_NAMES).join(", ");
	const more = causes.length > MOST_NAMES ? " and other causes" : "";
	return {
		verdict: "dead-letters",
		sending: true,
		message: `Sending, but ${messagesText(deadLetters)} ${deadLetters === 1 ? "is" : "are"} in the dead-letter queue${most === "" ? "" : ` (${most}${more})`}. Is mail lost? No, it is kept there with its reason.`,
		type: advice.deadLetters,
	};
}

export function fine({ mailbox }: Overview): Verdict {
	return {
		verdict: "sending",
		sending: true,
		message: `Sending: nothing stops mail from ${mailbox}.`,
	};
}
