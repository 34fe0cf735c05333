/** Messages that failed one after another in one environment, none of which shows whose fault it is. */
export interface FailureRun {
	/** Their keys: each counts once, however often it fails. */
	readonly keys: readonly string[];
	/** Whose they are, each once. */
	readonly producers: readonly string[];
	/** How many messages Google had ever taken then: anybody's 250 ends the run. */
	readonly sent: number;
}

export const NO_RUN: FailureRun = { keys: [], producers: [], sent: 0 };

const ALIKE_THAT_OPEN = 3;

/** The run after one more message failed. `sent`: how many messages Google has ever taken by now. */
export function afterUnclear(
	before: FailureRun,
	{ key, producer }: { readonly key: string; readonly producer: string },
	sent: number,
): FailureRun {
	const { keys, producers } = before.sent === sent ? before : NO_RUN;
	return {
		keys: [...new Set([...keys, key])],
		producers: [...new Set([...producers, producer])],
		sent,
	};
}

/** Whether so many failed that it is nobody's own fault any more. */
export function opensBreaker({ keys }: FailureRun): boolean {
	return keys.length >= ALIKE_THAT_OPEN;
}
