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
import { afterLease, isTimeToSend } from "../deadline.ts";
import type { SmtpSlot } from "../deps.ts";
import {
	comeBackAt,
	type Disposition,
	type Dispositions,
} from "../disposition.ts";
import type { Deliverable, QueueRecord } from "../record.ts";
import { deliverMessage } from "./deliver-message.ts";
import type { Attempt } from "./send.ts";
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
	const tried = isOnTrial(batch) ? await deliverTrial(queue, first, batch) : [];
	if (isOnTrial(batch)) return settledOf(tried);
	let previous: Promise<boolean> = Promise.resolve(true);
	const begun = await Promise.all([
		// The first takes its message at once: a single one needs no second login.
		deliverBy(first, queue, batch),
		...others.map(async (slot) => {
			// One after another: the first that can't be had spares the rest.
			previous = previous.then(
				async (isIn) => isIn && (await isUsable(slot, queue, batch)),
			);
			return (await previous) ? deliverBy(slot, queue, batch) : [];
		}),
	]);
	return settledOf([...tried, ...begun.flat()]);
}

function isOnTrial({ trialOwner }: AdmittedBatch): boolean {
	return trialOwner !== undefined;
}

/** So many messages are at risk until one is taken. */
const MOST_ON_TRIAL = 3;

async function deliverTrial(
	queue: Deliverable[],
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
	const begun = await deliverBy(slot, queue, batch, goesOn);
	if (!isOnTrial(batch) || batch.stopped !== undefined) return begun;
	if (lost === undefined) await passTokenOn(batch, { isIn });
	else await openBreaker("trial", lost, batch, losers);
	return begun;
}

async function settledOf(begun: readonly Begun[]): Promise<Dispositions> {
	const dispositions = begun.map(
		async ({ record, settled }) => [record, await settled] as const,
	);
	return new Map(await Promise.all(dispositions));
}

/** One slot takes one message after another. */
async function deliverBy(
	slot: SmtpSlot,
	queue: Deliverable[],
	batch: AdmittedBatch,
	goesOn: (attempt: Attempt, message: Deliverable) => boolean = () => true,
): Promise<readonly Begun[]> {
	const begun: Begun[] = [];
	while (mayStart(batch)) {
		const message = queue.shift();
		if (message === undefined) break;
		const { attempt, ...settling } = await deliverSafely(message, slot, batch);
		begun.push(settling);
		if (attempt === undefined) continue;
		if (!goesOn(attempt, message) || attempt.isStuck === true) break;
	}
	return begun;
}

async function deliverSafely(
	message: Deliverable,
	slot: SmtpSlot,
	batch: AdmittedBatch,
): Promise<Begun & { readonly attempt?: Attempt }> {
	const { record } = message;
	const crashed = (error: unknown): Disposition => {
		batch.deps.log("error", {
			event: "record-crashed",
			sqsMessageId: record.messageId,
			error: errorText(error),
		});
		// Its claim may still be held: it comes back when the lease is over.
		return comeBackAt(afterLease(batch), batch);
	};
	try {
		const { attempt, settled } = await deliverMessage(message, slot, batch);
		const safely = settled.catch(crashed);
		await tellBreaker(attempt, message, batch);
		return { record, settled: safely, attempt };
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
	queue: readonly Deliverable[],
	batch: AdmittedBatch,
): Promise<boolean> {
	return queue.length > 0 && mayStart(batch) && prepareSlot(slot, batch);
}

function mayStart(batch: AdmittedBatch): boolean {
	return batch.stopped === undefined && isTimeToSend(batch);
}
