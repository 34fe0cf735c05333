/** Input and output of a command, other than AWS. Tests provide their own. */
export interface Io {
	out(text: string): void;
	err(text: string): void;
	/** Reads a secret: one line without echo at a terminal, otherwise all piped input. */
	readSecret(prompt: string): Promise<string>;
	/** Reads one line with echo. */
	ask(prompt: string): Promise<string>;
	/** Whether standard input is a terminal, so that somebody can be asked. */
	readonly isTerminal: boolean;
	/** Maximum number of characters in a line. */
	readonly columns: number;
	/** Name of the operator, for the record. */
	readonly user: string;
	readFile(path: string): Promise<string>;
	/** The files of a folder by name. The name of a folder in it ends with a slash. Undefined when the folder does not exist. */
	readFolder(
		path: string,
	): Promise<Readonly<Record<string, string>> | undefined>;
	writeFile(path: string, text: string): Promise<void>;
	now(): number;
	sleep(ms: number): Promise<void>;
}

/** 0 fine, 1 trouble, 2 misuse. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
	readonly usage: string;
	run(args: readonly string[], io: Io): Promise<ExitCode>;
}

/** Calls `look` repeatedly until it returns a result, or time is up. */
export async function lookFor<T>(
	look: () => Promise<T | undefined>,
	{ seconds, everyMs }: { readonly seconds: number; readonly everyMs: number },
	io: Pick<Io, "now" | "sleep">,
): Promise<T | undefined> {
	const until = io.now() + seconds * 1000;
	for (;;) {
		const seen = await look();
		if (seen !== undefined || io.now() >= until) return seen;
		await io.sleep(everyMs);
	}
}
