import { ITEM_FORMAT } from "../item-format.ts";

/**
 * The names that roles have been granted, ever: mail of a role that was renamed, or created anew under another id,
 * is found under the name by which it was first tried.
 */
export interface ProducerNames {
	readonly version: number;
	/** By the role's id; the newest last. */
	readonly names: Readonly<Record<string, readonly string[]>>;
	/** Since when a role has its newest name, by its id. Epoch ms. */
	readonly since: Readonly<Record<string, number>>;
	readonly writers?: readonly string[];
}

const MOST_ROLES = 500;
const MOST_NAMES = 3;

/** With the names that are granted now; the same object when they are known. */
export function withGranted(
	known: ProducerNames,
	granted: Readonly<Record<string, string>>,
	now: number,
): ProducerNames {
	const news = Object.entries(granted).filter(
		([id, name]) => namesOf(id, known).at(-1) !== name,
	);
	if (news.length === 0) return known;
	const names = new Map(Object.entries(known.names));
	const since = new Map(Object.entries(known.since));
	for (const [id, name] of news) {
		const before = namesOf(id, known).filter((each) => each !== name);
		names.delete(id);
		names.set(id, [...before, name].slice(-MOST_NAMES));
		since.delete(id);
		since.set(id, now);
	}
	return {
		...known,
		version: known.version + 1,
		names: Object.fromEntries([...names].slice(-MOST_ROLES)),
		since: Object.fromEntries([...since].slice(-MOST_ROLES)),
	};
}

export function namesOf(
	id: string,
	{ names }: Pick<ProducerNames, "names">,
): readonly string[] {
	return Object.hasOwn(names, id) ? (names[id] ?? []) : [];
}

/** Epoch ms; long ago for a role that never got a name. */
export function sinceOf(
	id: string,
	{ since }: Pick<ProducerNames, "since">,
): number {
	return Object.hasOwn(since, id) ? (since[id] ?? 0) : 0;
}

export const NO_NAMES: ProducerNames = { version: 0, names: {}, since: {} };

type Item = Readonly<Record<string, unknown>>;

export function namesItemOf(names: ProducerNames): Item {
	return { v: ITEM_FORMAT, ...names };
}

export function producerNamesOf(item: Item | undefined): ProducerNames {
	const { pk: _key, v: _format, ...known } = item ?? {};
	return { ...NO_NAMES, ...(known as Partial<ProducerNames>) };
}
