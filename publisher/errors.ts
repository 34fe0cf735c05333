import type { Problem } from "../core/message/problem.ts";

/** A message that the sender would refuse: nothing was put on the queue. */
export class EmailRefused extends Error {
	override readonly name = "EmailRefused";
	/** Every fault, with its JSON pointer; the sentences are the sender's own. */
	readonly problems: readonly Problem[];

	constructor(problems: readonly Problem[]) {
		super(problems.map(({ sentence }) => sentence).join(" "));
		this.problems = problems;
	}
}

/** A message that AWS did not take. It may be sent again with the same id: the sender sends it once. */
export class EmailNotQueued extends Error {
	override readonly name = "EmailNotQueued";
}

/** What was thrown, as a part of a sentence. */
export function describeError(error: unknown): string {
	return error instanceof Error
		? `${error.name}: ${error.message}`
		: String(error);
}
