import type { DeadCause } from "../delivery/causes.ts";
import { harmless } from "../harmless.ts";
import { maskAddresses } from "../message/address.ts";
import { cut } from "../outside.ts";
import { iso, messagesText, short } from "./facts.ts";

/** One dead letter, as shown to somebody without the operator's commands. */
export interface FailedEntry {
	readonly id: string;
	readonly cause: DeadCause;
	/** Epoch ms. */
	readonly at: number;
	readonly producer: string;
	/** The reply from Google, or what is wrong with the message. */
	readonly said: string;
}

export interface FailedFacts {
	readonly byCause: Readonly<Record<string, number>>;
	/** The newest first. */
	readonly newest: readonly FailedEntry[];
	/** Messages in the dead-letter queue; undefined: it cannot be read. */
	readonly inQueue: number | undefined;
}

/** Describes the dead-letter queue for people. The text contains no address and no content of mail, and each part is short. */
export function failedText({ byCause, newest, inQueue }: FailedFacts): string {
	const counts = Object.entries(byCause).toSorted(([, a], [, b]) => b - a);
	const total = counts.reduce((sum, [, count]) => sum + count, 0);
	const causes = counts.map(([cause, count]) => `${count} ${cause}`).join(", ");
	const more = (inQueue ?? 0) - total;
	return [
		total === 0
			? "No dead letters on record."
			: `${total} dead letter${total === 1 ? "" : "s"} on record: ${causes}. Is mail lost? No, it is kept in the dead-letter queue.`,
		...(more > 0
			? [
					`The dead-letter queue holds ${messagesText(more)} more than are on record: SQS itself moved them there, or they are copies.`,
				]
			: []),
		...(newest.length === 0
			? []
			: ["The newest, with time, id, producer, cause and reason:"]),
		...newest.map(lineOf),
	].join("\n");
}

function lineOf({ at, id, producer, cause, said }: FailedEntry): string {
	return [iso(at), told(id, 80), told(producer, 64), cause, told(said, 200)]
		.join("  ")
		.trimEnd();
}

const MOST_READ = 2000;

// Masked before it is cut: part of an address is not recognized.
function told(text: string, most: number): string {
	const line = maskAddresses(cut(text, MOST_READ)).replace(/\s+/g, " ");
	return short(harmless(line), most);
}
