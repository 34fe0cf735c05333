import { Misuse } from "../sender/target.ts";

const UNIT_MS: Readonly<Record<string, number>> = {
	m: 60_000,
	h: 3_600_000,
	d: 86_400_000,
};

/** Reads `--since`: `90m`, `3h`, `2d` before now, or an ISO time. @returns epoch ms. @throws Misuse */
export function readSince(text: string, now: number): number {
	const [, count, unit = ""] = /^(\d+)([mhd])$/.exec(text) ?? [];
	if (count !== undefined) return now - Number(count) * (UNIT_MS[unit] ?? 0);
	const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
	if (Number.isNaN(time))
		throw new Misuse(
			`Cannot read --since ${text}: allowed is 90m, 3h, 2d or a time such as 2026-12-01T08:00:00Z`,
		);
	return time;
}
