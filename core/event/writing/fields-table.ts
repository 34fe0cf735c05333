import type { Fact } from "./content.ts";

const MOST_ROWS = 60;
const MOST_VALUE = 300;
const MOST_NAME = 100;

/**
 * The fields of any JSON as rows, `a.b[0].c`; lists of plain values in one row.
 * Long values are cut, at most 60 rows are shown. Without recursion: the depth is a stranger's.
 */
export function fieldRows(root: unknown): readonly Fact[] {
	const rows: Fact[] = [];
	const waiting: (readonly [path: string, value: unknown])[] = [["", root]];
	while (waiting.length > 0) {
		const [path, value] = waiting.pop() ?? ["", undefined];
		const children = childrenOf(path, value);
		if (children !== undefined) {
			waiting.push(...children.toReversed());
			continue;
		}
		if (rows.length === MOST_ROWS)
			return [...rows, { name: "…", value: "more, see the attachment" }];
		rows.push({ name: shorten(path) || "value", value: written(value) });
	}
	return rows;
}

/** Plain values before what holds others: the parts of a part are read last. */
function rank(value: unknown): number {
	return isPlain(value) ? 0 : 1;
}

function isPlain(value: unknown): boolean {
	if (typeof value !== "object" || value === null) return true;
	return Array.isArray(value)
		? value.every((each) => typeof each !== "object" || each === null)
		: Object.keys(value).length === 0;
}

/** Its end alone is shown. */
function pathTo(key: string, path: string): string {
	const own = key.slice(-MOST_NAME);
	return path === "" ? own : `${path.slice(-MOST_NAME)}.${own}`;
}

type Children = readonly (readonly [path: string, value: unknown])[];

function childrenOf(path: string, value: unknown): Children | undefined {
	if (typeof value !== "object" || value === null || isPlain(value))
		return undefined;
	// More than the rows there are is never shown.
	if (Array.isArray(value)) {
		return value
			.slice(0, MOST_ROWS + 1)
			.map((each, index) => [`${path}[${index}]`, each] as const);
	}
	const entries = Object.entries(value).slice(0, MOST_ROWS + 1);
	return entries
		.map(([key, each]) => [pathTo(key, path), each] as const)
		.toSorted(([, one], [, other]) => rank(one) - rank(other));
}

function written(value: unknown): string {
	if (Array.isArray(value)) {
		if (value.length === 0) return "(none)";
		return cut(value.slice(0, 50).map(written).join(", "), value.length);
	}
	if (value === null) return "(null)";
	if (typeof value === "object") return "(none)";
	const text = String(value);
	return text === "" ? "(empty)" : cut(text, undefined);
}

function cut(text: string, entries: number | undefined): string {
	if (text.length <= MOST_VALUE && (entries ?? 0) <= 50) return text;
	const size =
		entries === undefined ? `${text.length} characters` : `${entries} entries`;
	return `${text.slice(0, MOST_VALUE).replace(/[\uD800-\uDBFF]$/, "")}… (${size})`;
}

function shorten(path: string): string {
	return path.length <= MOST_NAME
		? path
		: `…${path.slice(1 - MOST_NAME).replace(/^[\uDC00-\uDFFF]/, "")}`;
}
