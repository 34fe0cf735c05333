import type { Breaker } from "../breaker/breaker.ts";
import type { Credential } from "../credential/credential.ts";
import type { Limits } from "../quota/limits.ts";
import type { Quota } from "../quota/quota.ts";

/** What an overview is read from; each part may fail by itself. */
export type OverviewPart =
	| "breaker"
	| "secret"
	| "mapping"
	| "function"
	| "queue"
	| "dead-letter queue"
	| "dead letters by cause"
	| "quota"
	| "last round";

/** Everything that tells whether a sender's mail flows. Times are epoch ms. */
export interface Overview {
	readonly now: number;
	/** Whole: it is for those who run it. */
	readonly mailbox: string;
	readonly breaker: Breaker;
	readonly password: "stored" | "empty" | "unreadable" | "unknown";
	/** What is stored; absent: nothing, or it is unknown. */
	readonly credential?: Credential["kind"];
	/** Version of the secret as it is now; another one than the refused is tried at once. */
	readonly secretVersion: string;
	/** When that version was stored; absent: nobody asked. */
	readonly passwordAt?: number;
	/** The event source mapping's state, in AWS's words. */
	readonly mapping: string;
	/** Invocations that are reserved for the sending function; absent: no number, or nobody asked. */
	readonly reservedConcurrency?: number;
	/** Messages that can be received now, and those that wait for their time or are at work. */
	readonly ready: number;
	readonly hidden: number;
	readonly deadLetters: number;
	readonly deadByCause: Readonly<Record<string, number>>;
	readonly quota: Quota;
	readonly limits: Limits;
	/** Last round of the breaker function; 0: never. */
	readonly lastRound: number;
	/** Since when every round saw messages that could be received, and messages that wait. */
	readonly readySince: number | undefined;
	readonly waitingSince: number | undefined;
	/** The parts that could not be read, and why; their fields are empty. */
	readonly unknown: Readonly<Partial<Record<OverviewPart, string>>>;
}

/** What to type, as the surface at hand wants it: the operator's commands, or plain `aws`. */
export interface Advice {
	/** Shows all that is known of the sender; may follow it until mail flows. */
	readonly status: string;
	readonly setPassword: string;
	readonly setOauth: string;
	readonly resume: string;
	/** Ends one rule. */
	resumeRule(id: string): string;
	readonly deadLetters: string;
	readonly quota: string;
	/** Takes away a reserved concurrency of the sending function. */
	readonly unthrottle: string;
	readonly functionLog: string;
	readonly breakerLog: string;
}

export type VerdictName =
	| "sending"
	/** The state table cannot be read: whether mail flows cannot be told. */
	| "unknown"
	| "held"
	| Exclude<Breaker["state"], { kind: "closed" }>["cause"]
	/** A message has to show that an outage is over, or that there is one. */
	| "proving"
	/** The mapping is off although nothing stops mail. */
	| "paused"
	/** The sending function is not allowed to run. */
	| "throttled"
	/** Mail could go and does not. */
	| "stalled"
	/** A message fails again and again, and nothing shows whose fault it is. */
	| "failing"
	/** Mail goes out, but nobody would close an open breaker. */
	| "unattended"
	/** The daily limit is nearly used up: mail is deferred. */
	| "near-limit"
	| "producers-held"
	| "dead-letters";

/** Whether mail flows, in words for people. */
export interface Verdict {
	readonly verdict: VerdictName;
	/** Nothing keeps mail back. */
	readonly sending: boolean;
	/** ISO times; absent while sending. */
	readonly since?: string;
	readonly nextTry?: string;
	/** What Google said. */
	readonly reply?: string;
	/** One paragraph of 240 characters at most: what is the matter, is mail lost, what to do. */
	readonly message: string;
	/** The command for it. */
	readonly type?: string;
	/** What else there is to know, a line each. */
	readonly notes?: readonly string[];
}

/** A verdict as a screen shows it: each command at the end of a line of its own, so that it can be pasted. */
export function verdictText({ message, type, reply, notes }: Verdict): string {
	return [
		message,
		...(type === undefined ? [] : [`Type: ${type}`]),
		...(reply === undefined || reply === "" ? [] : [`What was said: ${reply}`]),
		...(notes ?? []),
	].join("\n");
}
