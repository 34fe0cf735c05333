import { replyFor } from "./replies.ts";

/** Failures on demand: by control API, or by the recipient's address. */

export const FAULT_STAGES = [
	/** The request for an OAuth access token, before anything is said to Gmail. */
	"token",
	"connect",
	"ehlo",
	"starttls",
	"auth",
	"mail",
	"rcpt",
	"data",
	"mid-data",
	"eom",
] as const;
export type FaultStage = (typeof FAULT_STAGES)[number];

export interface GmailFault {
	readonly stage: FaultStage;
	/** What the server says instead of its own answer; several lines joined by `\n`. */
	readonly reply?: string;
	/** Close the connection without an answer: `fin` (default) or `reset`. */
	readonly drop?: boolean | "fin" | "reset";
	/** Never answer. */
	readonly hang?: boolean;
	/** Wait this long first; alone, the normal answer follows. */
	readonly delayMs?: number;
	/** How many times, then it is over; without it, until it is removed. */
	readonly times?: number;
	/** At `eom` with drop or hang: whether the message was taken before. Default true. */
	readonly accept?: boolean;
	/** Only for transactions with this recipient. */
	readonly to?: string;
	/** Only for messages with this text in their subject. */
	readonly subject?: string;
	/** Only for who is logged in to this mailbox: from `mail` on. */
	readonly mailbox?: string;
}

/** A fault, and how many times it is still to happen. */
type Counted = Omit<GmailFault, "times"> & { times?: number };

/** The faults in force, each used up as often as it says. */
export class FaultList {
	#faults: Counted[] = [];
	readonly #spent = new Set<string>();

	replace(faults: readonly GmailFault[]): void {
		this.#faults = faults.map((fault) => ({ ...fault }));
	}

	/** Adds to those that are there. @returns what takes these away, and leaves the others. */
	add(faults: readonly GmailFault[]): () => void {
		const added = faults.map((fault) => ({ ...fault }));
		this.#faults = [...this.#faults, ...added];
		return () => {
			this.#faults = this.#faults.filter((one) => !added.includes(one));
		};
	}

	list(): readonly GmailFault[] {
		return this.#faults.filter(({ times }) => times !== 0);
	}

	/** The fault for this stage, if any; taking it uses it up. */
	take(
		stage: FaultStage,
		about: {
			readonly recipients?: readonly string[];
			readonly subject?: string | undefined;
			readonly mailbox?: string | undefined;
		} = {},
	): GmailFault | undefined {
		const fault = this.#faults.find(
			(one) =>
				one.times !== 0 &&
				one.stage === stage &&
				(one.to === undefined || about.recipients?.includes(one.to)) &&
				(one.subject === undefined || about.subject?.includes(one.subject)) &&
				(one.mailbox === undefined ||
					one.mailbox.toLowerCase() === about.mailbox?.toLowerCase()),
		);
		if (fault?.times !== undefined) fault.times -= 1;
		return fault;
	}

	/** Whether an address with `-once` has its failure still before it; asking uses it up. */
	spendOnce(address: string): boolean {
		if (this.#spent.has(address)) return false;
		this.#spent.add(address);
		return true;
	}
}

/**
 * What a recipient's address asks for:
 * `reply-550-5.1.1@…` (add `-at-mail|rcpt|data|eom` for another stage, `-once` for one time only),
 * `drop-after-data@…`, `drop-mid-data@…`, `hang-after-data@…`, `slow-5s@…`.
 */
export function faultOfAddress(
	address: string,
): (GmailFault & { readonly once: boolean }) | undefined {
	const local = address.slice(0, address.lastIndexOf("@")).toLowerCase();
	const once = local.endsWith("-once");
	const word = once ? local.slice(0, -5) : local;
	const reply =
		/^reply-(\d{3})-(\d\.\d+\.\d+)(?:-at-(mail|rcpt|data|eom))?$/.exec(word);
	if (reply?.[1] !== undefined && reply[2] !== undefined) {
		const stage = (reply[3] ?? usualStage(reply[2])) as FaultStage;
		return { stage, reply: replyFor(reply[1], reply[2]), once };
	}
	const slow = /^slow-(\d+)(ms|s)$/.exec(word);
	if (slow !== null) {
		return {
			stage: "eom",
			delayMs: Number(slow[1]) * (slow[2] === "s" ? 1000 : 1),
			once,
		};
	}
	if (word === "drop-after-data") return { stage: "eom", drop: true, once };
	if (word === "hang-after-data") return { stage: "eom", hang: true, once };
	if (word === "drop-mid-data") return { stage: "mid-data", drop: true, once };
	return undefined;
}

function usualStage(enhanced: string): FaultStage {
	if (enhanced.endsWith(".4.5") || enhanced.endsWith(".3.0")) return "data";
	return /\.(6|7)\.\d+$|\.3\.4$/.test(enhanced) ? "eom" : "rcpt";
}
