import { isPoison, type Kind, POISON } from "./messages.ts";

/** What must hold, by name. */
export const RULES = {
	lost: "each message is accepted, dead-lettered with a cause, or expired",
	doubled: "nobody gets twice what no doubt arose of, or three times",
	versions: "what is sent again has the same bytes",
	poison: "each poison is in the dead-letter queue, with its cause",
	"good is not dead":
		"nothing good is in the dead-letter queue but after two doubts",
	strangers: "nobody else gets mail",
	waits: "nothing waits in the end",
	throughput:
		"the last tenth is sent within 5 % as fast as by a new stack, in turn with it",
	memory: "the function's memory is flat",
	fired: "each fault fired",
} as const;
export type Rule = keyof typeof RULES;

/** Why nobody can know whether Google has a mail. */
export type Doubt =
	| "answer lost"
	| "connection cut"
	| "killed"
	| "claim unanswered";

/** What a soak knows of one message. */
export interface Message {
	readonly kind: Kind;
	/** How often Google took it. */
	copies: number;
	hash: string;
	doubts: Doubt[];
	/** Causes of its dead letters. */
	dead: string[];
	/** State of its row, as last written. */
	state: string;
	/** When it was last claimed, on the machine's clock, and how many doubts there were by then. */
	claimedAt: number;
	doubtsBefore: number;
	/** Whether its claim was written, and its writer has not heard of it. */
	isUnanswered: boolean;
}

export interface Tally {
	messages: number;
	acceptedOnce: number;
	acceptedTwice: number;
	expired: number;
	poison: number;
	/** Good, in the dead-letter queue after two doubts. */
	givenUp: number;
	/** Dead letters that are there more than once. */
	copiesOfDeadLetters: number;
	/** How often nobody could know whether Google had one. */
	doubts: number;
}

export function noTally(): Tally {
	return {
		messages: 0,
		acceptedOnce: 0,
		acceptedTwice: 0,
		expired: 0,
		poison: 0,
		givenUp: 0,
		copiesOfDeadLetters: 0,
		doubts: 0,
	};
}

/** What has become of a message when nothing is at work and nothing waits any more. */
export function judge(
	label: string,
	message: Message,
	tally: Tally,
	to: { breach(rule: Rule, what: string): void },
): void {
	const { kind, copies, dead, doubts, state } = message;
	tally.messages += 1;
	tally.doubts += doubts.length;
	tally.copiesOfDeadLetters += Math.max(0, dead.length - 1);
	const told = `${label}, ${kind}, taken ${copies} times, row ${state}, doubts ${doubts.join() || "none"}, dead ${dead.join() || "no"}`;
	if (isPoison(kind)) {
		tally.poison += 1;
		if (dead.length === 0) to.breach("poison", `not dead: ${told}`);
		if (dead.some((cause) => cause !== POISON[kind].cause))
			to.breach("poison", `another cause: ${told}`);
		return;
	}
	// Its time may be over while it is in doubt, which one is enough for.
	const needed = kind === "expiring" ? 1 : 2;
	if (dead.length > 0) {
		tally.givenUp += 1;
		const isDoubt = dead.every((cause) => cause === "in-doubt");
		if (!isDoubt || doubts.length < needed) to.breach("good is not dead", told);
	} else if (copies === 1) tally.acceptedOnce += 1;
	else if (copies > 1) tally.acceptedTwice += 1;
	else if (state === "EXPIRED" && kind === "expiring") tally.expired += 1;
	else to.breach("lost", told);
}
