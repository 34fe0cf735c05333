const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

export function isTimeZone(zone: string): boolean {
	try {
		formatOf(zone);
		return true;
	} catch {
		return false;
	}
}

/** What clocks show in a time zone at an instant (epoch ms), as the epoch ms at which they show it in UTC. */
export function wallTime(instantMs: number, zone: string): number {
	const parts = Object.fromEntries(
		formatOf(zone)
			.formatToParts(instantMs)
			.map(({ type, value }) => [type, Number(value)]),
	);
	const { year = 0, month = 1, day, hour, minute, second } = parts;
	return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * The first instant (epoch ms) at which clocks show this wall time. Undefined when they never do, as
 * they were put forward over it.
 */
export function instantOf(wallMs: number, zone: string): number | undefined {
	const [first = 0, second = 0] = [wallMs - DAY_MS, wallMs + DAY_MS].map(
		(near) => wallMs - (wallTime(near, zone) - near),
	);
	return [Math.min(first, second), Math.max(first, second)].find(
		(instant) => wallTime(instant, zone) === wallMs,
	);
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
	const known = formats.get(timeZone);
	if (known !== undefined) return known;
	const format = new Intl.DateTimeFormat("en-US", {
		timeZone,
		hourCycle: "h23",
		year: "numeric",
		month: "numeric",
		day: "numeric",
		hour: "numeric",
		minute: "numeric",
		second: "numeric",
	});
	formats.set(timeZone, format);
	return format;
}
