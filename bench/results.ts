/** What `npm run bench` leaves in bench/results.json, and bench/README.md is made of. */
export interface Results {
	/** ISO date. */
	readonly measuredOn: string;
	readonly machine: {
		readonly cpu: string;
		readonly cores: number;
		readonly memoryGiB: number;
		readonly node: string;
		readonly system: string;
	};
	readonly settings: {
		readonly roundTripMs: number;
		readonly dotMs: number;
		readonly environments: number;
		/** How often each was run, in turn. */
		readonly runs: number;
	};
	readonly speed: readonly SpeedTable[];
	readonly harm: readonly Harm[];
	readonly curves: readonly Curve[];
	readonly recovery: Recovery;
	readonly lone: Lone;
	readonly memory: readonly MemoryPoint[];
	/** Calls to AWS for one mail when the queue is full, and for a lone one, by service and action. */
	readonly calls: { readonly full: Calls; readonly lone: Calls };
	readonly skipped: readonly {
		readonly who: Contestant;
		readonly why: string;
	}[];
	/** Left by `node bench/bundle.ts`. */
	readonly bundle?: Bundle;
}

export type Contestant = "pool" | "ours" | "naive" | "powertools" | "postfix";

/** Median, least and most of the runs. */
export interface Spread {
	readonly median: number;
	readonly min: number;
	readonly max: number;
}

export interface SpeedTable {
	/** Of each environment. */
	readonly connections: number;
	readonly messages: number;
	/** Messages a second: connections by (2 round trips + think time). */
	readonly arithmetic: number;
	readonly rows: readonly SpeedRow[];
}

export interface SpeedRow {
	readonly who: Contestant;
	readonly perSecond: Spread;
	/** Of one run. */
	readonly connections: number;
	readonly logins: number;
	/** A mail; absent where nothing is billed by time. */
	readonly billedMs?: Spread;
	/** CPU of the sending processes, a mail. */
	readonly cpuMs: Spread;
}

/** What a fault came to. */
export interface Harm {
	readonly scenario: "kill" | "recipients" | "535" | "421" | "5.4.5";
	readonly who: Contestant;
	/** That could have been delivered. */
	readonly messages: number;
	/** Nowhere: neither taken by Google, nor in a queue. */
	readonly lost: number;
	/** Taken twice or more. */
	readonly doubled: number;
	/** In a dead-letter queue, bounced or dropped, though nothing was wrong with it. */
	readonly givenUp: number;
	/** Still in a queue when nothing changes any more; absent: nothing is. */
	readonly waiting?: number;
	readonly logins: number;
}

export interface Curve {
	readonly over: "connections" | "backlog" | "bytes" | "recipients";
	readonly points: readonly {
		readonly x: number;
		/** Messages a second. */
		readonly pool: number;
		readonly ours: number;
	}[];
}

/** Mail that waited for an outage to end. Seconds from its end. */
export interface Recovery {
	readonly waiting: number;
	readonly first: number;
	readonly last: number;
	/** What sending alone takes. */
	readonly arithmetic: number;
}

/** One message, from SendMessage to the 250, against a bare transport. Ms. */
export interface Lone {
	readonly warm: { readonly ours: Spread; readonly bare: Spread };
	/**
	 * Against connect, login and send: in a process that has loaded nodemailer, and in a function that does
	 * nothing else and is as new.
	 */
	readonly cold: {
		readonly ours: Spread;
		readonly bare: Spread;
		readonly naive: Spread;
	};
}

export interface MemoryPoint {
	readonly memoryMiB: number;
	readonly billedMs: number;
	/** USD for 1,000 mails, of Lambda alone. */
	readonly cost: number;
	/** The most that one process had in memory, with two mails of 23 MB in a batch. */
	readonly peakMiB: number;
	/** Whether they go out, within this memory. */
	readonly carriesLargest: boolean;
}

export type Calls = Readonly<Record<string, number>>;

/** The functions' bundles, and one of nodemailer and three SDK clients alone. */
export interface Bundle {
	readonly loadedKb: BundleFigures;
	readonly importMs: BundleFigures;
}

export interface BundleFigures {
	readonly ours: number;
	readonly alone: number;
	readonly breaker: number;
}
