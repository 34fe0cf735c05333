import { harmless } from "../../core/harmless.ts";

/** Quotes a text for a printed command, so that bash and zsh read it as one unchanged word. Use it after `--id=`, because the text may begin with a dash. */
export function argument(text: string): string {
	if (/^[\w.:/@-]+$/.test(text)) return text;
	return [...text].every(isPrinted)
		? `'${text.replaceAll("'", "'\\''")}'`
		: `$'${[...text].map(escaped).join("")}'`;
}

/** Whether a text can be an argument, which contains no NUL and no half of a character. */
export function canBeTyped(text: string): boolean {
	return !text.includes("\0") && text.isWellFormed();
}

// A pasted tab starts completion, and a pasted line feed may run half a command.
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
