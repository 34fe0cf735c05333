import { SendMessageCommand } from "@aws-sdk/client-sqs";
import type { Target } from "../sender/target.ts";
import type { Io } from "../terminal/io.ts";
import { type DeadLetterFilter, fits, traitsOf } from "./filter.ts";
import { type MessageRow, readMessages } from "./ledger.ts";
import { createMovedBefore } from "./moved-before.ts";
import {
	decideRedrive,
	type LeftBecause,
	type RedriveDecision,
} from "./redrive-decision.ts";
import { toRedriven } from "./redriven-message.ts";
import { closeRejected, createRejectedRows } from "./rejected.ts";
import { type DeadLetterCopy, deleteCopy, sweepDeadLetters } from "./sweep.ts";

export interface RedriveOrder {
	readonly filter: DeadLetterFilter;
	readonly most: number;
	readonly perSecond: number;
	/** Say what would happen, and do nothing. */
	readonly dryRun: boolean;
}

export interface RedriveReport {
	/** Counts by cause. */
	readonly moved: Record<string, number>;
	/** Counts of those whose copy was deleted as nothing is to be sent. */
	readonly deleted: Record<"sent" | "expired" | "duplicateCopy", number>;
	readonly left: {
		readonly id: string;
		readonly cause: string;
		readonly because: LeftBecause;
	}[];
	/** More would have been moved, but for `most`. */
	stoppedAtMost: boolean;
}

/** Longer than a batch takes at the rate asked for. */
const HOLD_SECONDS = 120;
const TOLD_EVERY = 100;

/**
 * Moves dead letters back to the source queue: sent there first, deleted here then. A crash between
 * leaves two copies, and the ledger lets only one of them be sent; none is ever in no queue.
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
		stoppedAtMost: false,
	};
	const rejected = createRejectedRows(target);
	const pause = createPace(dryRun ? Number.POSITIVE_INFINITY : perSecond, io);
	const before = createMovedBefore();
	let count = 0;
	let lookedAt = 0;

	const close = async (copy: DeadLetterCopy): Promise<boolean> => {
		if (dryRun) return false;
		for (const row of await rejected.of(copy)) await closeRejected(target, row);
		await deleteCopy(target, copy);
		return true;
	};

	/** @returns whether the copy is gone from the dead-letter queue. */
	const handle = async (
		copy: DeadLetterCopy,
		row: MessageRow | undefined,
	): Promise<boolean> => {
		const traits = traitsOf(copy, row);
		if (!fits(filter, traits)) return false;
		const leave = (because: LeftBecause) => {
			report.left.push({ id: copy.key, cause: traits.cause, because });
			return false;
		};
		const known = before.tells(copy);
		if (known === "failed-again") return leave("failed-again");
		if (known === "duplicateCopy") {
			report.deleted.duplicateCopy += 1;
			return close(copy);
		}
		const decision: RedriveDecision = decideRedrive(copy, row, filter);
		if (decision.kind === "leave") return leave(decision.because);
		if (decision.kind === "delete") {
			report.deleted[decision.because] += 1;
			return close(copy);
		}
		const message = toRedriven(copy, {
			failure: decision.failure,
			now: io.now(),
		});
		if (message === undefined) return leave("too-large");
		if (count >= most) {
			report.stoppedAtMost = true;
			return false;
		}
		await pause();
		if (!dryRun) {
			await target.sqs.send(
				new SendMessageCommand({
					QueueUrl: target.sender.queueUrl,
					MessageBody: message.body,
					MessageAttributes: message.attributes,
				}),
			);
		}
		before.add(copy, decision.failure);
		count += 1;
		report.moved[traits.cause] = (report.moved[traits.cause] ?? 0) + 1;
		if (count % TOLD_EVERY === 0)
			io.err(`${count} ${dryRun ? "would be moved" : "moved"} …`);
		return close(copy);
	};

	await sweepDeadLetters(
		target,
		{
			holdSeconds: HOLD_SECONDS,
			perReceive: dryRun ? 10 : perReceiveAt(perSecond),
		},
		async (copies) => {
			const rows = await readMessages(
				target,
				copies.map(({ key }) => key),
			);
			const stays: DeadLetterCopy[] = [];
			for (const copy of copies) {
				if (!(await handle(copy, rows.get(copy.key)))) stays.push(copy);
			}
			lookedAt += copies.length;
			if (lookedAt % TOLD_EVERY < copies.length && lookedAt >= TOLD_EVERY)
				io.err(`${lookedAt} looked at …`);
			return { stays, enough: report.stoppedAtMost };
		},
	).catch((error) => {
		io.err(
			`Stopped by an error after ${count} were moved. Nothing is lost or sent twice: type the same command again.`,
		);
		throw error;
	});
	return report;
}

/** As many as are worked off in half the time they are held. */
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
