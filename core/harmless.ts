/** All controls but tab and line feed, and what turns the direction of text. */
const HARMFUL =
	/(?![\t\n])[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029]/gu;

/** Text as a terminal may get it, whoever wrote a part of it: what would move the cursor or hide something is seen instead, as JSON writes it. */
export function harmless(text: string): string {
	return text.replace(
		HARMFUL,
		(character) =>
			`\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
}
