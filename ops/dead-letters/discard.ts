import type { Target } from "../sender/target.ts";
import type { Io } from "../terminal/io.ts";
import { type DiscardDecision, decideDiscard } from "./discard-decision.ts";
import {
	type DeadLetterFilter,
	fits,
	traitsOf,
	UNKNOWN_CAUSE,
} from "./filter.ts";
import { nameOf } from "./find-copy.ts";
import type { Discarded } from "./ledger.ts";
import { factsOfMoved } from "./redriven-message.ts";
import { closeRejected, rejectedRowOf } from "./rejected.ts";
import { writeDeadRow, writeDecision } from "./row-writes.ts";
import type { Skipped } from "./skipped.ts";
import {
	type DeadLetterCopy,
	type SweptBatch,
	sweepDeadLetters,
} from "./sweep.ts";
import { workOff } from "./work-off.ts";

export interface DiscardReport {
	/** Counts by cause. */
	readonly discarded: Record<string, number>;
	/** Keys of those that are already on their way. */
	readonly underWay: string[];
	readonly skipped: Skipped[];
}

const TOLD_EVERY = 100;

/** Discards dead letters: records each one, and then deletes it. Another run finishes an interrupted one. */
export async function discardDeadLetters(
	target: Target,
	{
		filter,
		by,
	}: {
		readonly filter: DeadLetterFilter;
		/** Undefined: only report what would be done. */
		readonly by: Pick<Discarded, "who" | "reason"> | undefined;
	},
	io: Pick<Io, "now" | "err">,
): Promise<DiscardReport> {
	const report: DiscardReport = {
		discarded: {},
		underWay: [],
		skipped: [],
	};
	// The operator has not seen what fails from now on.
	const before = io.now();
	let done = 0;

	/** Records who discards it, and then deletes it. @returns false when its row has changed in the meantime */
	const discard = async (
		copy: DeadLetterCopy,
		decision: Exclude<DiscardDecision, { kind: "leave" }>,
		discarded: Discarded,
		remove: SweptBatch["remove"],
	): Promise<boolean> => {
		const rejected = await rejectedRowOf(target, copy);
		if (decision.kind === "record") {
			const now = Date.parse(discarded.at);
			const { row, next } = decision;
			if (!(await writeDecision(target, row, next, { now, discarded })))
				return false;
		}
		if (rejected !== undefined)
			await closeRejected(target, rejected, discarded);
		else if (decision.kind === "record-apart")
			await recordApart(target, copy, discarded);
		await remove(copy);
		return true;
	};

	for await (const batch of sweepDeadLetters(target)) {
		const skipped = await workOff(target, batch, async (copy, row) => {
			const traits = traitsOf(copy, row);
			if (!fits(filter, traits) || traits.at > before) return;
			const now = io.now();
			const at = new Date(now).toISOString();
			const decision = decideDiscard(copy, row, now);
			const isDone =
				decision.kind !== "leave" &&
				(by === undefined ||
					(await discard(copy, decision, { ...by, at }, batch.remove)));
			if (!isDone) {
				report.underWay.push(nameOf(copy));
				return;
			}
			const { cause } = traits;
			report.discarded[cause] = (report.discarded[cause] ?? 0) + 1;
			done += 1;
			if (done % TOLD_EVERY === 0)
				io.err(`${done} ${by === undefined ? "found" : "discarded"} …`);
		});
		report.skipped.push(...skipped);
	}
	return report;
}

async function recordApart(
	target: Target,
	copy: DeadLetterCopy,
	discarded: Discarded,
): Promise<void> {
	const now = Date.parse(discarded.at);
	const { attributes: _folded, ...facts } =
		copy.facts ?? factsOfMoved(copy, now);
	const cause = copy.facts === undefined ? UNKNOWN_CAUSE : facts.cause;
	await writeDeadRow(target, copy, {
		facts: { ...facts, cause },
		discarded,
		updatedAt: now,
	});
}
