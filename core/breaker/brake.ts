/** One environment's own brake: it can't log in, while the account is not known to be at fault. */
export interface Brake {
	/** Epoch ms: it tries nothing before, unless the secret has a new version. */
	readonly until: number;
	readonly ms: number;
	/** How many messages Google had ever taken when a login failed; undefined when none did, or nobody knows. */
	readonly sent: number | undefined;
	readonly secretVersion: string;
}

const SHORTEST_BRAKE_MS = 60_000;
const LONGEST_BRAKE_MS = 900_000;

/** Whether others have sent since the last failure, so that the environment is alone with it. */
export function isAlone(
	before: Brake | undefined,
	sent: number | undefined,
): boolean {
	return before?.sent !== undefined && sent !== undefined && sent > before.sent;
}

/** The brake after one more login that failed. `isOwn`: others get in. */
export function brakeAfter(
	before: Brake | undefined,
	failed: {
		readonly now: number;
		readonly sent: number | undefined;
		readonly secretVersion: string;
		readonly isOwn: boolean;
	},
): Brake {
	const { now, sent = before?.sent, secretVersion, isOwn } = failed;
	const ms =
		before !== undefined && isOwn
			? Math.min(LONGEST_BRAKE_MS, 2 * before.ms)
			: SHORTEST_BRAKE_MS;
	return { until: now + ms, ms, sent, secretVersion };
}
