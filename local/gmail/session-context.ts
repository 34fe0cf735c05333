import type { SecureContext } from "node:tls";
import type { FaultList, FaultStage } from "./faults.ts";
import type { Mailboxes } from "./mailboxes.ts";
import type { OauthGrants } from "./oauth-grants.ts";

/** One message as the server took it. */
export interface AcceptedMail {
	readonly id: string;
	readonly at: number;
	readonly mailbox: string;
	readonly from: string;
	readonly recipients: readonly string[];
	readonly raw: Buffer;
	/** The server's reply to the final dot; undefined when it was never given. */
	readonly reply: string | undefined;
}

/** A reply with a 4xx or 5xx. */
export interface RefusingReply {
	/** Epoch ms. */
	readonly at: number;
	/** The mailbox that is logged in, or that a refused login was for. */
	readonly mailbox: string | undefined;
	readonly stage: FaultStage | "other";
	/** The whole reply; several lines joined by `\n`. */
	readonly reply: string;
}

/** What the look-alike has seen, for tests and for curious people. */
export interface GmailLog {
	connections: number;
	readonly logins: { readonly at: number; readonly accepted: boolean }[];
	/** Requests for an access token. */
	readonly tokens: { readonly at: number; readonly accepted: boolean }[];
	readonly accepted: AcceptedMail[];
	/** The last refusals, oldest first. */
	readonly refusals: RefusingReply[];
}

const REFUSALS_KEPT = 10_000;

export function logRefusal({ refusals }: GmailLog, refusal: RefusingReply) {
	refusals.push(refusal);
	if (refusals.length > REFUSALS_KEPT) refusals.shift();
}

export interface SessionContext {
	readonly secureContext: SecureContext;
	readonly mailboxes: Mailboxes;
	readonly grants: OauthGrants;
	readonly faults: FaultList;
	readonly log: GmailLog;
	accept(mail: AcceptedMail): void;
}
