import { type FieldRange, parseField, parseValue } from "./cron-field.ts";

/** A day of the calendar; months from 1. */
export interface CalendarDay {
	readonly year: number;
	readonly month: number;
	readonly day: number;
}

/** Whether a day is one of the expression's. */
export type DayRule = (date: CalendarDay) => boolean;

const OF_MONTH: FieldRange = { min: 1, max: 31 };
const OF_WEEK: FieldRange = {
	min: 1,
	max: 7,
	names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
};
const SATURDAY = 7;
const SUNDAY = 1;

/** The two day fields of a cron expression, one of which has to be `?`. Undefined when they are none. */
export function parseDays(
	dayOfMonth: string,
	dayOfWeek: string,
): DayRule | undefined {
	if ((dayOfMonth === "?") === (dayOfWeek === "?")) return undefined;
	return dayOfWeek === "?" ? ruleOfMonth(dayOfMonth) : ruleOfWeek(dayOfWeek);
}

function ruleOfMonth(field: string): DayRule | undefined {
	if (field === "L") return (date) => date.day === lastDay(date);
	if (field === "LW")
		return (date) => date.day === workday({ ...date, day: lastDay(date) });
	if (field.endsWith("W")) {
		const near = parseValue(field.slice(0, -1), OF_MONTH);
		if (near === undefined) return undefined;
		return (date) => date.day === workday({ ...date, day: near });
	}
	const days = parseField(field, OF_MONTH);
	return days && (({ day }) => days.has(day));
}

function ruleOfWeek(field: string): DayRule | undefined {
	if (field === "L") return (date) => weekday(date) === SATURDAY;
	const [, name = "", rest] = /^(\w+?)(L|#[1-5])$/.exec(field) ?? [];
	if (rest !== undefined) {
		const wanted = parseValue(name, OF_WEEK);
		if (wanted === undefined) return undefined;
		const isTurn: DayRule =
			rest === "L"
				? (date) => date.day + 7 > lastDay(date)
				: ({ day }) => Math.ceil(day / 7) === Number(rest.slice(1));
		return (date) => weekday(date) === wanted && isTurn(date);
	}
	const days = parseField(field, OF_WEEK);
	return days && ((date) => days.has(weekday(date)));
}

/** The day from Monday to Friday that is nearest, within the month. */
function workday(date: CalendarDay): number {
	switch (weekday(date)) {
		case SATURDAY:
			return date.day === 1 ? 3 : date.day - 1;
		case SUNDAY:
			return date.day === lastDay(date) ? date.day - 2 : date.day + 1;
		default:
			return date.day;
	}
}

/** 1 for Sunday, as in cron expressions. */
function weekday({ year, month, day }: CalendarDay): number {
	return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function lastDay({ year, month }: CalendarDay): number {
	return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
