import type { Deliverable } from "../record.ts";

/**
 * The order of a trial: what was received least often first, as it has least to do with the outage, and never
 * two of one producer in a row while others wait. `before`: whose lost the last one.
 */
export function trialOrder(
	messages: readonly Deliverable[],
	before?: string,
): Deliverable[] {
	const left = messages.toSorted(
		(a, b) => a.record.receiveCount - b.record.receiveCount,
	);
	const order: Deliverable[] = [];
	while (left.length > 0) {
		const last = order.at(-1)?.origin.producer ?? before;
		const other = left.findIndex(({ origin }) => origin.producer !== last);
		order.push(...left.splice(Math.max(0, other), 1));
	}
	return order;
}
