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
	/** The reply from Google, or the sentence about what is wrong with the message. */
	readonly said: string;
}

/** Sentences for dead letters that have no reply and no sentence on record. */
export const WORDS: Readonly<Record<DeadCause, string>> = {
	"bad-message": "Google or the sender refuses the message as it is.",
	"bad-recipient": "An address is wrong or does not accept mail.",
	policy: "Google refuses the message for policy reasons.",
	transient: "It failed too often.",
	rate: "It exceeded the rate limit of Google too often.",
	config: "It failed too often because the sender is misconfigured.",
	auth: "It failed too often because Google refuses the login.",
	"auth-throttle": "It failed too often because Google throttles logins.",
	quota: "It failed too often because of the daily limit of Google.",
	"in-doubt":
		"The reply from Google was lost, so it is unknown whether it was sent.",
	"key-reused": "Its id belongs to another message with other content.",
	unreadable: "It is too complex to read, or reading it fails.",
	"no-route": "It is an event that has no route.",
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

/** Describes the difference between the queue and the records, if there is one. */
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
