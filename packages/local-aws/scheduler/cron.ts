import { type DayRule, parseDays } from "./cron-days.ts";
import { parseField } from "./cron-field.ts";

const DAY_MS = 86_400_000;
const LAST_YEAR = 2199;
const MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");

export interface Cron {
	readonly minutes: readonly number[];
	readonly hours: readonly number[];
	readonly months: ReadonlySet<number>;
	readonly years: ReadonlySet<number>;
	readonly isDay: DayRule;
}

/** Reads the six fields of a cron expression of AWS. Undefined when they are none. */
export function parseCron(text: string): Cron | undefined {
	const fields = text.split(/\s+/);
	const [minute = "", hour = "", dayOfMonth = "", month = ""] = fields;
	const [dayOfWeek = "", year = ""] = fields.slice(4);
	const minutes = parseField(minute, { min: 0, max: 59 });
	const hours = parseField(hour, { min: 0, max: 23 });
	const months = parseField(month, { min: 1, max: 12, names: MONTHS });
	const years = parseField(year, { min: 1970, max: LAST_YEAR });
	const isDay = parseDays(dayOfMonth, dayOfWeek);
	if (fields.length !== 6 || isDay === undefined) return undefined;
	if (!(minutes && hours && months && years)) return undefined;
	return {
		minutes: inOrder(minutes),
		hours: inOrder(hours),
		months,
		years,
		isDay,
	};
}

/** The wall times of an expression in order, from the beginning of a wall time's day on. */
export function* wallTimes(cron: Cron, fromMs: number): Generator<number> {
	let day = Math.floor(fromMs / DAY_MS) * DAY_MS;
	for (;;) {
		const date = new Date(day);
		const year = date.getUTCFullYear();
		const month = date.getUTCMonth() + 1;
		if (year > LAST_YEAR) return;
		if (!cron.years.has(year)) day = Date.UTC(year + 1, 0);
		else if (!cron.months.has(month)) day = Date.UTC(year, month);
		else {
			const isDay = cron.isDay({ year, month, day: date.getUTCDate() });
			if (isDay) yield* timesOf(cron, day);
			day += DAY_MS;
		}
	}
}

function* timesOf({ hours, minutes }: Cron, day: number): Generator<number> {
	for (const hour of hours)
		for (const minute of minutes) yield day + (hour * 60 + minute) * 60_000;
}

function inOrder(values: ReadonlySet<number>): readonly number[] {
	return [...values].sort((one, other) => one - other);
}
