import type { Breaker } from "../breaker/breaker.ts";
import type { Credential } from "../credential/credential.ts";
import type { Limits } from "../quota/limits.ts";
import type { Quota } from "../quota/quota.ts";

/** The parts of an overview; reading each of them can fail independently. */
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

/** Everything that shows whether the mail of a sender flows. Times are epoch ms. */
export interface Overview {
	readonly now: number;
	/** Not masked, because only operators see it. */
	readonly mailbox: string;
	readonly breaker: Breaker;
	readonly password: "stored" | "empty" | "unreadable" | "unknown";
	/** Kind of the stored credential; absent: none is stored, or it is unknown. */
	readonly credential?: Credential["kind"];
	/** Current version of the secret. A version other than the refused one is tried at once. */
	readonly secretVersion: string;
	/** When that version was stored; absent: not read. */
	readonly passwordAt?: number;
	/** State of the event source mapping, as Lambda reports it. */
	readonly mapping: string;
	/** Reserved concurrency of the sending function; absent: none is set, or not read. */
	readonly reservedConcurrency?: number;
	/** Messages that can be received now, and those that are delayed or in flight. */
	readonly ready: number;
	readonly hidden: number;
	readonly deadLetters: number;
	readonly deadByCause: Readonly<Record<string, number>>;
	readonly quota: Quota;
	readonly limits: Limits;
	/** Last round of the breaker function; 0: never. */
	readonly lastRound: number;
	/** Since when every round found messages that can be received, and messages that wait. */
	readonly readySince: number | undefined;
	readonly waitingSince: number | undefined;
	/** The parts that could not be read, and why; their fields are empty. */
	readonly unknown: Readonly<Partial<Record<OverviewPart, string>>>;
}

/** Commands to type, in the form that the caller needs: the operator's commands, or plain `aws`. */
export interface Advice {
	/** Shows everything that is known about the sender; may repeat until mail flows. */
	readonly status: string;
	readonly setPassword: string;
	readonly setOauth: string;
	readonly resume: string;
	/** Ends one rule. */
	resumeRule(id: string): string;
	readonly deadLetters: string;
	readonly quota: string;
	/** Removes the reserved concurrency of the sending function. */
	readonly unthrottle: string;
	readonly functionLog: string;
	readonly breakerLog: string;
}

export type VerdictName =
	| "sending"
	/** The state table cannot be read, so it is unknown whether mail flows. */
	| "unknown"
	| "held"
	| Exclude<Breaker["state"], { kind: "closed" }>["cause"]
	/** A message has to show that an outage is over, or that there is one. */
	| "proving"
	/** The mapping is off although nothing stops mail. */
	| "paused"
	/** The sending function is not allowed to run. */
	| "throttled"
	/** Mail could be sent, but is not. */
	| "stalled"
	/** A message fails repeatedly, and nothing shows the cause. */
	| "failing"
	/** Mail is sent, but nothing would close an open breaker. */
	| "unattended"
	/** The daily limit is nearly used up: mail may be deferred. */
	| "near-limit"
	| "producers-held"
	| "dead-letters";

/** Whether mail flows, in words for people. */
export interface Verdict {
	readonly verdict: VerdictName;
	/** Whether mail can be sent. */
	readonly sending: boolean;
	/** ISO times; absent while sending. */
	readonly since?: string;
	readonly nextTry?: string;
	/** The reply from Google. */
	readonly reply?: string;
	/** One paragraph of at most 240 characters: the state, whether mail is lost, and what to do. */
	readonly message: string;
	/** The command for it. */
	readonly type?: string;
	/** More facts, one per line. */
	readonly notes?: readonly string[];
}

/** A verdict as a screen shows it. Each command ends a line, so that it can be pasted. */
export function verdictText({ message, type, reply, notes }: Verdict): string {
	return [
		message,
		...(type === undefined ? [] : [`Type: ${type}`]),
		...(reply === undefined || reply === "" ? [] : [`Reply: ${reply}`]),
		...(notes ?? []),
	].join("\n");
}
