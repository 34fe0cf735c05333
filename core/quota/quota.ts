import { ITEM_FORMAT } from "../item-format.ts";
import type { Bucket } from "./bucket.ts";
import type { Senders } from "./senders.ts";

/** A limit below the configured one, learned from a refusal. */
export interface Learned {
	/** Of the configured limits, 0.1 to 1. */
	readonly fraction: number;
	/** Epoch ms: from then on the configured limits are in force again. */
	readonly until: number;
	/** Epoch ms: when Google refused, and what had been reserved in 24 hours by then. */
	readonly at: number;
	readonly messages: number;
	readonly recipients: number;
}

/** What one mailbox has used of its limits. `version` makes every write conditional on what was read. */
export interface Quota {
	readonly version: number;
	readonly buckets: readonly Bucket[];
	/** How many messages Google has ever taken: whoever finds more than before knows that others send. */
	readonly sent: number;
	readonly learned?: Learned;
	readonly senders?: Senders;
	/** Epoch ms at which a message last was sent, expired or given up. */
	readonly lastOutcomeAt?: number;
	/** Epoch ms at which a batch last came to its end, whatever became of it. */
	readonly lastRunAt?: number;
	/** The oldest message that was deferred or held of late. */
	readonly deferred?: Deferral;
	/** The oldest message that failed of late in a way that shows nobody's fault, while Google took none. */
	readonly failing?: Deferral;
	/** Who wrote last, each write under a name of its own; the newest last. */
	readonly writers?: readonly string[];
}

/** Mail that is kept back: by the daily limit, an operator's rule, or its failures. Epoch ms. */
interface Deferral {
	readonly oldestSentAt: number;
	/** When it was last seen. */
	readonly at: number;
}

export const NO_QUOTA: Quota = { version: 0, buckets: [], sent: 0 };

/** Something reserved that was definitely not sent. */
export interface GivenBack {
	readonly hour: number;
	readonly producer: string;
	readonly messages: number;
	readonly recipients: number;
}

/** What has no room asks again within an hour. */
export const LONGEST_DEFERRAL_MS = 3_600_000;
/** What is deferred and was not seen for a quarter longer is gone. */
const FRESH_MS = 1.25 * LONGEST_DEFERRAL_MS;

const ALIKE_MS = 3_600_000;

/** What is deferred after a batch that deferred messages sent at these times. */
export function afterDeferring(
	before: Deferral | undefined,
	sentAt: readonly number[],
	now: number,
): Deferral | undefined {
	const known = deferredNow(before, now);
	if (sentAt.length === 0) return known;
	const oldest = Math.min(...sentAt);
	if (known === undefined || known.oldestSentAt >= oldest)
		return { oldestSentAt: oldest, at: now };
	// Nearly as old is as good: else what was seen is forgotten for a while each time that the oldest goes out.
	return oldest - known.oldestSentAt < ALIKE_MS ? { ...known, at: now } : known;
}

/** The oldest deferred message, as long as it has been seen of late. */
export function deferredNow(
	deferral: Deferral | undefined,
	now: number,
): Deferral | undefined {
	return deferral !== undefined && now - deferral.at < FRESH_MS
		? deferral
		: undefined;
}

type Item = Readonly<Record<string, unknown>>;

export function quotaItemOf(quota: Quota): Item {
	return { v: ITEM_FORMAT, ...quota };
}

/** Reads the quota's item; what an older format did not have is empty. */
export function quotaOf(item: Item | undefined): Quota {
	if (item === undefined) return NO_QUOTA;
	const { pk: _key, v: _format, ...quota } = item;
	return { ...NO_QUOTA, ...(quota as Partial<Quota>) };
}
