import { clockText } from "../clock-text.ts";
import {
	type Limits,
	learnedNow,
	limitsNow,
	sharedWithOthers,
} from "./limits.ts";
import type { Learned, Quota } from "./quota.ts";
import {
	counted,
	DAY_MS,
	endOf,
	HOUR_MS,
	hourOf,
	totalOf,
	usedOf,
} from "./window.ts";

export interface Projection {
	/** Whole percent of the limit in force, rounded down: 100 is full. */
	readonly percent: number;
	/** Which of the two limits is used more. */
	readonly of: "messages" | "recipients";
	/** Epoch ms; `now` when it is full, undefined when it won't be within 24 hours. */
	readonly reachedAt: number | undefined;
}

const BOTH: readonly Projection["of"][] = ["messages", "recipients"];
const RATE_HOURS = 3;

/** How full it is, and when the first of the two limits is reached at the rate of the last three hours. */
export function project(quota: Quota, limits: Limits, now: number): Projection {
	const inForce = limitsNow(quota, limits, now);
	const used = totalOf(counted(quota, now));
	const messages = percentOf(used.messages, inForce.messages);
	const recipients = percentOf(used.recipients, inForce.recipients);
	const times = BOTH.map((what) =>
		reachedAt(quota, { what, limit: inForce[what], now }),
	).filter((at) => at !== undefined);
	return {
		percent: Math.max(messages, recipients),
		of: recipients > messages ? "recipients" : "messages",
		reachedAt: times.length === 0 ? undefined : Math.min(...times),
	};
}

// Multiplied first: 29 / 100 * 100 is a little under 29.
function percentOf(used: number, limit: number): number {
	return Math.floor((used * 100) / limit);
}

/** Between two moments at which an old bucket leaves the window, the sum only grows. */
function reachedAt(
	quota: Quota,
	options: {
		readonly what: Projection["of"];
		readonly limit: number;
		readonly now: number;
	},
): number | undefined {
	const { what, limit, now } = options;
	const rate = ratePerMs(quota, what, now);
	const leaving = counted(quota, now)
		.map(endOf)
		.filter((at) => at < now + DAY_MS)
		.toSorted((a, b) => a - b);
	for (const [index, from] of [now, ...leaving].entries()) {
		const missing = limit - totalOf(counted(quota, from))[what];
		if (missing <= 0) return from;
		const at = now + Math.ceil(missing / rate);
		if (at <= (leaving[index] ?? now + DAY_MS)) return at;
	}
	return undefined;
}

/** From the buckets of this hour and the two before it: two to three hours. */
function ratePerMs(quota: Quota, what: Projection["of"], now: number): number {
	const first = hourOf(now) - RATE_HOURS + 1;
	const recent = quota.buckets.filter(
		({ hour }) => hour >= first && hour <= hourOf(now),
	);
	return totalOf(recent)[what] / (now - first * HOUR_MS);
}

/** Says in one line how much of the mailbox's limits is used, and what was learned of them. */
export function describeQuota(
	quota: Quota,
	limits: Limits,
	now: number,
): string {
	const used = usedOf(quota, now);
	const inForce = limitsNow(quota, limits, now);
	const { percent, reachedAt } = project(quota, limits, now);
	const learned = learnedNow(quota, now);
	// Refused without having shown where the limit lies: nobody can tell when it is full.
	const isUnclear = learned?.fraction === 1 && percent < 100;
	const when = isUnclear ? "" : `, ${outlook(reachedAt, now)}`;
	const use = `${count(used.messages)} of ${count(inForce.messages)} messages and ${count(used.recipients)} of ${count(inForce.recipients)} recipients in 24 h (${percent} %)${when}`;
	if (learned === undefined) return use;
	const why = sharedWithOthers(quota, limits, now)
		? ": somebody else uses the mailbox, too, or its type is set too high"
		: "";
	return `${use}. ${refusal(learned, limits, inForce, why)}`;
}

/** When it is full, in words; with its date when that is not today. */
export function outlook(reachedAt: number | undefined, now: number): string {
	if (reachedAt === undefined)
		return "not full within 24 h at the present rate";
	if (reachedAt <= now) return "full";
	return `full at about ${clockText(reachedAt, now)} at the present rate`;
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
	const kept =
		learned.fraction < 1
			? `; ${count(inForce[what])} is kept to until ${until}`
			: "";
	return `Google refused at ${count(learned[what])} of ${count(limits[what])} ${what}${why}${kept}`;
}

function count(value: number): string {
	return value.toLocaleString("en-US");
}
