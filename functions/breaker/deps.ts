import type { Breaker } from "../../core/breaker/breaker.ts";
import type { MetricKey } from "../../core/contract.ts";
import type { Credential } from "../../core/credential/credential.ts";
import type { Quota } from "../../core/quota/reserve.ts";
import type { Watch } from "../../core/status/rounds.ts";
import type {
	LogEntry,
	LoginResult,
	Secret,
	Written,
} from "../send-email/deps.ts";
import type { Config } from "./config.ts";

/** The event source mapping's state, in AWS's words. */
export type MappingState = string;

export interface QueueDepth {
	/** Messages that can be received now. */
	readonly ready: number;
	/** Messages that wait for their time or are at work. */
	readonly hidden: number;
}

export interface Deps {
	readonly config: Config;
	readonly clock: { now(): number };
	newId(): string;
	readonly breaker: {
		read(): Promise<Breaker | "unavailable">;
		/** Conditional on the version that was read. */
		write(next: Breaker): Promise<Written>;
	};
	readonly quota: { read(): Promise<Quota | "unavailable"> };
	readonly watch: {
		read(): Promise<Watch | "unavailable">;
		write(next: Watch): Promise<Written>;
	};
	readonly secret: {
		/** At most this old. */
		current(maxAgeMs: number): Promise<Secret | "unavailable">;
	};
	readonly mapping: {
		state(): Promise<MappingState | "unavailable">;
		enable(enabled: boolean): Promise<"done" | "unavailable">;
	};
	/** One login and QUIT; no mail. */
	login(credential: Credential, secretVersion: string): Promise<LoginResult>;
	depth(queueUrl: string): Promise<QueueDepth | "unavailable">;
	readonly deadLetters: {
		/** Epoch ms of the oldest since then. */
		oldest(since: number): Promise<number | undefined | "unavailable">;
		byCause(): Promise<Readonly<Record<string, number>> | "unavailable">;
	};
	readonly metrics: {
		add(metric: MetricKey, value: number, cause?: string): void;
		set(metric: MetricKey, value: number): void;
	};
	log(level: "info" | "warn" | "error", entry: LogEntry): void;
}
