import { createHash } from "node:crypto";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { placeIn } from "../../core/delivery/space.ts";
import type { Target } from "../sender/target.ts";
import type { Io } from "../terminal/io.ts";
import { resolvedAsNotSent } from "./doubt.ts";
import { type DeadLetterFilter, fits, traitsOf } from "./filter.ts";
import { nameOf } from "./find-copy.ts";
import type { MessageRow } from "./ledger.ts";
import { createMovedBefore } from "./moved-before.ts";
import { decideRedrive, type LeftBecause } from "./redrive-decision.ts";
import { factsOfMoved, toRedriven } from "./redriven-message.ts";
import { closeRejected, rejectedRowOf } from "./rejected.ts";
import { writeDeadRow, writeDecision } from "./row-writes.ts";
import type { Skipped } from "./skipped.ts";
import {
	type DeadLetterCopy,
	HOLD_SECONDS,
	type SweptBatch,
	sweepDeadLetters,
} from "./sweep.ts";
import { workOff } from "./work-off.ts";

export interface RedriveOrder {
	readonly filter: DeadLetterFilter;
	readonly most: number;
	readonly perSecond: number;
	/** Report what would happen, and do nothing. */
	readonly dryRun: boolean;
}

export interface RedriveReport {
	/** Counts by cause. */
	readonly moved: Record<string, number>;
	/** Counts of those whose copy was deleted because nothing is to be sent. */
	readonly deleted: Record<"sent" | "expired" | "duplicateCopy", number>;
	readonly left: {
		readonly id: string;
		readonly cause: string;
		readonly because: LeftBecause;
	}[];
	readonly skipped: Skipped[];
	/** Whether `most` stopped the run before all were moved. */
	stoppedAtMost: boolean;
}

const TOLD_EVERY = 100;

/**
 * Moves dead letters back to the source queue: sends each one, and then deletes it here. A crash in
 * between leaves two copies, of which the ledger allows only one to be sent. Each message is always
 * in a queue.
 */
export async function redriveDeadLetters(
	target: Target,
	{ filter, most, perSecond, dryRun }: RedriveOrder,
	io: Pick<Io, "now" | "sleep" | "err">,
): Promise<RedriveReport> {
	const report: RedriveReport = {
		moved: {},
		deleted: { sent: 0, expired: 0, duplicateCopy: 0 },
		left: [],
		skipped: [],
		stoppedAtMost: false,
	};
	const pause = createPace(dryRun ? Number.POSITIVE_INFINITY : perSecond, io);
	const before = createMovedBefore();
	let count = 0;
	let lookedAt = 0;

	const handle = async (
		copy: DeadLetterCopy,
		row: MessageRow | undefined,
		remove: SweptBatch["remove"],
	): Promise<void> => {
		const traits = traitsOf(copy, row);
		if (!fits(filter, traits)) return;
		const rejected = await rejectedRowOf(target, copy);
		const leave = (because: LeftBecause) => {
			report.left.push({ id: nameOf(copy), cause: traits.cause, because });
		};
		const close = async () => {
			if (dryRun) return;
			if (rejected !== undefined) await closeRejected(target, rejected);
			await remove(copy);
		};
		const known = before.tells(copy);
		if (known === "failed-again") return leave("failed-again");
		if (known === "duplicateCopy") {
			report.deleted.duplicateCopy += 1;
			return close();
		}
		const decision = decideRedrive(copy, row, filter);
		if (decision.kind === "leave") return leave(decision.because);
		if (decision.kind === "delete") {
			report.deleted[decision.because] += 1;
			return close();
		}
		const { failure } = decision;
		const message = toRedriven(copy, row, { failure, now: io.now() });
		if (message === undefined) return leave("too-large");
		if (count >= most) {
			report.stoppedAtMost = true;
			return;
		}
		await pause();
		if (!dryRun) {
			if (!(await endDoubt(target, row, io.now()))) return leave("under-way");
			if (
				copy.facts === undefined &&
				(row === undefined || row.hash !== copy.hash)
			)
				await recordMoved(target, copy, io.now());
			await target.sqs.send(
				new SendMessageCommand({
					QueueUrl: target.sender.queueUrl,
					MessageBody: message.body,
					MessageAttributes: message.attributes,
				}),
			);
		}
		before.add(copy, failure);
		count += 1;
		report.moved[traits.cause] = (report.moved[traits.cause] ?? 0) + 1;
		return close();
	};

	try {
		for await (const batch of sweepDeadLetters(target, {
			perReceive: dryRun ? 10 : perReceiveAt(perSecond),
		})) {
			const { copies } = batch;
			const skipped = await workOff(target, batch, (copy, row) =>
				handle(copy, row, batch.remove),
			);
			report.skipped.push(...skipped);
			lookedAt += copies.length;
			if (lookedAt % TOLD_EVERY < copies.length && lookedAt >= TOLD_EVERY)
				io.err(
					`${lookedAt} checked, ${count} ${dryRun ? "would be moved" : "moved"} …`,
				);
			if (report.stoppedAtMost) break;
		}
	} catch (error) {
		io.err(
			`Stopped by an error after ${count} were moved. Nothing is lost or sent twice: type the same command again.`,
		);
		throw error;
	}
	return report;
}

/** Records a message that SQS itself moved and that has no ledger row. By this row, the function knows its producer, and that all copies are one message. */
async function recordMoved(
	target: Target,
	copy: DeadLetterCopy,
	now: number,
): Promise<void> {
	const [space] = copy.places.map((place) => placeIn(place)?.space);
	await writeDeadRow(target, copy, {
		facts: { ...factsOfMoved(copy, now), producer: space },
		space,
		hash: createHash("sha256").update(copy.body).digest("hex"),
		updatedAt: now,
	});
}

/** Records that an operator wants a message in doubt to be sent again. @returns whether it may be sent. */
async function endDoubt(
	target: Target,
	row: MessageRow | undefined,
	now: number,
): Promise<boolean> {
	if (row?.state.kind !== "FAILED" || !row.doubted) return true;
	const next = resolvedAsNotSent(row);
	return writeDecision(target, row, next, { now, deadLetter: true });
}

/** As many as can be processed in half of their visibility timeout. */
function perReceiveAt(perSecond: number): number {
	return Math.max(1, Math.min(10, Math.floor((perSecond * HOLD_SECONDS) / 2)));
}

/** @returns a wait that ends `perSecond` times a second. */
export function createPace(
	perSecond: number,
	io: Pick<Io, "now" | "sleep">,
): () => Promise<void> {
	let next = io.now();
	return async () => {
		const wait = next - io.now();
		if (wait > 0) await io.sleep(wait);
		next = Math.max(next, io.now()) + 1000 / perSecond;
	};
}
