import { cleanLine, cleanText } from "./clean.ts";
import type { Content } from "./content.ts";

/** Longest strings of a mail, in characters. */
export const MOST = {
	label: 80,
	headline: 200,
	sentence: 600,
	body: 8000,
	name: 120,
	value: 600,
} as const;

/** The mail as plain text that reads well by itself. */
export function renderText(content: Content, attachment: string): string {
	const { label, headline, sentence, body, facts, links } = content;
	return [
		`${cleanLine(label, MOST.label)}: ${cleanLine(headline, MOST.headline)}`,
		cleanLine(sentence, MOST.sentence),
		body === undefined ? "" : cleanText(body, MOST.body),
		...links.map((link) => `${link.label}:\n${link.url}`),
		facts
			.map(
				({ name, value }) =>
					`${cleanLine(name, MOST.name)}: ${cleanLine(value, MOST.value)}`,
			)
			.join("\n"),
		`The event itself is attached: ${attachment}`,
	]
		.filter((paragraph) => paragraph !== "")
		.join("\n\n")
		.concat("\n");
}
