/** Messages that failed one after another in one environment, none of which shows whose fault it is. */
export interface FailureRun {
	/** Their keys: each counts once, however often it fails. */
	readonly keys: readonly string[];
	/** How many messages Google had ever taken then: anybody's 250 ends the run. */
	readonly sent: number;
}

export const NO_RUN: FailureRun = { keys: [], sent: 0 };

const ALIKE_THAT_OPEN = 3;

/** The run after one more message failed. `sent`: how many messages Google has ever taken by now. */
export function afterUnclear(
	{ keys, sent: before }: FailureRun,
	key: string,
	sent: number,
): FailureRun {
	return {
		keys: [...new Set([...(before === sent ? keys : []), key])],
		sent,
	};
}

/** Whether so many failed that it is nobody's own fault any more. */
export function opensBreaker({ keys }: FailureRun): boolean {
	return keys.length >= ALIKE_THAT_OPEN;
}
