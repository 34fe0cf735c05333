/** What can go wrong with one request to AWS. */
export const CALL_FAULTS = {
	/** It never arrives: the client gives up waiting. */
	"lost request": 3,
	/** It is done, and the answer never arrives. */
	"lost answer": 3,
	/** It is done after the client has given up. */
	"late write": 2,
	throttled: 2,
	"server error": 2,
	slow: 4,
} as const;
export type CallFault = keyof typeof CALL_FAULTS;

export type Service =
	| "table"
	| "queue"
	| "secret"
	| "mapping"
	| "events"
	| "tasks"
	| "files";

/** What can be the matter with a service of AWS for a while: what share of its requests meets what. */
export const AWS_TROUBLES = {
	"table hangs": { service: "table", share: 1, mix: { "lost request": 1 } },
	"table is late": { service: "table", share: 0.6, mix: { "late write": 1 } },
	"table is flaky": { service: "table", share: 0.3, mix: CALL_FAULTS },
	"table throttles": { service: "table", share: 0.7, mix: { throttled: 1 } },
	"table loses answers": {
		service: "table",
		share: 0.5,
		mix: { "lost answer": 1 },
	},
	"queue is flaky": { service: "queue", share: 0.4, mix: CALL_FAULTS },
	"secret is away": { service: "secret", share: 1, mix: { "server error": 1 } },
	"mapping is stuck": {
		service: "mapping",
		share: 1,
		mix: { "server error": 1 },
	},
	"events are lost": { service: "events", share: 0.7, mix: CALL_FAULTS },
	"tasks are away": { service: "tasks", share: 1, mix: { throttled: 1 } },
	"tasks lose answers": {
		service: "tasks",
		share: 0.5,
		mix: { "lost answer": 1, "late write": 1 },
	},
	"files are slow": {
		service: "files",
		share: 0.8,
		mix: { slow: 3, "lost request": 1 },
	},
} as const satisfies Record<
	string,
	{
		readonly service: Service;
		readonly share: number;
		readonly mix: Partial<Record<CallFault, number>>;
	}
>;

/** What can be the matter with Gmail for a while, by the step of SMTP at which it shows. */
export const GMAIL_TROUBLES = {
	"token endpoint is away": "token",
	"connection refused": "connect",
	"connection times out": "connect",
	"421 at the greeting": "connect",
	"421 at EHLO": "connect",
	"454 at AUTH": "auth",
	"534 at AUTH": "auth",
	"421 at MAIL": "mail",
	"hangs at MAIL": "mail",
	"451 at the dot": "eom",
	"drops before the dot": "data",
	"drops after the dot": "eom",
	"hangs after the dot": "eom",
	"slow at the dot": "eom",
} as const;

export type AwsTrouble = keyof typeof AWS_TROUBLES;
export type GmailTrouble = keyof typeof GMAIL_TROUBLES;
export type Step = (typeof GMAIL_TROUBLES)[GmailTrouble];
/** Those that show at one step. */
export type TroubleAt<S extends Step> = {
	[K in GmailTrouble]: (typeof GMAIL_TROUBLES)[K] extends S ? K : never;
}[GmailTrouble];

/** A while in which something is the matter. Times in epoch ms. */
export interface Trouble {
	readonly kind: AwsTrouble | GmailTrouble;
	readonly from: number;
	readonly until: number;
	/** Part of what could meet it that does; 1: all. */
	readonly share: number;
	/** It meets this process alone, or those of this function; the others are well. */
	readonly only?: string;
}
