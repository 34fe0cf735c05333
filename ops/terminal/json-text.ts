import { isoTime } from "./duration-text.ts";

const HOUR_MS = 3_600_000;
/** Names of fields that contain a time, as epoch ms or as an ISO time. */
const TIMES =
	/^(at|since|until|before|now|date|lastRound|hour|nextTry|worksSince|notBefore|leaseEnd|probeUntil|expiresAt|[a-z]+(At|Since))$/;
/** Larger than any count, and than any time in seconds or hours. */
const EPOCH_MS = 1e11;

/** The output of `--json`. Every time in it is an ISO time in UTC, to the millisecond. */
export function jsonText(
	value: unknown,
	other: (value: unknown) => unknown = (same) => same,
): string {
	return JSON.stringify(value, (key, one: unknown) =>
		TIMES.test(key) ? timeOf(key, one) : other(one),
	);
}

function timeOf(key: string, value: unknown): unknown {
	if (typeof value === "string") {
		const at = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
		return Number.isNaN(at) ? value : isoTime(at);
	}
	if (typeof value !== "number" || value <= 0) return value;
	if (key === "hour") return isoTime(value * HOUR_MS);
	return isoTime(value < EPOCH_MS ? value * 1000 : value);
}
