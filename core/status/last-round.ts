import { ITEM_FORMAT } from "../item-format.ts";
/** The last login check that was requested. Without `result`, it is not complete. */
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

/** What the breaker function found in its last round. The next round reads it. */
export interface LastRound {
	readonly version: number;
	/** Epoch ms of the round; 0: there was none yet. */
	readonly at: number;
	/** Epoch ms since when every round found messages that can be received. */
	readonly readySince?: number;
	/** Since when every round found messages that wait, and dead letters that have no record in the table. */
	readonly waitingSince?: number;
	readonly unexplainedSince?: number;
	readonly loginCheck?: LoginCheck;
	/** The last writers, with a separate name for each write; newest last. */
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

/** The record after one more round. A part that could not be read keeps its value. */
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

/** The record after a login check was requested, or after its result. */
export function afterLoginCheck(
	before: LastRound,
	loginCheck: LoginCheck,
): LastRound {
	return { ...before, version: before.version + 1, loginCheck };
}
