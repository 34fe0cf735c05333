import type { MessageRow } from "./ledger.ts";

/** Number of recipients that the row of a message shows; those of an event are in its route. */
export function knownRecipients({
	recipientHashes,
	progress,
	state,
}: MessageRow): number {
	const known = [
		...progress.accepted,
		...progress.refused.map(({ index }) => index),
		...(state.kind === "FAILED" ? (state.recipients ?? []) : []),
	];
	return Math.max(recipientHashes.length, ...known.map((index) => index + 1));
}

/** Describes the outcome for one recipient of a message. */
export function describeRecipient(row: MessageRow, index: number): string {
	const { state, progress, discarded, doubted } = row;
	if (progress.accepted.includes(index)) return "accepted by Google";
	const refusal = progress.refused.find((one) => one.index === index);
	const refused =
		refusal === undefined
			? undefined
			: `refused with ${refusal.code} (${refusal.cause})`;
	switch (state.kind) {
		case "SENT":
			return refused ?? "accepted by Google";
		case "EXPIRED":
			return "not sent: its notAfter had passed";
		case "FAILED":
			if (discarded !== undefined)
				return `discarded by ${discarded.who}: ${discarded.reason}`;
			return `${refused ?? (doubted ? "may have been sent" : "not sent")}, in the dead-letter queue as ${state.cause}`;
		case "MAYBE_SENT":
			return refused ?? "may have been sent: tried once more, or settled";
		case "SENDING":
		case "WAITING":
			return refused ?? "waiting";
	}
}
