import { OPS } from "./called-by.ts";

/** The beginning of a command. A command stays on one line, so that it can be pasted. */
const COMMAND = new RegExp(`(?<!\\S)(?:${OPS} |npx |aws |export |echo )`);
/** A label, below which its text continues, or the indent of the line. */
const INDENT = /^(?:\s*\S+(?: \S+){0,3} {2,}|\s*)/;

/** Wraps text to the width of the terminal. Longer words and commands are not broken. */
export function wrap(text: string, columns: number): string {
	return text
		.split("\n")
		.map((line) => (line.length <= columns ? line : wrapLine(line, columns)))
		.join("\n");
}

function wrapLine(line: string, columns: number): string {
	const [label = ""] = INDENT.exec(line) ?? [];
	const start = label.length > columns / 2 ? "" : label;
	const indent = " ".repeat(start.length);
	const lines: string[] = [];
	let current = start;
	for (const word of wordsOf(line.slice(start.length))) {
		const isFirst = current === start || current === indent;
		const longer = isFirst ? `${current}${word}` : `${current} ${word}`;
		if (isFirst || longer.length <= columns) current = longer;
		else {
			lines.push(current);
			current = `${indent}${word}`;
		}
	}
	return [...lines, current].join("\n");
}

/** The words of a text. Everything from the first command on is one word. */
function wordsOf(text: string): readonly string[] {
	const at = text.search(COMMAND);
	if (at < 0) return text.split(" ");
	const before = text.slice(0, at).trimEnd();
	return [...(before === "" ? [] : before.split(" ")), text.slice(at)];
}
