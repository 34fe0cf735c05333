import type { Overview, Verdict } from "../../core/status/overview.ts";
import type { LoginAnswer } from "./check-login.ts";

/** What the door answers. `say` is for people; the rest for programs. */
export type Answer =
	| { readonly ok: true; readonly say: string }
	| ({ readonly ok: true; readonly overview: Overview } & Verdict)
	| LoginAnswer
	/** Nothing was done. */
	| { readonly ok: false; readonly say: string };

export const NO_TABLE: Answer = {
	ok: false,
	say: "Cannot do this as the state table does not answer. Nothing was changed, and nothing is sent until it does; mail waits in the queue. Try again in a minute.",
};

export function ok(say: string): Answer {
	return { ok: true, say };
}

export function no(say: string): Answer {
	return { ok: false, say };
}
