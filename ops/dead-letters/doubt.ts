import type { LedgerRow } from "../../core/delivery/ledger-row.ts";

/** Whether a message is in the dead-letter queue and it is unknown whether it was sent. */
export function isInDoubt({ state, doubted }: LedgerRow): boolean {
	return state.kind === "FAILED" && (doubted || state.cause === "in-doubt");
}

/**
 * The row after an operator has found that the message was sent. It stays a dead letter for
 * recipients that were permanently refused.
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

/** The row after an operator has decided to send the message again. */
export function resolvedAsNotSent(row: LedgerRow): LedgerRow {
	return { ...row, doubted: false, resends: 0 };
}
