export interface FieldRange {
	readonly min: number;
	readonly max: number;
	/** Names of the values, from `min` on. */
	readonly names?: readonly string[];
}

/** The values of one field of a cron expression: `5`, `1,3`, `MON-FRI`, `0/15`, `*`. Undefined when it is none. */
export function parseField(
	text: string,
	range: FieldRange,
): ReadonlySet<number> | undefined {
	const values = new Set<number>();
	for (const item of text.split(",")) {
		const found = parseItem(item, range);
		if (found === undefined) return undefined;
		for (const value of found) values.add(value);
	}
	return values;
}

/** One value by its number or name. */
export function parseValue(
	text: string,
	{ min, max, names = [] }: FieldRange,
): number | undefined {
	const named = names.indexOf(text.toUpperCase());
	if (named !== -1) return min + named;
	const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
	return value >= min && value <= max ? value : undefined;
}

function parseItem(
	item: string,
	range: FieldRange,
): readonly number[] | undefined {
	const { min, max } = range;
	const [, span = "", stepText] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
	const step = Number(stepText ?? 1);
	const [start = "", end] = span === "*" ? [`${min}`, `${max}`] : split(span);
	const from = parseValue(start, range);
	// A step from one value goes on to the end of the field.
	const to =
		end === undefined
			? stepText === undefined
				? from
				: max
			: parseValue(end, range);
	if (from === undefined || to === undefined || step < 1 || step > max)
		return undefined;
	// `20-2` goes over the end, as hours do at midnight.
	const size = max - min + 1;
	const count = (to - from + size) % size;
	return Array.from(
		{ length: Math.floor(count / step) + 1 },
		(_, index) => min + ((from - min + index * step) % size),
	);
}

function split(span: string): readonly string[] {
	const [start = "", ...rest] = span.split("-");
	return rest.length === 0 ? [start] : [start, rest.join("-")];
}
