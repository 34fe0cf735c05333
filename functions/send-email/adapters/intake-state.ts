import { PRODUCER_NAMES_KEY, tableKey } from "../../../core/contract.ts";
import {
	namesItemOf,
	producerNamesOf,
} from "../../../core/delivery/producer-names.ts";
import { markItemOf, markOf } from "../../../core/delivery/reading-mark.ts";
import {
	createVersionedItem,
	type ItemTable,
} from "../../shared/versioned-item.ts";
import type { SendingDeps } from "../deps.ts";

/** What the table holds for reading records: the producers' names, and what is being read. */
export function createIntakeState(
	table: ItemTable & {
		/** Seconds a mark outlives its last write. */
		readonly ledgerSeconds: number;
		readonly now: () => number;
	},
): Pick<SendingDeps, "names" | "marks"> {
	const { now, ledgerSeconds } = table;
	return {
		names: createVersionedItem(table, {
			key: PRODUCER_NAMES_KEY,
			fromItem: producerNamesOf,
			toItem: namesItemOf,
		}),
		marks: (sqsMessageId) =>
			createVersionedItem(table, {
				key: tableKey.reading(sqsMessageId),
				fromItem: markOf,
				toItem: (mark) => markItemOf(mark, now(), ledgerSeconds),
			}),
	};
}
