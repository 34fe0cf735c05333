import type { Breaker } from "../../core/breaker/breaker.ts";
import type { Credential } from "../../core/credential/credential.ts";
import type { Quota } from "../../core/quota/quota.ts";
import type { FailedEntry } from "../../core/status/failed-text.ts";
import type { LastRound } from "../../core/status/last-round.ts";
import type {
	Log,
	LoginResult,
	Metrics,
	SecretStore,
	VersionedItem,
} from "../shared/deps.ts";
import type { BreakerConfig } from "./config.ts";

/** The event source mapping's state, in AWS's words. */
export type ReportedMappingState = string;

export interface QueueDepth {
	/** Messages that can be received now. */
	readonly ready: number;
	/** Messages that wait for their time or are at work. */
	readonly hidden: number;
	/** Those of them that were received; a producer's `DelaySeconds` are not. */
	readonly inFlight: number;
}

export interface BreakerDeps {
	readonly config: BreakerConfig;
	readonly clock: { now(): number };
	newId(): string;
	readonly breaker: VersionedItem<Breaker>;
	readonly quota: { read(): Promise<Quota | "unavailable"> };
	readonly lastRound: VersionedItem<LastRound>;
	readonly secret: SecretStore;
	readonly mapping: {
		state(): Promise<ReportedMappingState | "unavailable">;
		enable(enabled: boolean): Promise<"done" | "unavailable">;
	};
	/** One login and QUIT; no mail. */
	login(credential: Credential, secretVersion: string): Promise<LoginResult>;
	depth(queueUrl: string): Promise<QueueDepth | "unavailable">;
	readonly deadLetters: {
		/** Epoch ms of the oldest since then. */
		oldest(since: number): Promise<number | undefined | "unavailable">;
		byCause(): Promise<Readonly<Record<string, number>> | "unavailable">;
		/** So many of all causes, the newest first. */
		newest(count: number): Promise<readonly FailedEntry[] | "unavailable">;
	};
	/** Waits for real. */
	sleep(ms: number): Promise<void>;
	readonly metrics: Metrics;
	readonly log: Log;
}
