import {
	type Limits,
	learnedNow,
	limitsNow,
	sharedWithOthers,
} from "./limits.ts";
import { project } from "./projection.ts";
import type { Learned, Quota } from "./reserve.ts";
import { usedOf } from "./window.ts";

/** Says in one line how much of the mailbox's limits is used, and what was learned of them. */
export function sayQuota(quota: Quota, limits: Limits, now: number): string {
	const used = usedOf(quota, now);
	const inForce = limitsNow(quota, limits, now);
	const { percent, reachedAt } = project(quota, limits, now);
	const use = `${count(used.messages)} of ${count(inForce.messages)} messages and ${count(used.recipients)} of ${count(inForce.recipients)} recipients in 24 h (${percent} %), ${outlook(reachedAt, now)}`;
	const learned = learnedNow(quota, now);
	if (learned === undefined) return use;
	const why = sharedWithOthers(quota, limits, now)
		? ": somebody else uses the mailbox, too, or its type is set too high"
		: "";
	return `${use}. ${refusal(learned, limits, inForce, why)}`;
}

function outlook(reachedAt: number | undefined, now: number): string {
	if (reachedAt === undefined)
		return "not full within 24 h at the present rate";
	if (reachedAt <= now) return "full";
	const time = new Date(reachedAt).toISOString().slice(11, 16);
	return `full at about ${time} UTC at the present rate`;
}

function refusal(
	learned: Learned,
	limits: Limits,
	inForce: Limits,
	why: string,
): string {
	const what =
		learned.recipients / limits.recipients > learned.messages / limits.messages
			? "recipients"
			: "messages";
	const until = `${new Date(learned.until).toISOString().slice(0, 16)}Z`;
	return `Google refused at ${count(learned[what])} of ${count(limits[what])} ${what}${why}; ${count(inForce[what])} is kept to until ${until}`;
}

function count(value: number): string {
	return value.toLocaleString("en-US");
}
