import { emptyBucket, merged } from "../../core/quota/bucket.ts";
import type { Quota } from "../../core/quota/quota.ts";
import { HOUR_MS, hourOf } from "../../core/quota/window.ts";
import { utc } from "../terminal/duration-text.ts";
import { markdownTable } from "../terminal/markdown.ts";

const MOST_HOURS = 26;

/** Mail sent per hour. The quota contains a little more than one day. */
export function hoursTable(quota: Quota, since: number, now: number): string {
	const last = hourOf(now);
	const first = Math.max(hourOf(since), last - MOST_HOURS + 1);
	const note =
		first > hourOf(since)
			? `\n\nEarlier hours are not on record: see the metrics Sent and Waiting.`
			: "";
	const rows = Array.from({ length: last - first + 1 }, (_, index) => {
		const hour = first + index;
		const bucket = quota.buckets.find((one) => one.hour === hour);
		const { messages, recipients } = bucket ?? emptyBucket(hour);
		return [
			utc(hour * HOUR_MS).slice(0, 16),
			String(messages),
			String(recipients),
		];
	});
	return markdownTable(["Hour", "Sent", "Recipients"], rows) + note;
}

/** Mail sent per producer since then. */
export function producersTable(
	{ buckets }: Quota,
	since: number,
	now: number,
): string {
	const { byProducer } = buckets
		.filter(({ hour }) => hour >= hourOf(since) && hour <= hourOf(now))
		.reduce(merged, emptyBucket(0));
	const rows = Object.entries(byProducer)
		.toSorted(([, a], [, b]) => b - a)
		.map(([name, messages]) => [name, String(messages)]);
	return rows.length === 0
		? "Nobody sent anything."
		: markdownTable(["Producer", "Sent"], rows);
}
