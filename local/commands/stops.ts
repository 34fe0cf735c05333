/** What has to be ended, in the order of its start. */
export interface Stops {
	/** Aborted when stopping begins. */
	readonly signal: AbortSignal;
	add(part: () => unknown): void;
	/** Ends what was added, backwards. Once: a second call waits for the first. */
	stop(): Promise<void>;
}

export function createStops(): Stops {
	const parts: (() => unknown)[] = [];
	const abort = new AbortController();
	let stopping: Promise<void> | undefined;
	const stopAll = async () => {
		abort.abort();
		for (const part of parts.splice(0).reverse()) await part();
	};
	return {
		signal: abort.signal,
		add: (part) => void parts.push(part),
		stop: () => {
			stopping ??= stopAll();
			return stopping;
		},
	};
}

export const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
