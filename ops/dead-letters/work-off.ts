import type { Target } from "../sender/target.ts";
import { type MessageRow, readMessages } from "./ledger.ts";
import { attempt, type Skipped } from "./skipped.ts";
import { type DeadLetterCopy, rowOf, type SweptBatch } from "./sweep.ts";

/** Runs `work` for each copy of a batch and its row. @returns the copies for which it fails; it continues with the others */
export async function workOff(
	target: Target,
	{ copies, skipped }: Pick<SweptBatch, "copies" | "skipped">,
	work: (copy: DeadLetterCopy, row: MessageRow | undefined) => Promise<void>,
): Promise<readonly Skipped[]> {
	const all = [...skipped];
	const places = copies.flatMap((copy) => copy.places);
	const together = await attempt("", () => readMessages(target, places));
	for (const copy of copies) {
		const done = await attempt(copy.sqsMessageId, async () => {
			// One row that cannot be read must not hide the others.
			const rows =
				"value" in together
					? together.value
					: await readMessages(target, copy.places);
			await work(copy, rowOf(copy, rows));
		});
		if ("skipped" in done) all.push(done.skipped);
	}
	return all;
}
