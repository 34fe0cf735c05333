const SLOW_MS = 10_000;

/** Tells what is being done, on stderr. */
export interface Progress {
	(text: string): void;
	done(): void;
}

/** One line per part, if it is `spoken`; a slow one says what it is waiting for. */
export function createProgress({
	spoken,
}: {
	readonly spoken: boolean;
}): Progress {
	let timer: NodeJS.Timeout | undefined;
	const print = (text: string) => {
		clearInterval(timer);
		if (spoken) console.error(`… ${text}`);
		timer = setInterval(
			() => console.error(`  still ${text}: waiting for it to finish`),
			SLOW_MS,
		);
	};
	return Object.assign(print, { done: () => clearInterval(timer) });
}
