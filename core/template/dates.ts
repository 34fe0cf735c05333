import { filters, type Liquid } from "liquidjs";
import { RenderRefusal } from "./template.ts";

/** Liquid's filters that read a time. */
export const DATE_FILTERS: ReadonlySet<string> = new Set([
	"date",
	"date_to_xmlschema",
	"date_to_rfc822",
	"date_to_string",
	"date_to_long_string",
]);

/** Words that mean the clock to those filters. */
export const CLOCK_WORDS: ReadonlySet<unknown> = new Set(["now", "today"]);

const ISO = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?)?/;
const ZONE = /(Z|[+-]\d\d:?\d\d)$/i;

/** Gives an engine date filters without the machine's clock and time zone: a time without a zone is UTC. */
export function registerDates(engine: Liquid): void {
	for (const name of DATE_FILTERS) {
		const original = filters[name];
		if (typeof original !== "function") continue;
		engine.registerFilter(name, function (value, ...args) {
			return original.call(this, pinned(value), ...args);
		});
	}
}

function pinned(value: unknown): unknown {
	if (value === null || value === undefined || value === "") return value;
	if (CLOCK_WORDS.has(value)) throw new RenderRefusal(NO_CLOCK);
	if (typeof value === "number" || /^\d+$/.test(String(value))) return value;
	const text = String(value);
	const isDate = ISO.test(text) && !Number.isNaN(Date.parse(text));
	if (typeof value !== "string" || !isDate) {
		throw new RenderRefusal(
			"only a time such as 2026-12-01T08:00:00Z, a date, or seconds since 1970 can be formatted",
		);
	}
	if (text.length === 10) return `${text}T00:00:00Z`;
	return ZONE.test(text) ? text : `${text}Z`;
}

export const NO_CLOCK =
	"the clock is not there for a template, or a second try would give another mail: put the time into the data";
