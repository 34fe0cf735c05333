import { cut } from "../../../outside.ts";
import { at } from "../at.ts";

/** A plain value of an event, and where it lies. */
export interface Leaf {
	/** Its field, and those around it from the outermost: small letters and digits only. */
	readonly key: string;
	readonly path: readonly string[];
	readonly text: string;
	readonly isNumber: boolean;
	/** Whether it tells of one of several. */
	readonly isOneOfSeveral: boolean;
}

/** The most that is read of an event before it is written: values, levels, entries of a list, characters. */
const MOST = { values: 600, levels: 6, entries: 12, key: 64, text: 1000 };

/** What was before, and what people have attached, is not what happened. */
const NOT_NEWS =
	/^(old|previous|prior|before|tags?$|labels$|metadata$|environment$|parameters$|hyperparameters$|overrides$|attachments$|useridentity$)/;

/** The plain values of an event, the outermost first. A wrapper with one entry is looked through. */
export function leavesOf(detail: unknown): readonly Leaf[] {
	const leaves: Leaf[] = [];
	const waiting: Place[] = [
		{ value: withoutWrapper(detail), keys: [], isOneOfSeveral: false },
	];
	// A list that grows while it is read: the outer values come before the inner ones.
	for (const place of waiting) {
		if (leaves.length >= MOST.values) break;
		const { value, keys, isOneOfSeveral } = place;
		if (typeof value === "object" && value !== null) {
			if (waiting.length < MOST.values * 2) waiting.push(...inside(place));
			continue;
		}
		const key = keys.at(-1);
		const text = textOf(value);
		if (key === undefined || text === undefined) continue;
		leaves.push({
			key,
			path: keys.slice(0, -1),
			text,
			isNumber: typeof value === "number",
			isOneOfSeveral,
		});
	}
	return leaves;
}

interface Place {
	readonly value: unknown;
	readonly keys: readonly string[];
	readonly isOneOfSeveral: boolean;
}

function inside({ value, keys, isOneOfSeveral }: Place): readonly Place[] {
	if (Array.isArray(value)) {
		return value.slice(0, MOST.entries).map((each) => ({
			value: each,
			keys,
			isOneOfSeveral: isOneOfSeveral || value.length > 1,
		}));
	}
	if (typeof value !== "object" || value === null || keys.length >= MOST.levels)
		return [];
	return Object.keys(value)
		.slice(0, MOST.values)
		.map((key) => ({
			value: at(value, key),
			keys: [...keys, plainKey(key)],
			isOneOfSeveral,
		}))
		.filter((each) => !NOT_NEWS.test(each.keys.at(-1) ?? ""));
}

/** `{"Records": [{…}]}` tells of its one record. */
function withoutWrapper(detail: unknown): unknown {
	let value = detail;
	for (let level = 0; level < 3; level += 1) {
		if (typeof value !== "object" || value === null) break;
		const [key, another] = Object.keys(value);
		const only = key === undefined ? undefined : at(value, key);
		if (another !== undefined || typeof only !== "object" || only === null)
			break;
		value = only;
	}
	return value;
}

/** `project-name`, `ProjectName` and `Project Name` are one. */
export function plainKey(key: string, most = MOST.key): string {
	return cut(key, most)
		.toLowerCase()
		.replace(/[^a-z0-9]/g, "");
}

function textOf(value: unknown): string | undefined {
	if (typeof value === "number" || typeof value === "boolean")
		return String(value);
	if (typeof value !== "string") return undefined;
	const text = cut(value, MOST.text).trim();
	return /^(|null|none|n\/a|-)$/i.test(text) ? undefined : text;
}
