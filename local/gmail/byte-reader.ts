import type { Duplex } from "node:stream";

const SPARE_BYTES = 65_536;

/** Reads SMTP commands and message bodies from a socket, in order, however they were cut into packets. */
export class ByteReader {
	/** What was not yet taken: the end of a store that has room behind it. */
	#chunks: Buffer = Buffer.alloc(0);
	#store: Buffer = this.#chunks;
	#stored = 0;
	#ended = false;
	#wake: (() => void) | undefined;
	readonly #socket: Duplex;
	readonly #onData = (chunk: Buffer) => {
		this.#append(chunk);
		this.#wake?.();
	};
	readonly #onEnd = () => {
		this.#ended = true;
		this.#wake?.();
	};

	constructor(socket: Duplex) {
		this.#socket = socket;
		socket.on("data", this.#onData);
		for (const event of ["end", "close", "error"])
			socket.on(event, this.#onEnd);
	}

	/** One line without its CRLF; undefined when the client is gone. */
	async line(): Promise<string | undefined> {
		const line = await this.#until(Buffer.from("\n"));
		return line?.toString("utf8").replace(/\r?\n$/, "");
	}

	/** A message body up to the final dot, with the leading dots taken off. */
	async body(): Promise<Buffer | undefined> {
		while (this.#chunks.length < 3 && (await this.#more()));
		if (this.#chunks.subarray(0, 3).equals(Buffer.from(".\r\n"))) {
			this.#chunks = this.#chunks.subarray(3);
			return Buffer.alloc(0);
		}
		const bytes = await this.#until(Buffer.from("\r\n.\r\n"));
		if (bytes === undefined) return undefined;
		const stuffed = bytes.subarray(0, bytes.length - 3).toString("latin1");
		return Buffer.from(stuffed.replace(/(^|\r\n)\./g, "$1"), "latin1");
	}

	/** Exactly so many bytes; undefined when the client is gone before. */
	async bytes(count: number): Promise<Buffer | undefined> {
		while (this.#chunks.length < count) {
			if (!(await this.#more())) return undefined;
		}
		const taken = this.#chunks.subarray(0, count);
		this.#chunks = this.#chunks.subarray(count);
		return taken;
	}

	/** Resolves once anything at all has arrived, or the client is gone. */
	async anything(): Promise<void> {
		while (this.#chunks.length === 0 && (await this.#more()));
	}

	/** Resolves when the client is gone. */
	async end(): Promise<void> {
		while (await this.#more());
	}

	get buffered(): number {
		return this.#chunks.length;
	}

	/** Stops listening, so that another reader (after STARTTLS) can take over. */
	release(): void {
		this.#socket.off("data", this.#onData);
		for (const event of ["end", "close", "error"])
			this.#socket.off(event, this.#onEnd);
	}

	// Copying all that has come at each packet would make a long body cost its square.
	#append(chunk: Buffer): void {
		if (this.#stored + chunk.length > this.#store.length) {
			const pending = this.#chunks;
			const needed = pending.length + chunk.length;
			this.#store = Buffer.allocUnsafe(2 * needed + SPARE_BYTES);
			this.#stored = pending.copy(this.#store);
			this.#chunks = this.#store.subarray(0, this.#stored);
		}
		const start = this.#stored - this.#chunks.length;
		this.#stored += chunk.copy(this.#store, this.#stored);
		this.#chunks = this.#store.subarray(start, this.#stored);
	}

	async #until(mark: Buffer): Promise<Buffer | undefined> {
		let searched = 0;
		for (;;) {
			const at = this.#chunks.indexOf(mark, searched);
			if (at >= 0) {
				const found = this.#chunks.subarray(0, at + mark.length);
				this.#chunks = this.#chunks.subarray(at + mark.length);
				return found;
			}
			searched = Math.max(0, this.#chunks.length - mark.length);
			if (!(await this.#more())) return undefined;
		}
	}

	async #more(): Promise<boolean> {
		if (this.#ended) return false;
		await new Promise<void>((resolve) => {
			this.#wake = resolve;
		});
		this.#wake = undefined;
		return true;
	}
}
