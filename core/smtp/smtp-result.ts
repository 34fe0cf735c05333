import type { SmtpReply, SmtpStage } from "./reply.ts";

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

/** How a connection failed without a reply that says why. */
export type FailureKind = "dns" | "refused" | "timeout" | "closed" | "tls";

export interface ConnectionFailure {
	readonly stage: SmtpStage;
	readonly kind: FailureKind;
	/** Whether the whole message, with its final dot, had been handed to the socket. */
	readonly handedOver: boolean;
}

/** What a login's failure without a reply means. */
export function classifyFailure({
	kind,
}: ConnectionFailure): "transient" | "config" {
	return kind === "tls" ? "config" : "transient";
}
