const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
// Nobody sees them, so they can only mislead: soft hyphens, zero-width spaces, marks, tags.
const INVISIBLE =
	/[\u00AD\u061C\u180E\u200B\u200E\u200F\u2060-\u2065\uFEFF\u{E0000}-\u{E007F}]/gu;
// Controls, those that turn the direction of text, and what is no character.
const HARMFUL = /[\p{Cc}\u202A-\u202E\u2066-\u206F\uFFF9-\uFFFB\uFFFE\uFFFF]/gu;

/** A value as one line that shows what it is: no control or direction characters, at most `most` characters. */
export function cleanLine(text: string, most: number): string {
	return cut(
		harmless(text.slice(0, most * 2).replace(BREAKS, " ")).trim(),
		most,
	);
}

/** The same with the text's own line breaks kept. */
export function cleanText(text: string, most: number): string {
	return cut(
		text
			.slice(0, most * 2)
			.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/)
			.map((line) => harmless(line.replaceAll("\t", "    ")).trimEnd())
			.join("\n")
			.replace(/\n{3,}/g, "\n\n")
			.trim(),
		most,
	);
}

/** For HTML's text and attributes. */
export function escapeHtml(text: string): string {
	return text
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;")
		.replaceAll("'", "&#39;");
}

function harmless(text: string): string {
	return text.toWellFormed().replace(INVISIBLE, "").replace(HARMFUL, "\uFFFD");
}

function cut(text: string, most: number): string {
	if (text.length <= most) return text;
	return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
