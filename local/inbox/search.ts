/** What a search asks for: every term has to fit, or not to fit if it `isNot`. */
export interface Term {
	readonly field: Field;
	/** In lower case. */
	readonly word: string;
	readonly isNot: boolean;
}

export type Field = "to" | "from" | "subject" | "any";

/** The parts of a mail that a search looks at, in lower case. */
export type Searched = Readonly<Record<Field, string>>;

const LONGEST_QUERY = 500;
const MOST_TERMS = 20;

/** Reads Mailpit's way of asking: `to:ann from:shop subject:"your order" parcel -test`. */
export function parseQuery(query: string): readonly Term[] {
	const found = query
		.slice(0, LONGEST_QUERY)
		.toLowerCase()
		.matchAll(/(-?)(?:(to|from|subject):)?(?:"([^"]*)"?|([^\s"]+))/g);
	return [...found]
		.map(([, minus, field, quoted, word = ""]) => ({
			field: fieldOf(field),
			word: quoted ?? word,
			isNot: minus === "-",
		}))
		.filter(({ word }) => !UNFINISHED.test(word))
		.slice(0, MOST_TERMS);
}

/** Nothing yet, while somebody types. */
const UNFINISHED = /^(-|-?(to|from|subject):)?$/;

export function fits(terms: readonly Term[], mail: Searched): boolean {
	return terms.every(
		({ field, word, isNot }) => mail[field].includes(word) !== isNot,
	);
}

function fieldOf(name: string | undefined): Field {
	return name === "to" || name === "from" || name === "subject" ? name : "any";
}
