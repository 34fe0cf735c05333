import type { DeadCause } from "../../core/delivery/causes.ts";
import { argument } from "../terminal/argument.ts";
import { OPS } from "../terminal/called-by.ts";
import { counted } from "../terminal/counted.ts";
import { isoTime } from "../terminal/duration-text.ts";

/** One dead letter that is on record. */
export interface Failed {
	readonly id: string;
	readonly cause: DeadCause;
	readonly producer: string;
	/** Epoch ms. */
	readonly at: number;
	/** Google's reply, or the sentence about what is wrong with the message. */
	readonly said: string;
}

/** Of what nobody has written a sentence. */
export const WORDS: Readonly<Record<DeadCause, string>> = {
	"bad-message": "Google or the sender refuses the message as it is.",
	"bad-recipient": "An address is wrong or takes no mail.",
	policy: "Google refuses the message by its policy.",
	transient: "It failed too often.",
	rate: "It met Google's rate limit too often.",
	config: "It failed too often as the sender is not set up right.",
	auth: "It failed too often as Google refuses the login.",
	"auth-throttle": "It failed too often as Google throttles logins.",
	quota: "It failed too often at Google's daily limit.",
	"in-doubt": "Google's answer was lost: nobody knows whether it was sent.",
	"key-reused": "Its id belongs to another message with other content.",
	unreadable: "Reading it takes too much, or fails.",
	"no-route": "It is an event that no route is for.",
	loop: "It is the sender's own alarm or event.",
	cancelled: "An operator cancelled it.",
};

export function groupFailed(all: readonly Failed[]) {
	return [...Map.groupBy(all, ({ cause }) => cause)].map(([cause, own]) => {
		const times = own.map(({ at }) => at);
		return {
			cause,
			count: own.length,
			producers: [...new Set(own.map(({ producer }) => producer))].toSorted(),
			oldest: isoTime(Math.min(...times)),
			newest: isoTime(Math.max(...times)),
			example: own.find(({ said }) => said !== "")?.said ?? "",
		};
	});
}

export function describeGroups(groups: ReturnType<typeof groupFailed>): string {
	return groups
		.map(({ cause, count, producers, oldest, newest, example }) =>
			[
				`${count} ${cause}, from ${producers.join(", ")}, ${oldest === newest ? oldest : `${oldest} to ${newest}`}`,
				...(example === "" ? [] : [`   for example: ${example}`]),
			].join("\n"),
		)
		.join("\n");
}

export function describeList(all: readonly Failed[]): string {
	return all
		.map(({ id, cause, producer, at, said }) =>
			[isoTime(at), argument(id), producer, cause, said].join("  ").trimEnd(),
		)
		.join("\n");
}

/** Says when the queue and the records don't agree. */
export function describeDifference(
	inQueue: number,
	onRecord: number,
	flags: string,
): string | undefined {
	const more = inQueue - onRecord;
	if (more > 0)
		return `The dead-letter queue holds ${counted(more, "more than is on record: SQS itself moved it there, without a reason, or it is a copy", "more than are on record: SQS itself moved them there, without a reason, or they are copies")}. Type ${OPS} redrive --dry-run${flags}`;
	if (more < 0)
		return `The dead-letter queue holds ${counted(-more, "fewer than is on record: it is on its way back, or was", "fewer than are on record: they are on their way back, or were")} deleted by hand.`;
	return undefined;
}
