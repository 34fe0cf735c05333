import type { MetricKey } from "../../core/contract.ts";
import type { TokenRefusal } from "../../core/credential/token-refusal.ts";
import type { SmtpReply } from "../../core/smtp/reply.ts";
import type { ConnectionFailure } from "../../core/smtp/smtp-result.ts";

export type LoginResult =
	| { readonly kind: "ready" }
	| { readonly kind: "refused"; readonly reply: SmtpReply }
	/** There was no access token to log in with. */
	| { readonly kind: "no-token"; readonly refusal: TokenRefusal }
	| {
			readonly kind: "lost";
			readonly failure: ConnectionFailure;
			readonly detail: string;
	  };

export interface Envelope {
	readonly from: string;
	readonly to: readonly { readonly index: number; readonly address: string }[];
}

export interface Secret {
	readonly value: string;
	readonly version: string;
}

export interface SecretStore {
	/** At most this old. */
	current(maxAgeMs: number): Promise<Secret | "unavailable">;
}

/** Result of a conditional write. `conflict`: somebody else wrote first. */
export type Written =
	| "written"
	| "conflict"
	/** It is too large, or no item at all; trying again does not help. */
	| "unwritable"
	| "unavailable";

/** One item of the state table that is always read and written whole, its version guarding every write. */
export interface VersionedItem<T> {
	read(): Promise<T | "unavailable">;
	/** Conditional on the version that was read: `next.version - 1`. */
	write(next: T): Promise<Written>;
}

export interface Metrics {
	/** With a producer, the metric is counted for that producer, too. */
	add(metric: MetricKey, value: number, producer?: string): void;
	/** A gauge: the last value of the invocation counts. */
	set(metric: MetricKey, value: number): void;
}

export type Log = (level: "info" | "warn" | "error", entry: LogEntry) => void;

/** The only fields a log line may have. */
export interface LogEntry {
	readonly event: string;
	readonly id?: string;
	readonly producer?: string;
	readonly sqsMessageId?: string;
	readonly cause?: string;
	readonly stage?: string;
	readonly code?: number;
	readonly enhanced?: string;
	/** Redacted. */
	readonly reply?: string;
	readonly rule?: string;
	readonly attempts?: number;
	readonly delaySeconds?: number;
	readonly recipients?: readonly number[];
	readonly recipientCount?: number;
	/** From the queue to Google's 250. */
	readonly latencyMs?: number;
	readonly until?: string;
	readonly since?: string;
	readonly sentence?: string;
	readonly pointer?: string;
	readonly error?: string;
	readonly tags?: Readonly<Record<string, string>>;
	readonly records?: number;
	readonly released?: number;
	readonly deferred?: number;
	readonly secretVersion?: string;
}
