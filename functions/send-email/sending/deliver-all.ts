import type { SenderFailure } from "../../../core/delivery/decision.ts";
import {
	afterUnclear,
	NO_RUN,
	opensBreaker,
} from "../../../core/delivery/failure-run.ts";
import { errorText } from "../../shared/log.ts";
import {
	closeBreaker,
	openBreaker,
	passTokenOn,
} from "../admission/breaker.ts";
import { prepareSlot } from "../admission/login.ts";
import type { AdmittedBatch } from "../batch.ts";
import { afterLease } from "../deadline.ts";
import type { SmtpSlot } from "../deps.ts";
import {
	comeBackAt,
	type Disposition,
	type Dispositions,
} from "../disposition.ts";
import type { Deliverable, QueueRecord } from "../record.ts";
import { publishTold } from "../settlement/finish.ts";
import { settle } from "../settlement/settle.ts";
import type { Ready } from "./prepare.ts";
import { type Attempt, giveBack, sendReady } from "./send.ts";
import { mayStart, type Supply, supplyOf, type Taken } from "./supply.ts";
import { trialOrder } from "./trial-order.ts";

interface Begun {
	readonly record: QueueRecord;
	readonly settled: Promise<Disposition>;
}

/** Delivers messages over all connection slots. @returns what became of those that were begun. */
export async function deliverAll(
	messages: readonly Deliverable[],
	batch: AdmittedBatch,
): Promise<Dispositions> {
	const [first, ...others] = batch.deps.slots;
	if (first === undefined) return new Map();
	const queue = isOnTrial(batch)
		? trialOrder(messages, batch.breaker.suspect?.producer)
		: [...messages];
	const supply = supplyOf(queue, batch);
	const tried = isOnTrial(batch)
		? await deliverTrial(supply, first, batch)
		: [];
	if (isOnTrial(batch)) return settledOf(tried, batch);
	// Each takes a message at once, and nobody logs in for none.
	const needed = others.slice(0, Math.max(0, messages.length - 1));
	const begun = await Promise.all([
		deliverBy(first, supply, batch),
		...needed.map(async (slot) =>
			(await isUsable(slot, supply, batch))
				? deliverBy(slot, supply, batch)
				: [],
		),
	]);
	const left = supply
		.rest()
		.map((taken) => deliverSafely(taken, giveBack, batch));
	return settledOf(
		[...tried, ...begun.flat(), ...(await Promise.all(left))],
		batch,
	);
}

function isOnTrial({ trialOwner }: AdmittedBatch): boolean {
	return trialOwner !== undefined;
}

/** So many messages are at risk until one is taken. */
const MOST_ON_TRIAL = 3;

async function deliverTrial(
	supply: Supply,
	slot: SmtpSlot,
	batch: AdmittedBatch,
): Promise<readonly Begun[]> {
	let left = MOST_ON_TRIAL;
	let lost: SenderFailure | undefined;
	let isIn = true;
	const losers: string[] = [];
	const goesOn = ({ verdict, isStuck }: Attempt, { origin }: Deliverable) => {
		isIn &&= isStuck !== true;
		if (verdict === undefined) return true;
		left -= 1;
		if (verdict.suspicion !== undefined) {
			lost = verdict.suspicion.failure;
			losers.push(origin.producer);
		}
		return isOnTrial(batch) && left > 0;
	};
	const begun = await deliverBy(slot, supply, batch, goesOn);
	if (!isOnTrial(batch) || batch.stopped !== undefined) return begun;
	if (lost === undefined) await passTokenOn(batch, { isIn });
	else await openBreaker("trial", lost, batch, losers);
	return begun;
}

/** The last ones are told of while they are written down. */
async function settledOf(
	begun: readonly Begun[],
	batch: AdmittedBatch,
): Promise<Dispositions> {
	const dispositions = begun.map(
		async ({ record, settled }) => [record, await settled] as const,
	);
	await batch.deps.nextTurn();
	const [settled] = await Promise.all([
		Promise.all(dispositions),
		publishTold(batch),
	]);
	return new Map(settled);
}

/** One slot takes one message after another. */
async function deliverBy(
	slot: SmtpSlot,
	supply: Supply,
	batch: AdmittedBatch,
	goesOn: (attempt: Attempt, message: Deliverable) => boolean = () => true,
): Promise<readonly Begun[]> {
	const begun: Begun[] = [];
	for (let next = supply.take(); next !== undefined; next = supply.take()) {
		const { message } = next;
		const { attempt, ...settling } = await deliverSafely(
			next,
			async (ready) => {
				// In a trial, what comes next depends on what comes of this one; before a login nobody knows when.
				const isSure = !isOnTrial(batch) && slot.usable(batch.secret.version);
				const stopWaiting = isSure ? supply.prepareInTime() : () => {};
				return sendReady(ready, slot, batch).finally(stopWaiting);
			},
			batch,
		);
		begun.push(settling);
		if (attempt === undefined) continue;
		if (!goesOn(attempt, message) || attempt.isStuck === true) break;
	}
	return begun;
}

async function deliverSafely(
	{ message, ready }: Taken,
	send: (ready: Ready) => Attempt | Promise<Attempt>,
	batch: AdmittedBatch,
): Promise<Begun & { readonly attempt?: Attempt }> {
	const { record } = message;
	const { deps } = batch;
	const crashed = (error: unknown): Disposition => {
		deps.log("error", {
			event: "record-crashed",
			sqsMessageId: record.messageId,
			error: errorText(error),
		});
		// Its claim may still be held: it comes back when the lease is over.
		return comeBackAt(afterLease(batch), batch);
	};
	try {
		const attempt = await send(await ready);
		// What is written down does not hold up the slot: its next message goes onto the wire first.
		const settled = deps
			.nextTurn()
			.then(() => settle(attempt.outcome, message, batch))
			.catch(crashed);
		await tellBreaker(attempt, message, batch);
		return { record, settled, attempt };
	} catch (error) {
		return { record, settled: Promise.resolve(crashed(error)) };
	}
}

async function tellBreaker(
	{ verdict }: Attempt,
	message: Deliverable,
	batch: AdmittedBatch,
): Promise<void> {
	if (verdict === undefined) return;
	const { isAccepted, suspicion, sent } = verdict;
	const { producer } = message.origin;
	if (isAccepted) await closeBreaker(producer, batch);
	if (suspicion === undefined) return;
	const { kind, failure } = suspicion;
	if (kind === "account") return openBreaker("account", failure, batch);
	const { row: key, id } = message.place;
	batch.deps.log("info", { event: "failed-unclearly", id, ...failure });
	batch.failing.push(message.record.sentAt);
	if (kind === "aged" || isOnTrial(batch)) return;
	const { memory } = batch;
	const { run } = memory;
	memory.run = afterUnclear(run, { key, producer }, sent ?? run.sent);
	if (!opensBreaker(memory.run)) return;
	const { producers } = memory.run;
	memory.run = NO_RUN;
	await openBreaker("messages", failure, batch, producers);
}

/** Further connections wait for the first login. One that can't be had only leaves its slot unused. */
async function isUsable(
	slot: SmtpSlot,
	supply: Supply,
	batch: AdmittedBatch,
): Promise<boolean> {
	return supply.hasMore() && mayStart(batch) && prepareSlot(slot, batch);
}
