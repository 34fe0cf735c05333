import { createHash } from "node:crypto";
import type { AcceptedMail } from "../../local/gmail/session-context.ts";
import { indexIn, isPoison, type Kind, labelOf } from "./messages.ts";
import {
	type Doubt,
	judge,
	type Message,
	noTally,
	type Rule,
	type Tally,
} from "./verdict.ts";

/** A connection that was cut may look well for so long. */
const UNNOTICED_MS = 1000;
/** States that a row gets from SENDING out of doubt, among others: SENDING is claimed anew. */
const AFTER_DOUBT: ReadonlySet<string> = new Set([
	"SENDING",
	"MAYBE_SENT",
	"FAILED",
	"EXPIRED",
]);
const MOST_BREACHES = 1000;

/** Holds what Google took, what the table says and what is dead-lettered against what was sent. */
export class Audit {
	readonly breaches: { readonly rule: Rule; readonly what: string }[] = [];
	accepted = 0;
	/** When a process was last killed, and when connections were cut. */
	killedAt = Number.NEGATIVE_INFINITY;
	cutAt = Number.NEGATIVE_INFINITY;
	/** Messages whose row says SENDING. */
	readonly sending = new Set<number>();
	readonly #messages = new Map<number, Message>();

	sent(index: number, kind: Kind): void {
		this.#messages.set(index, {
			kind,
			copies: 0,
			hash: "",
			doubts: [],
			dead: [],
			state: "",
			claimedAt: 0,
			isUnanswered: false,
			doubtsBefore: 0,
		});
	}

	taken({ recipients, raw, reply }: AcceptedMail): void {
		this.accepted += 1;
		const index = indexIn(recipients.join());
		const message = this.#of(index);
		if (index === undefined || message === undefined || recipients.length !== 1)
			return this.breach("strangers", `${recipients.join().slice(0, 200)}`);
		const hash = createHash("sha1").update(raw).digest("base64");
		const { copies } = message;
		const doubts = message.doubts.filter((one) => one !== "claim unanswered");
		// What was sent out of doubt is no excuse for what is sent without one.
		if (copies > 0 && (doubts.length === 0 || copies > 1))
			this.breach(
				"doubled",
				`${labelOf(index)} for the ${copies + 1}. time; doubts: ${doubts.join() || "none"}`,
			);
		if (copies > 0 && message.hash !== hash)
			this.breach("versions", `${labelOf(index)} has other bytes`);
		if (isPoison(message.kind))
			this.breach("poison", `${labelOf(index)}, ${message.kind}, is accepted`);
		message.copies += 1;
		message.hash = hash;
		if (reply === undefined) message.doubts.push("answer lost");
	}

	/** A message's row was written, with this state; `isAnswered`: its writer has heard of it. */
	written(index: number, state: string, isAnswered: boolean): void {
		const message = this.#of(index);
		if (message === undefined) return;
		if (message.state === "SENT" && state !== "SENT")
			this.breach("doubled", `${labelOf(index)} was SENT, and is ${state}`);
		if (state === "SENT" && message.copies === 0)
			this.breach("lost", `${labelOf(index)} is SENT, and Google has none`);
		if (message.state === "SENDING") this.#endClaim(message, state);
		message.state = state;
		if (state !== "SENDING") return void this.sending.delete(index);
		this.sending.add(index);
		message.claimedAt = performance.now();
		message.isUnanswered = !isAnswered;
		message.doubtsBefore = message.doubts.length;
	}

	/** What the sender takes for a doubt is one if something has happened since the claim that makes it one. */
	#endClaim(message: Message, state: string): void {
		const { doubts, doubtsBefore, claimedAt, isUnanswered } = message;
		if (!AFTER_DOUBT.has(state) || doubts.length > doubtsBefore) return;
		if (state !== "MAYBE_SENT" && this.killedAt >= claimedAt)
			doubts.push("killed");
		else if (this.cutAt >= claimedAt - UNNOTICED_MS)
			doubts.push("connection cut");
		// It is not sent, and yet a claim without a result: nobody knew that it was his.
		else if (isUnanswered) doubts.push("claim unanswered");
	}

	doubt(index: number | undefined, doubt: Doubt): void {
		this.#of(index)?.doubts.push(doubt);
	}

	isSent(index: number | undefined): boolean {
		return this.#of(index)?.state === "SENT";
	}

	/** `cause`: as the dead letter's attribute has it. */
	deadLettered(body: string, cause: string | undefined): void {
		const message = this.#of(indexIn(body));
		if (message === undefined || cause === undefined)
			return this.breach(
				"poison",
				`a dead letter of nobody, or without a cause: ${body.slice(0, 80)}`,
			);
		message.dead.push(cause);
	}

	breach(rule: Rule, what: string): void {
		if (this.breaches.length < MOST_BREACHES)
			this.breaches.push({ rule, what });
	}

	/** How many messages of each poison are in the dead-letter queue. */
	poisons(): ReadonlyMap<string, number> {
		const counts = new Map<string, number>();
		for (const { kind, dead } of this.#messages.values())
			if (isPoison(kind))
				counts.set(kind, (counts.get(kind) ?? 0) + (dead.length > 0 ? 1 : 0));
		return counts;
	}

	/** Nothing is at work, and nothing waits: every message has its end. */
	close(): Tally {
		const tally = noTally();
		for (const [index, message] of this.#messages)
			judge(labelOf(index), message, tally, this);
		return tally;
	}

	#of(index: number | undefined): Message | undefined {
		return index === undefined ? undefined : this.#messages.get(index);
	}
}
