/** What has failed in a row in one environment. A success ends every streak. */
export interface ConsecutiveFailures {
	/** Keys of the messages that met each cause since the last success. */
	readonly alike: Readonly<Record<string, readonly string[]>>;
	/** Who met a connection failure: each message once, each login. */
	readonly lostConnections: readonly string[];
}

export const NO_FAILURES: ConsecutiveFailures = {
	alike: {},
	lostConnections: [],
};

/** The streak after one message met a cause that may turn out to be everybody's. */
export function afterRefusal(
	streak: ConsecutiveFailures,
	cause: string,
	key: string,
): ConsecutiveFailures {
	const keys = new Set([...(streak.alike[cause] ?? []), key]);
	return {
		alike: { ...streak.alike, [cause]: [...keys] },
		lostConnections: [],
	};
}

/** The streak after a message lost its connection: one message counts once, however often it does. */
export function afterLostConnection(
	streak: ConsecutiveFailures,
	key: string,
): ConsecutiveFailures {
	return {
		...streak,
		lostConnections: [
			...new Set([...streak.lostConnections, `message ${key}`]),
		],
	};
}

/** The streak after a login that got no answer. */
export function afterLostLogin(
	streak: ConsecutiveFailures,
): ConsecutiveFailures {
	return {
		...streak,
		lostConnections: [
			...streak.lostConnections,
			`login ${streak.lostConnections.length}`,
		],
	};
}

/** The streak after a login that worked: those before it no longer count. */
export function afterLogin(streak: ConsecutiveFailures): ConsecutiveFailures {
	return {
		...streak,
		lostConnections: streak.lostConnections.filter(
			(who) => !who.startsWith("login "),
		),
	};
}

/** How many other messages met this cause since the last success. */
export function othersAlike(
	streak: ConsecutiveFailures,
	cause: string,
	key: string,
): number {
	return (streak.alike[cause] ?? []).filter((other) => other !== key).length;
}
