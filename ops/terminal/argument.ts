import { harmless } from "../../core/harmless.ts";

/** A text in a printed command: pasted into bash or zsh it is one word, and this very one. Behind `--id=`, as it may begin with a dash. */
export function argument(text: string): string {
	if (/^[\w.:/@-]+$/.test(text)) return text;
	return [...text].every(isPrinted)
		? `'${text.replaceAll("'", "'\\''")}'`
		: `$'${[...text].map(escaped).join("")}'`;
}

/** Whether a program can be given it: no argument has a NUL or half a character in it. */
export function canBeTyped(text: string): boolean {
	return !text.includes("\0") && text.isWellFormed();
}

// A tab that is pasted completes, and a line feed may run half a command.
function isPrinted(character: string): boolean {
	return !/[\t\n]/.test(character) && harmless(character) === character;
}

// Byte by byte, as `\u` depends on the shell's locale.
function escaped(character: string): string {
	if (isPrinted(character) && !/[\\'!]/.test(character)) return character;
	return [...Buffer.from(character)]
		.map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`)
		.join("");
}
