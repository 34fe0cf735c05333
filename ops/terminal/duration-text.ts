import { Misuse } from "../sender/target.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A duration (ms) in its two largest units: `2 h 5 min`. */
export function describeDuration(ms: number): string {
	const units: readonly (readonly [string, number])[] = [
		["d", DAY],
		["h", HOUR],
		["min", MINUTE],
		["s", SECOND],
	];
	const at = units.findIndex(([, size]) => ms >= size);
	if (at < 0) return "0 s";
	const [name = "", size = 1] = units[at] ?? [];
	const rest = units[at + 1];
	const whole = `${Math.floor(ms / size)} ${name}`;
	if (rest === undefined) return whole;
	const more = Math.floor((ms % size) / rest[1]);
	return more === 0 ? whole : `${whole} ${more} ${rest[0]}`;
}

/** An epoch ms as ISO time in UTC, to the millisecond. */
export function isoTime(at: number): string {
	return new Date(at).toISOString();
}

/** The same to the second. */
export function utc(at: number): string {
	return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** A duration (ms) in one unit: `40 s`, `12 min`, `5 h`, `3 days`. */
export function ageText(ms: number): string {
	const seconds = Math.max(0, Math.round(ms / 1000));
	if (seconds < 90) return `${seconds} s`;
	const minutes = Math.round(seconds / 60);
	if (minutes < 90) return `${minutes} min`;
	const hours = Math.round(minutes / 60);
	return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

const UNIT_MS: Readonly<Record<string, number>> = {
	m: MINUTE,
	h: HOUR,
	d: DAY,
};

/** Reads `--since`: `90m`, `3h`, `2d` before now, or an ISO time. @returns epoch ms. @throws Misuse */
export function readSince(text: string, now: number): number {
	const [, count, unit = ""] = /^(\d+)([mhd])$/.exec(text) ?? [];
	if (count !== undefined) return now - Number(count) * (UNIT_MS[unit] ?? 0);
	const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
	if (Number.isNaN(time))
		throw new Misuse(
			`Cannot read --since ${text}: specify 90m, 3h, 2d or a time such as 2026-12-01T08:00:00Z`,
		);
	return time;
}
