/** One line of `list`; null: it cannot be read. */
export interface ListedSender {
	readonly stack: string;
	readonly sender: string;
	readonly mailbox: string;
	readonly verdict: string;
	readonly sending: boolean;
	readonly waiting: number | null;
	readonly deadLetters: number | null;
}

/** A table with aligned columns. */
export function listLines(senders: readonly ListedSender[]): readonly string[] {
	const count = (value: number | null) =>
		value === null ? "unknown" : String(value);
	const rows = [
		["STACK", "SENDER", "MAILBOX", "VERDICT", "WAITING", "DEAD LETTERS"],
		...senders.map((one) => [
			one.stack,
			one.sender,
			one.mailbox,
			one.verdict,
			count(one.waiting),
			count(one.deadLetters),
		]),
	];
	const widths = (rows[0] ?? []).map((_title, column) =>
		Math.max(...rows.map((row) => row[column]?.length ?? 0)),
	);
	return rows.map((row) =>
		row
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join("  ")
			.trimEnd(),
	);
}
