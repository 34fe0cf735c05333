import type { SmtpStage } from "./reply.ts";

/** How a connection failed without a reply that says why. */
export type FailureKind = "dns" | "refused" | "timeout" | "closed" | "tls";

export interface ConnectionFailure {
	readonly stage: SmtpStage;
	readonly kind: FailureKind;
	/** Whether the whole message, with its final dot, had been handed to the socket. */
	readonly handedOver: boolean;
}

export type FailureCause = "transient" | "config" | "unknown-after-data";

/** What a failure without a reply means. Nothing is known of a message once its final dot was handed over. */
export function classifyFailure(failure: ConnectionFailure): FailureCause {
	if (failure.handedOver) return "unknown-after-data";
	return failure.kind === "tls" ? "config" : "transient";
}
