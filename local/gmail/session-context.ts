import type { SecureContext } from "node:tls";
import type { FaultStage, GmailFault } from "./faults.ts";
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

export interface SessionContext {
	readonly secureContext: SecureContext;
	readonly mailboxes: Mailboxes;
	readonly grants: OauthGrants;
	takeFault(
		stage: FaultStage,
		about?: {
			readonly recipients?: readonly string[];
			readonly subject?: string;
		},
	): GmailFault | undefined;
	/** Whether an address with `-once` has had its failure already. */
	spendOnce(address: string): boolean;
	accept(mail: AcceptedMail): void;
	onLogin(attempt: { readonly at: number; readonly accepted: boolean }): void;
	onRefusal(refusal: RefusingReply): void;
}
