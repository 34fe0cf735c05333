import { holdNow } from "../breaker/holds.ts";
import { QUOTA_NEAR_PERCENT } from "../contract.ts";
import { describeQuota, project } from "../quota/projection.ts";
import { iso, seenOf, silentSince } from "./facts.ts";
import { failingSince } from "./gauges.ts";
import type { Advice, Overview, Verdict } from "./overview.ts";

export function unattended(
	overview: Overview,
	{ breakerLog }: Advice,
): Verdict | undefined {
	const last = silentSince(overview);
	if (last === undefined) return undefined;
	const when = last === 0 ? "never was" : `last was at ${iso(last)}`;
	return {
		verdict: "unattended",
		sending: true,
		...(last === 0 ? {} : { since: iso(last) }),
		message: `Sending, but unattended: the breaker function is called every minute, and ${when}. Is mail lost? No; but nothing would go on by itself after an outage. Look into its log: ${breakerLog}`,
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
		message: `Works, as far as is known, but a message that was queued at ${iso(since)} fails again and again, and no other mail shows whether it is the message or Gmail. Is mail lost? No: it is tried for a day, then it goes to the dead-letter queue with its reason. What Google says of it: ${functionLog}`,
	};
}

export function nearLimit(
	{ quota, limits, now }: Overview,
	advice: Advice,
): Verdict | undefined {
	const { percent } = project(quota, limits, now);
	if (percent < QUOTA_NEAR_PERCENT) return undefined;
	return {
		verdict: "near-limit",
		sending: true,
		message: `Sending, ${percent < 100 ? "near" : "at"} the daily limit: ${describeQuota(quota, limits, now)}. Is mail lost? No; what does not fit waits. Who sends: ${advice.quota}`,
	};
}

export function producersHeld(
	{ breaker, now }: Overview,
	{ resumeRule }: Advice,
): Verdict | undefined {
	const holds = breaker.rules.filter(
		(rule) => rule.kind === "hold" && holdNow(rule, now) !== undefined,
	);
	if (holds.length === 0) return undefined;
	const names = holds.map(
		({ match: { producer, tag, id }, who, why }) =>
			`${producer ?? tag ?? id} (by ${who}: ${why})`,
	);
	const commands = holds.map(({ id }) => resumeRule(id));
	return {
		verdict: "producers-held",
		sending: true,
		message: `Sending, but not the mail of ${names.join(", ")}. Is mail lost? No, theirs waits. To send it again, type: ${commands.join("; ")}`,
	};
}

export function withDeadLetters(
	{ deadLetters, deadByCause }: Overview,
	advice: Advice,
): Verdict | undefined {
	if (deadLetters === 0) return undefined;
	const causes = Object.entries(deadByCause).map(
		([cause, count]) => `${count} ${cause}`,
	);
	return {
		verdict: "dead-letters",
		sending: true,
		message: `Sending, but ${deadLetters} in the dead-letter queue${causes.length === 0 ? "" : ` (${causes.join(", ")})`}. Is mail lost? No, it is kept there with its reason. Type: ${advice.deadLetters}`,
	};
}

export function fine({ mailbox }: Overview): Verdict {
	return {
		verdict: "sending",
		sending: true,
		message: `Sending: nothing stops mail from ${mailbox}.`,
	};
}
