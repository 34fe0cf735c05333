import type { SqlToken } from "./sql-tokens.ts";

/** Takes tokens from first to last. */
export class TokenCursor {
	readonly #tokens: readonly SqlToken[];
	#at = 0;

	constructor(tokens: readonly SqlToken[]) {
		this.#tokens = tokens;
	}

	get isAtEnd(): boolean {
		return this.#at >= this.#tokens.length;
	}

	next(): SqlToken | undefined {
		this.#at += 1;
		return this.#tokens[this.#at - 1];
	}

	/** Takes a keyword, if it is the next token. */
	takeWord(word: string): boolean {
		return this.#take(
			({ kind, text }) => kind === "word" && text.toLowerCase() === word,
		);
	}

	takeSign(sign: string): boolean {
		return this.#take(({ kind, text }) => kind === "sign" && text === sign);
	}

	#take(isWanted: (token: SqlToken) => boolean): boolean {
		const token = this.#tokens[this.#at];
		const isIt = token !== undefined && isWanted(token);
		if (isIt) this.#at += 1;
		return isIt;
	}
}
