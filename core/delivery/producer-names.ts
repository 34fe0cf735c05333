import { ITEM_FORMAT } from "../item-format.ts";

/**
 * The names that roles have been granted, ever: mail of a role that was renamed, or created anew under another id,
 * is found under the name by which it was first tried.
 */
export interface ProducerNames {
	readonly version: number;
	/** By the role's id; the newest last. */
	readonly names: Readonly<Record<string, readonly string[]>>;
	readonly writers?: readonly string[];
}

const MOST_ROLES = 500;
const MOST_NAMES = 3;

/** With the names that are granted now; the same object when they are known. */
export function withGranted(
	known: ProducerNames,
	granted: Readonly<Record<string, string>>,
): ProducerNames {
	const news = Object.entries(granted).filter(
		([id, name]) => namesOf(id, known).at(-1) !== name,
	);
	if (news.length === 0) return known;
	const names = new Map(Object.entries(known.names));
	for (const [id, name] of news) {
		const before = namesOf(id, known).filter((each) => each !== name);
		names.delete(id);
		names.set(id, [...before, name].slice(-MOST_NAMES));
	}
	return {
		...known,
		version: known.version + 1,
		names: Object.fromEntries([...names].slice(-MOST_ROLES)),
	};
}

export function namesOf(
	id: string,
	{ names }: Pick<ProducerNames, "names">,
): readonly string[] {
	return Object.hasOwn(names, id) ? (names[id] ?? []) : [];
}

type Item = Readonly<Record<string, unknown>>;

export function namesItemOf(names: ProducerNames): Item {
	return { v: ITEM_FORMAT, ...names };
}

export function producerNamesOf(item: Item | undefined): ProducerNames {
	const { pk: _key, v: _format, ...known } = item ?? {};
	return { version: 0, names: {}, ...(known as Partial<ProducerNames>) };
}
