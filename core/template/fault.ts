/** One thing wrong with a template's files. */
export interface Fault {
	/** Such as `order-shipped/html.liquid`. */
	readonly file: string;
	/** Counted from 1. */
	readonly line?: number;
	readonly column?: number;
	/** What is wrong, and what to do. */
	readonly sentence: string;
}

/** As compilers write it: an editor's terminal makes it a link. */
export function faultText({ file, line, column, sentence }: Fault): string {
	return `${[file, line, column].filter((part) => part !== undefined).join(":")}: ${sentence}`;
}
