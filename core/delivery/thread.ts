import { LONGEST_RUN } from "../message/encoded-words.ts";
import type { EarlierMessage, Message } from "../message/message.ts";

/** More than these no mail program needs to find a thread. */
const MOST_REFERENCES = 20;

/** The headers that show a mail in a thread. */
export interface Thread {
	readonly inReplyTo: string | undefined;
	/** Oldest first, the answered message last (RFC 5322). */
	readonly references: readonly string[];
}

/**
 * The thread that a message belongs to. A Message-ID that no header can hold is left out: the answer
 * is worth more than its place.
 *
 * @param messageIdOf Message-ID of the message that had this id here.
 */
export function threadOf(
	{ inReplyTo: answered, references = [] }: Message,
	messageIdOf: (id: string) => string,
): Thread {
	const usable = (earlier: EarlierMessage | undefined) =>
		[
			earlier === undefined || typeof earlier === "string"
				? bracketed(earlier ?? "")
				: messageIdOf(earlier.id),
		].filter(isUsable);
	const [inReplyTo] = usable(answered);
	const earlier = references.flatMap(usable).filter((id) => id !== inReplyTo);
	const all = inReplyTo === undefined ? earlier : [...earlier, inReplyTo];
	const [first] = all;
	return {
		inReplyTo,
		references:
			first === undefined || all.length <= MOST_REFERENCES
				? all
				: [first, ...all.slice(1 - MOST_REFERENCES)],
	};
}

/** Some programs give a Message-ID without its brackets. */
function bracketed(text: string): string {
	const id = text.trim();
	return id.startsWith("<") ? id : `<${id}>`;
}

/** Whether it goes over the wire as it is: a folded space or an encoded word is another id to a reader. */
function isUsable(id: string): boolean {
	return /^<[!-;=?-~]+>$/.test(id) && id.length <= LONGEST_RUN;
}
