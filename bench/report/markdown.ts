const LONGEST = 400;

/** Text from a measurement, as a part of a line: it is no markup, whatever it says. */
export function plain(text: string): string {
	return text
		.slice(0, LONGEST)
		.replace(/[\p{Cc}\p{Cs}\s]+/gu, " ")
		.trim()
		.replace(/[\\`*_[\]<>|#]/g, "\\$&");
}

/** Cells are Markdown already. The first columns are text, others are numbers. */
export function table(
	head: readonly string[],
	rows: readonly (readonly string[])[],
	texts = 1,
): string {
	const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
	const rule = head.map((_, index) => (index < texts ? "---" : "---:"));
	return [line(head), line(rule), ...rows.map(line)].join("\n");
}

export const paragraphs = (...parts: readonly (string | undefined)[]): string =>
	parts.filter((part) => part !== undefined && part !== "").join("\n\n");

export const code = (...commands: readonly string[]): string =>
	["```bash", ...commands, "```"].join("\n");

export const list = (lines: readonly string[]): string =>
	lines.map((line) => `- ${line}`).join("\n");

export const picture = (what: string, name: string): string =>
	`![${what}](charts/${name}.svg)`;

export const capital = (text: string): string =>
	text.charAt(0).toUpperCase() + text.slice(1);
