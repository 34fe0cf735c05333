/** The last login that somebody asked for. Without `result` it has not come back yet. */
export interface LoginCheck {
	/** Epoch ms. */
	readonly at: number;
	readonly secretVersion: string;
	readonly result?: LoginCheckResult;
}

export type LoginCheckResult =
	| { readonly kind: "accepted" }
	| {
			readonly kind: "failed";
			readonly cause: string;
			/** Redacted. */
			readonly reply: string;
	  };

/** What the breaker function saw in its last round: its memory from one minute to the next. */
export interface Watch {
	readonly version: number;
	/** Epoch ms of the round; 0: there was none yet. */
	readonly at: number;
	/** Epoch ms since when every round saw messages that could be received. */
	readonly readySince?: number;
	readonly loginCheck?: LoginCheck;
}

export const NEVER_WATCHED: Watch = { version: 0, at: 0 };

type Item = Readonly<Record<string, unknown>>;

export function watchItemOf(watch: Watch): Item {
	return { v: 1, ...watch };
}

export function watchOf(item: Item | undefined): Watch {
	if (item === undefined) return NEVER_WATCHED;
	const { readySince, loginCheck } = item;
	return {
		version: Number(item.version),
		at: Number(item.at),
		...(readySince === undefined ? {} : { readySince: Number(readySince) }),
		...(loginCheck === undefined
			? {}
			: { loginCheck: loginCheck as LoginCheck }),
	};
}

/** The memory after one more round. */
export function watched(before: Watch, now: number, ready: number): Watch {
	return {
		version: before.version + 1,
		at: now,
		...(ready > 0 ? { readySince: before.readySince ?? now } : {}),
		...(before.loginCheck === undefined
			? {}
			: { loginCheck: before.loginCheck }),
	};
}

/** The memory after a login that was asked for, or its result. */
export function loginChecked(before: Watch, loginCheck: LoginCheck): Watch {
	return { ...before, version: before.version + 1, loginCheck };
}
