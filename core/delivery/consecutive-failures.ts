/** What has failed in a row in one environment. A success ends them. */
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

/** The failures after one message met a cause that may turn out to be everybody's. */
export function afterRefusal(
	failures: ConsecutiveFailures,
	cause: string,
	key: string,
): ConsecutiveFailures {
	const keys = new Set([...(failures.alike[cause] ?? []), key]);
	return {
		alike: { ...failures.alike, [cause]: [...keys] },
		lostConnections: [],
	};
}

/** The failures after a message lost its connection: one message counts once, however often it does. */
export function afterLostConnection(
	failures: ConsecutiveFailures,
	key: string,
): ConsecutiveFailures {
	return {
		...failures,
		lostConnections: [
			...new Set([...failures.lostConnections, `message ${key}`]),
		],
	};
}

/** The failures after a login that got no answer. */
export function afterLostLogin(
	failures: ConsecutiveFailures,
): ConsecutiveFailures {
	return {
		...failures,
		lostConnections: [
			...failures.lostConnections,
			`login ${failures.lostConnections.length}`,
		],
	};
}

/** The failures after a login that worked: those before it no longer count. */
export function afterLogin(failures: ConsecutiveFailures): ConsecutiveFailures {
	return {
		...failures,
		lostConnections: failures.lostConnections.filter(
			(who) => !who.startsWith("login "),
		),
	};
}

/** How many other messages met this cause since the last success. */
export function othersAlike(
	failures: ConsecutiveFailures,
	cause: string,
	key: string,
): number {
	return (failures.alike[cause] ?? []).filter((other) => other !== key).length;
}
