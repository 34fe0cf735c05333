import type { MessageRow, RejectedRow } from "../dead-letters/ledger.ts";
import type { DeadLetterCopy } from "../dead-letters/sweep.ts";

/** Everything on record about one message. */
export interface Story {
	readonly id: string;
	readonly row: MessageRow | undefined;
	readonly rejected: readonly RejectedRow[];
	readonly copy: DeadLetterCopy | undefined;
}
