/** What may stand in angle brackets: an address, a Message-ID, a link. */
const IN_BRACKETS = /<[^<>]{0,400}>/g;

/** A quoted local part may have spaces in it. */
const QUOTED = /"[^"]{0,400}"\s?@/g;

/**
 * A reply's prose without what a producer chose: Google repeats addresses, and one may read like a verdict
 * about the account. Whole addresses only: without the local part of a recipient `limit@…`, a true "limit" would
 * be gone, too.
 */
export function withoutAddresses(prose: string): string {
	const words = prose
		.replace(IN_BRACKETS, " ")
		.replace(QUOTED, " @")
		.split(/\s+/);
	return words
		.filter(
			(word, index) =>
				!word.includes("@") &&
				!words[index - 1]?.endsWith("@") &&
				!words[index + 1]?.startsWith("@"),
		)
		.join(" ");
}
