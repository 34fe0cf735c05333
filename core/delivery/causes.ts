import type { ReplyCause } from "../smtp/reply.ts";

/** Why the account can't send: these open the breaker. */
export type SenderCause =
	| "auth"
	| "auth-throttle"
	| "quota"
	| "rate"
	| "transient"
	| "config"
	| "policy"
	| "bad-message"
	| "bad-recipient";

/** Why one message went to the dead-letter queue. */
export type DeadCause =
	| Exclude<ReplyCause, "accepted">
	| "in-doubt"
	| "key-reused"
	/** Reading it takes too much, or fails in a way that nobody foresaw. */
	| "unreadable"
	/** A service's event that no route is for. */
	| "no-route"
	/** The sender's own alarm or outcome event. */
	| "loop"
	/** By an operator. */
	| "cancelled";

/** What the index has in place of a cause for mail that may be out twice, and is no dead letter. */
export const DOUBT = "doubt";

/** Every cause a dead letter can have: one partition of the dead-letter index each. */
export const DEAD_CAUSES: readonly DeadCause[] = [
	"bad-message",
	"bad-recipient",
	"policy",
	"transient",
	"rate",
	"config",
	"auth",
	"auth-throttle",
	"quota",
	"in-doubt",
	"key-reused",
	"unreadable",
	"no-route",
	"loop",
	"cancelled",
];
