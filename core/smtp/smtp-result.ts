import type { ConnectionFailure } from "./connection-failure.ts";
import type { SmtpReply } from "./reply.ts";

/** A recipient the server refused at RCPT, by its index in `recipientsOf(message)`. */
export interface RefusedRecipient {
	readonly index: number;
	readonly reply: SmtpReply;
}

/** What one try to send a message came to, as the server told it. */
export type SmtpResult =
	| {
			readonly kind: "accepted";
			/** The reply to the final dot. */
			readonly reply: string;
			readonly accepted: readonly number[];
			readonly refused: readonly RefusedRecipient[];
	  }
	| {
			readonly kind: "refused";
			readonly reply: SmtpReply;
			/** Filled when every recipient was refused at RCPT. */
			readonly refused: readonly RefusedRecipient[];
	  }
	| {
			readonly kind: "lost";
			readonly failure: ConnectionFailure;
			readonly detail: string;
			/** Recipients refused before the connection was lost. */
			readonly refused: readonly RefusedRecipient[];
	  };
