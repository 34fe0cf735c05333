import type { Deliverable } from "../record.ts";

/**
 * The order of a trial: what was received least often first, as it has least to do with the outage, and never
 * two of one producer in a row while others wait.
 */
export function trialOrder(messages: readonly Deliverable[]): Deliverable[] {
	const left = messages.toSorted(
		(a, b) => a.record.receiveCount - b.record.receiveCount,
	);
	const order: Deliverable[] = [];
	while (left.length > 0) {
		const last = order.at(-1);
		const other = left.findIndex(
			(message) =>
				last === undefined || message.origin.producer !== last.origin.producer,
		);
		order.push(...left.splice(Math.max(0, other), 1));
	}
	return order;
}
