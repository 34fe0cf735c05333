/** Takes a text apart from front to back. */
export class Scanner {
	readonly #text: string;
	#at = 0;

	constructor(text: string) {
		this.#text = text;
	}

	get at(): number {
		return this.#at;
	}

	get isAtEnd(): boolean {
		return this.#at >= this.#text.length;
	}

	/** The next characters, for an error. */
	get rest(): string {
		return this.#text.slice(this.#at, this.#at + 20).trim();
	}

	since(at: number): string {
		return this.#text.slice(at, this.#at);
	}

	/** Takes what a sticky pattern matches here; undefined: nothing. */
	take(pattern: RegExp): RegExpExecArray | undefined {
		pattern.lastIndex = this.#at;
		const match = pattern.exec(this.#text) ?? undefined;
		if (match !== undefined) this.#at = pattern.lastIndex;
		return match;
	}
}
