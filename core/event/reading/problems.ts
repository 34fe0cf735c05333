import type * as v from "valibot";
import type { Problem } from "../../message/message.ts";
import { describeValue, MOST_PROBLEMS } from "../../message/problem.ts";
import type { Recognised } from "../service-event.ts";

/** The sentences that say why an event is not allowed, twenty at most. */
export function malformed(
	problems: readonly Problem[],
	key?: string,
): Recognised {
	return { kind: "malformed", problems: problems.slice(0, MOST_PROBLEMS), key };
}

export function eventProblem(pointer: string, text: string): Problem {
	return {
		pointer,
		sentence: `Cannot send the message as ${pointer === "" ? "its body" : pointer} is not allowed: ${text}.`,
	};
}

/** What a schema found, as sentences. The schemas name every field themselves, so a pointer never repeats a value. */
export function eventProblems(
	issues: readonly v.BaseIssue<unknown>[],
	pointer: string,
): readonly Problem[] {
	return issues.map((issue) => {
		const path = (issue.path ?? []).map(({ key }) => `/${String(key)}`);
		const isMissing = issue.received === "undefined" && issue.kind === "schema";
		return eventProblem(
			pointer + path.join(""),
			isMissing
				? "the field is missing; AWS always sends it, so the event is forged or cut off: send it unchanged, or a message of format version 1"
				: `got ${describeValue(issue.input)}; allowed is ${issue.message}`,
		);
	});
}
