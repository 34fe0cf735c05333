import { holdNow, type MessageRule } from "../../core/breaker/holds.ts";
import { clockText } from "../../core/clock-text.ts";
import type { Quota } from "../../core/quota/quota.ts";
import { HOUR_MS, hourOf, usedOf } from "../../core/quota/window.ts";
import type { Overview } from "../../core/status/overview.ts";
import { utc } from "../terminal/duration-text.ts";
import { matchText } from "../terminal/match.ts";

const MOST_PRODUCERS = 8;

/** The producers that sent the most mail in 24 hours. */
export function producersText(quota: Quota, now: number): string {
	const { byProducer } = usedOf(quota, now);
	const sorted = Object.entries(byProducer).toSorted(([, a], [, b]) => b - a);
	if (sorted.length === 0) return "none sent in 24 h";
	const shown = sorted
		.slice(0, MOST_PRODUCERS)
		.map(([name, messages]) => `${name} ${messages}`);
	const more = sorted.length - shown.length;
	return `${shown.join(", ")}${more > 0 ? `, and ${more} more` : ""} in 24 h`;
}

/** Messages sent in this hour and the last full hour. */
export function sentLastHour({ buckets }: Quota, now: number): string {
	const from = hourOf(now) - 1;
	const sent = buckets
		.filter(({ hour }) => hour >= from)
		.reduce((sum, { messages }) => sum + messages, 0);
	return `${sent} sent since ${clockText(from * HOUR_MS, now)}`;
}

/** The rules in force, with their ids. */
export function rulesText({ breaker, now }: Overview): string {
	const inForce = breaker.rules.filter(
		(rule) => holdNow(rule, now) !== undefined,
	);
	return inForce.length === 0 ? "none" : inForce.map(ruleText).join("; ");
}

export function ruleText(rule: MessageRule): string {
	const { id, kind, match, who, why, since, before, until } = rule;
	const from = since === 0 ? "" : ` sent since ${utc(since)}`;
	const end =
		until === undefined
			? before === undefined
				? ""
				: ` and before ${utc(before)}`
			: ` until ${utc(until)}`;
	return `${id} ${kind === "hold" ? "holds" : "cancels"} mail ${matchText(match)}${from}${end} (by ${who}: ${why})`;
}
