/** How the clients of AWS's services are set: short enough that a call which never answers can be repeated within the invocation. */
export interface ClientSettings {
	readonly maxAttempts: number;
	/** What a call goes through is put together once for each kind of call, which saves CPU time. */
	readonly cacheMiddleware: true;
	readonly requestHandler: {
		/** Ms. */
		readonly connectionTimeout: number;
		readonly requestTimeout: number;
		readonly throwOnRequestTimeout: true;
	};
}

/** Of the sending function, whose batch has to end in time, and of the breaker function. In ms. */
export const REQUEST_MS = { sender: 2000, breaker: 3000 } as const;

export function clientSettings(requestTimeout: number): ClientSettings {
	return {
		maxAttempts: 2,
		cacheMiddleware: true,
		requestHandler: {
			connectionTimeout: 1000,
			requestTimeout,
			throwOnRequestTimeout: true,
		},
	};
}

/** The SDK waits up to half a second before it repeats a call that was throttled, and less before others. */
const LONGEST_PAUSE_MS = 500;

/** The most that one attempt of a call takes, in ms, when nobody answers. */
export function longestAttemptMs({ requestHandler }: ClientSettings): number {
	return requestHandler.connectionTimeout + requestHandler.requestTimeout;
}

/** The most that a whole call takes, in ms. */
export function longestCallMs(settings: ClientSettings): number {
	const { maxAttempts } = settings;
	return (
		maxAttempts * longestAttemptMs(settings) +
		(maxAttempts - 1) * LONGEST_PAUSE_MS
	);
}
