import { errorText } from "../../shared/log.ts";
import {
	closeAfterProof,
	openBreaker,
	passTokenOn,
} from "../admission/breaker.ts";
import { prepareSlot } from "../admission/login.ts";
import { type AdmittedBatch, isTimeToSend } from "../batch.ts";
import {
	comeBackAt,
	type Disposition,
	type Dispositions,
} from "../disposition.ts";
import type { Deliverable, QueueRecord } from "../record.ts";
import { deliverMessage } from "./deliver-message.ts";
import type { Attempt } from "./send.ts";

interface Begun {
	readonly record: QueueRecord;
	readonly settled: Promise<Disposition>;
}

/** Delivers messages over all connection slots. @returns what became of those that were begun. */
export async function deliverAll(
	messages: readonly Deliverable[],
	batch: AdmittedBatch,
): Promise<Dispositions> {
	const queue = [...messages];
	// Until the trial is decided only one message is at risk.
	const isTrial = () => batch.trialOwner !== undefined;
	const tried = await deliverBy(0, queue, batch, isTrial);
	if (isTrial()) {
		if (batch.stopped === undefined) await passTokenOn(batch);
		return settledOf(tried);
	}
	const begun = await Promise.all(
		batch.deps.slots.map(async (_slot, index) => {
			// The first takes its message at once: a single one needs no second login.
			if (index > 0 && !(await isUsable(index, queue, batch))) return [];
			return deliverBy(index, queue, batch);
		}),
	);
	return settledOf([...tried, ...begun.flat()]);
}

async function settledOf(begun: readonly Begun[]): Promise<Dispositions> {
	const dispositions = begun.map(
		async ({ record, settled }) => [record, await settled] as const,
	);
	return new Map(await Promise.all(dispositions));
}

/** One slot takes one message after another. */
async function deliverBy(
	slot: number,
	queue: Deliverable[],
	batch: AdmittedBatch,
	goesOn = () => true,
): Promise<readonly Begun[]> {
	const begun: Begun[] = [];
	while (goesOn() && mayStart(batch)) {
		const message = queue.shift();
		if (message === undefined) break;
		begun.push(await deliverSafely(message, slot, batch));
	}
	return begun;
}

async function deliverSafely(
	message: Deliverable,
	slot: number,
	batch: AdmittedBatch,
): Promise<Begun> {
	const { record } = message;
	const crashed = (error: unknown): Disposition => {
		batch.deps.log("error", {
			event: "record-crashed",
			sqsMessageId: record.messageId,
			error: errorText(error),
		});
		// Its claim may still be held: it comes back when the lease is over.
		return comeBackAt(batch.deadline + 35_000, batch);
	};
	try {
		const { attempt, settled } = await deliverMessage(message, slot, batch);
		const safely = settled.catch(crashed);
		await tellBreaker(attempt, message, batch);
		return { record, settled: safely };
	} catch (error) {
		return { record, settled: Promise.resolve(crashed(error)) };
	}
}

async function tellBreaker(
	{ failure, accepted }: Attempt,
	message: Deliverable,
	batch: AdmittedBatch,
): Promise<void> {
	const key = message.kind === "keyed" ? message.key : "";
	if (failure !== undefined) await openBreaker(failure, batch, key);
	else if (accepted) await closeAfterProof(batch, key);
}

/** Further connections wait for the first login. One that gets no answer only leaves its slot unused. */
async function isUsable(
	index: number,
	queue: readonly Deliverable[],
	batch: AdmittedBatch,
): Promise<boolean> {
	if (queue.length === 0 || !mayStart(batch)) return false;
	const slot = await prepareSlot(index, batch);
	if (slot.kind === "failed" && !slot.lost)
		await openBreaker(slot.failure, batch);
	return slot.kind === "ready";
}

function mayStart(batch: AdmittedBatch): boolean {
	return batch.stopped === undefined && isTimeToSend(batch);
}
