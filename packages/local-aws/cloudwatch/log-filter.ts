/**
 * Reads a filter pattern of CloudWatch Logs: terms that all have to be in a line, or `?` terms of
 * which one has to; `-` terms must not be there. A term is a word, or any text in double quotes.
 * @returns the test of a line, or a sentence that says what is wrong with the pattern.
 */
export function parseFilterPattern(
	pattern: string,
): ((line: string) => boolean) | string {
	const terms = [...pattern.matchAll(TERM)].map(
		([, sign = "", quoted, word = ""]) => ({
			sign,
			text: quoted?.replaceAll(/\\(.)/g, "$1") ?? word,
		}),
	);
	if (pattern.replaceAll(TERM, "").trim() !== "")
		return refusal(pattern, "a term is cut short or not understood");
	const of = (sign: string) =>
		terms.filter((term) => term.sign === sign).map(({ text }) => text);
	const [all, some, none] = [of(""), of("?"), of("-")];
	if (some.length > 0 && all.length + none.length > 0)
		return refusal(pattern, "it mixes ? terms with others");
	return (line) =>
		all.every((text) => line.includes(text)) &&
		none.every((text) => !line.includes(text)) &&
		(some.length === 0 || some.some((text) => line.includes(text)));
}

const TERM = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|([\w./:@#*$-]+))(?=\s|$)/g;

function refusal(pattern: string, why: string): string {
	return `Cannot read the filter pattern ${pattern} as ${why}: allowed here are "a" "b" (both), ?"a" ?"b" (one of them), -"a" (not), and an empty pattern`;
}
