const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday";
const MONTHS =
	"January February March April May June July August September October November December";

/** Epoch ms of an ISO time with a zone, also of CloudWatch's `+0000`; undefined when it is none. */
export function timeOf(text: string): number | undefined {
	const match =
		/^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)$/.exec(
			text,
		);
	if (match === null) return undefined;
	const [, local = "", zone = ""] = match;
	const ms = Date.parse(local + zone.replace(/^(...)(\d\d)$/, "$1:$2"));
	return Number.isNaN(ms) ? undefined : ms;
}

/** `Wednesday 25 November 2026, 08:03:12 UTC`. */
export function spellTime(ms: number): string {
	const date = new Date(ms);
	if (Number.isNaN(date.getTime())) return "an unknown time";
	const day = WEEKDAYS.split(" ")[date.getUTCDay()];
	const month = MONTHS.split(" ")[date.getUTCMonth()];
	const clock = [
		date.getUTCHours(),
		date.getUTCMinutes(),
		date.getUTCSeconds(),
	].map((part) => String(part).padStart(2, "0"));
	return `${day} ${date.getUTCDate()} ${month} ${date.getUTCFullYear()}, ${clock.join(":")} UTC`;
}

/** A time of the event's spelled out; what isn't one stays as it is. */
export function spellIsoTime(text: string | undefined): string | undefined {
	if (text === undefined) return undefined;
	const ms = timeOf(text);
	return ms === undefined ? text : spellTime(ms);
}
