import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** How a line begins that is seen in colour; the first that fits counts. */
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

/** Text as a terminal with colours shows it; elsewhere, and with NO_COLOR, as it is. */
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

/** Only where standard output is a terminal: `styleText` looks at that, and at NO_COLOR. */
function colour(format: Style, text: string): string {
	return styleText(format, text, { stream: process.stdout });
}
