import type { LedgerRow } from "../../core/delivery/ledger-row.ts";

/** Whether a message lies in the dead-letter queue and nobody knows if it was sent. */
export function isInDoubt({ state, doubted }: LedgerRow): boolean {
	return state.kind === "FAILED" && (doubted || state.cause === "in-doubt");
}

/**
 * The row once an operator has seen that the message was sent. Recipients that were refused for
 * good did not get it: for them it stays a dead letter.
 */
export function resolvedAsSent(
	row: LedgerRow,
	/** How many recipients the message has. */
	recipientCount: number,
): LedgerRow {
	const { refused } = row.progress;
	const [first] = refused;
	const all = Array.from({ length: recipientCount }, (_, index) => index);
	const accepted = all.filter(
		(index) => !refused.some((refusal) => refusal.index === index),
	);
	return {
		...row,
		doubted: false,
		progress: { accepted, refused },
		state:
			first === undefined
				? { kind: "SENT" }
				: {
						kind: "FAILED",
						cause: first.cause,
						recipients: refused.map(({ index }) => index),
					},
	};
}

/** The row once an operator has decided that the message goes out again. */
export function resolvedAsNotSent(row: LedgerRow): LedgerRow {
	return { ...row, doubted: false, resends: 0 };
}
