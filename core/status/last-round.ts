import { ITEM_FORMAT } from "../item-format.ts";
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
export interface LastRound {
	readonly version: number;
	/** Epoch ms of the round; 0: there was none yet. */
	readonly at: number;
	/** Epoch ms since when every round saw messages that could be received. */
	readonly readySince?: number;
	/** Since when every round saw messages that wait, and dead letters of which the table knows nothing. */
	readonly waitingSince?: number;
	readonly unexplainedSince?: number;
	readonly loginCheck?: LoginCheck;
	/** Who wrote last, each write under a name of its own; the newest last. */
	readonly writers?: readonly string[];
}

export const NO_ROUND: LastRound = { version: 0, at: 0 };

type Item = Readonly<Record<string, unknown>>;

export function lastRoundItemOf(lastRound: LastRound): Item {
	return { v: ITEM_FORMAT, ...lastRound };
}

export function lastRoundOf(item: Item | undefined): LastRound {
	if (item === undefined) return NO_ROUND;
	const { loginCheck, writers } = item;
	const since = (name: string) =>
		item[name] === undefined ? {} : { [name]: Number(item[name]) };
	return {
		version: Number(item.version),
		at: Number(item.at),
		...since("readySince"),
		...since("waitingSince"),
		...since("unexplainedSince"),
		...(loginCheck === undefined
			? {}
			: { loginCheck: loginCheck as LoginCheck }),
		...(writers === undefined ? {} : { writers: writers as string[] }),
	};
}

/** What one round found; undefined: it could not be read. */
export interface Found {
	readonly ready: boolean | undefined;
	readonly waiting: boolean | undefined;
	readonly unexplained: boolean | undefined;
}

/** The memory after one more round. What could not be read stays as it was. */
export function afterRound(
	before: LastRound,
	now: number,
	found: Found,
): LastRound {
	const since = (name: keyof Found) => {
		const key = `${name}Since` as const;
		const seen = found[name] ?? before[key] !== undefined;
		return seen ? { [key]: before[key] ?? now } : {};
	};
	return {
		version: before.version + 1,
		at: now,
		...since("ready"),
		...since("waiting"),
		...since("unexplained"),
		...(before.loginCheck === undefined
			? {}
			: { loginCheck: before.loginCheck }),
	};
}

/** The memory after a login that was asked for, or its result. */
export function afterLoginCheck(
	before: LastRound,
	loginCheck: LoginCheck,
): LastRound {
	return { ...before, version: before.version + 1, loginCheck };
}
