import type { Overview, Verdict } from "../../core/status/overview.ts";
import type { LoginAnswer } from "./check-login.ts";

/** What the breaker function answers. `message` is for people; the rest for programs. */
export type Answer =
	| {
			readonly ok: true;
			readonly message: string;
			/** Ids of the rules that hold mail and are told of. */
			readonly rules?: readonly string[];
	  }
	| ({ readonly ok: true; readonly overview: Overview } & Verdict)
	| LoginAnswer
	/** Nothing was done. */
	| { readonly ok: false; readonly message: string };

export const NO_TABLE: Answer = {
	ok: false,
	message:
		"Cannot do this as the state table does not answer. Nothing was changed, and nothing is sent until it does; mail waits in the queue. Try again in a minute.",
};

export function answerOk(message: string) {
	return { ok: true, message } as const satisfies Answer;
}

export function answerError(message: string): Answer {
	return { ok: false, message };
}
