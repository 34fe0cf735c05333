const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Says a length of time (ms) in its two largest units: `2 h 5 min`. */
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

/** An epoch ms as ISO time in UTC, to the second. */
export function utc(at: number): string {
	return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** How long something is, for people: `40 s`, `12 min`, `5 h`, `3 days`. */
export function ageText(ms: number): string {
	const seconds = Math.max(0, Math.round(ms / 1000));
	if (seconds < 90) return `${seconds} s`;
	const minutes = Math.round(seconds / 60);
	if (minutes < 90) return `${minutes} min`;
	const hours = Math.round(minutes / 60);
	return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
