import type { LookAlikeGmail } from "../../local/gmail/server.ts";
import type { Mail } from "../parts/mail.ts";
import type { CpuTimes } from "../parts/processes.ts";
import type { Contestant } from "../results.ts";

export interface RunnerSettings {
	/** Of each of the two environments. */
	readonly connections: number;
	/** Milliseconds that the look-alike thinks at the final dot. */
	readonly dotMs: number;
}

/** A contestant that runs, with a look-alike of its own. */
export interface Runner {
	readonly who: Contestant;
	readonly gmail: LookAlikeGmail;
	/** Puts mails where it takes them from. */
	fill(mails: readonly Mail[]): Promise<void>;
	/** Lets it send. */
	go(): void;
	/** Lets it take no more. @returns when it has done with what it has. */
	rest(): Promise<void>;
	/** CPU of its processes so far. */
	cpu(): CpuTimes;
	/** So far; undefined where nothing is billed by time. */
	billedMs(): number | undefined;
	/** Its processes that a crash can hit. */
	victims(): readonly number[];
	/** Lets time pass until all is sent or given up, or nothing changes any more. */
	settle(): Promise<void>;
	/** What becomes of mails that were not taken, by id. */
	left(): Promise<Left>;
	stop(): Promise<void>;
}

export interface Left {
	/** Still in a queue. */
	readonly waiting: ReadonlySet<string>;
	/** In a dead-letter queue, bounced or dropped. */
	readonly givenUp: ReadonlySet<string>;
}
