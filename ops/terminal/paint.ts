import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Beginnings of lines, with their styles; the first match applies. */
const STYLES: readonly (readonly [RegExp, Style])[] = [
	[/^(?:✗ \S+|Not sending|On hold|Cannot \S+)/, "red"],
	[
		/^(?:\? \S+|Sending,[^:.]*|Works[^:.]*|Not proved|Something failed)/,
		"yellow",
	],
	[/^(?:✓ \S+|Sending(?=:))/, "green"],
	[/^(?:\d+ of )?\d+ checks? found trouble/, "red"],
	[/^[A-Z][\w ']*:$/, "bold"],
];

/** Adds colours to text for a terminal. Elsewhere, and with NO_COLOR, the text is unchanged. */
export function painted(
	text: string,
	style: (format: Style, text: string) => string = colour,
): string {
	return text
		.split("\n")
		.map((line) => {
			const [begin, format] =
				STYLES.find(([pattern]) => pattern.test(line)) ?? [];
			return begin === undefined || format === undefined
				? line
				: line.replace(begin, (found) => style(format, found));
		})
		.join("\n");
}

/** Only when standard output is a terminal: `styleText` checks that, and NO_COLOR. */
function colour(format: Style, text: string): string {
	return styleText(format, text, { stream: process.stdout });
}
