import type { Mend } from "../sender/mend.ts";
import type { Target } from "../sender/target.ts";

/** What a check found. */
export type Finding =
	| { readonly kind: "ok"; readonly detail: string }
	| {
			readonly kind: "trouble";
			readonly what: string;
			/** What it means for mail. */
			readonly why: string;
			/** One command line that mends it, or shows what has to be decided. */
			readonly type: string;
	  }
	| { readonly kind: "unknown"; readonly why: string };

export interface CheckContext {
	readonly target: Target;
	/** Epoch ms. */
	readonly now: number;
	readonly mend: Mend;
}

/** One thing that can be wrong with a sender. */
export interface Check {
	readonly id: string;
	/** What is as it should be when it is fine. */
	readonly title: string;
	/** Milliseconds; without it the usual limit. */
	readonly limitMs?: number;
	/** It may change what others see: it is run before them. */
	readonly first?: true;
	/** May throw: then nothing is known. */
	run(context: CheckContext): Promise<Finding>;
}

export function ok(detail: string): Finding {
	return { kind: "ok", detail };
}

export function trouble(what: string, why: string, type: string): Finding {
	return { kind: "trouble", what, why, type };
}

/** One of several things that a check finds wrong. */
export interface Fault {
	/** Whether it is there at all. */
	readonly is: boolean;
	readonly what: string;
	readonly why: string;
}

/** Several things that are wrong, and the command line that mends them all. */
export function troubles(faults: readonly Fault[], type: string): Finding {
	return trouble(
		faults.map(({ what }) => what).join("; "),
		faults.map(({ why }) => why).join("; "),
		type,
	);
}

export function unknown(why: string): Finding {
	return { kind: "unknown", why };
}
