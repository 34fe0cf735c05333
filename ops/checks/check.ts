import type { Mend } from "../sender/mend.ts";
import type { Target } from "../sender/target.ts";

/** What a check found. */
export type Finding =
	| { readonly kind: "ok"; readonly detail: string }
	| {
			readonly kind: "trouble";
			readonly what: string;
			/** The effect on mail. */
			readonly why: string;
			/** One command line that fixes it, or shows what to decide. */
			readonly type: string;
	  }
	| { readonly kind: "unknown"; readonly why: string };

export interface CheckContext {
	readonly target: Target;
	/** Epoch ms. */
	readonly now: number;
	readonly mend: Mend;
}

/** A check for one problem of a sender. */
export interface Check {
	readonly id: string;
	/** The statement that is true when the check passes. */
	readonly title: string;
	/** Time limit in milliseconds; by default the usual limit. */
	readonly limitMs?: number;
	/** Runs before the other checks, because it may change what they see. */
	readonly first?: true;
	/** May throw; then the finding is unknown. */
	run(context: CheckContext): Promise<Finding>;
}

export function ok(detail: string): Finding {
	return { kind: "ok", detail };
}

export function trouble(what: string, why: string, type: string): Finding {
	return { kind: "trouble", what, why, type };
}

/** One of several problems that a check finds. */
export interface Fault {
	/** Whether the problem exists. */
	readonly is: boolean;
	readonly what: string;
	readonly why: string;
}

/** Several problems, and the command line that fixes all of them. */
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
