/** What a command may do besides AWS; a test gives it its own. */
export interface Io {
	out(text: string): void;
	err(text: string): void;
	/** Reads a secret line: without echo at a terminal, else everything piped in. */
	readSecret(prompt: string): Promise<string>;
	/** Reads one line that may be seen. */
	ask(prompt: string): Promise<string>;
	/** Whether somebody can be asked. */
	readonly isTerminal: boolean;
	/** How many characters a line may have. */
	readonly columns: number;
	/** Who types, for the record. */
	readonly user: string;
	readFile(path: string): Promise<string>;
	/** The files of a folder by name, folders in it as a name with a slash; undefined when there is no such folder. */
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

/** Looks again and again until there is something to see, or time is up. */
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
