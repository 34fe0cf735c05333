import { writeFacts } from "../../../core/delivery/dead-letter.ts";
import type { Outcome } from "../../../core/delivery/outcome.ts";
import type { Batch } from "../batch.ts";
import { afterLease, isTimeFor } from "../deadline.ts";
import {
	ACKNOWLEDGE,
	comeBackAt,
	type Disposition,
	release,
} from "../disposition.ts";
import { countedAs } from "../producer.ts";
import type { Deliverable } from "../record.ts";
import { type Addressee, about, addresseeOf } from "./addressee.ts";
import { answerTask } from "./answer-task.ts";
import { persist } from "./persist.ts";
import { type Ending, planOf, type SettlementPlan } from "./plan.ts";

/** Carries out what becomes of a message: ledger, then whoever waits for it, then queue, event and metrics. */
export async function settle(
	outcome: Outcome,
	message: Deliverable,
	batch: Batch,
): Promise<Disposition> {
	const to = addresseeOf(outcome, message);
	const plan = planOf(outcome, to, batch.deps.clock.now());
	const ending = await carryOut(plan, to, batch);
	switch (ending.kind) {
		case "acknowledge":
			return ACKNOWLEDGE;
		case "release":
			return release(to.record, batch);
		case "come-back":
			return ending;
		case "wait":
			return comeBackAt(ending.until, batch);
	}
}

const RELEASE: Ending = { kind: "release" };

async function carryOut(
	plan: SettlementPlan,
	to: Addressee,
	batch: Batch,
): Promise<Ending> {
	// With its 250 in hand it is sent, whatever comes of the write.
	const isSent = plan.write?.kind === "sent";
	if (isSent) tell(plan, batch);
	const written = await writeDown(plan, to, batch);
	if (typeof written !== "string") return written;
	// Its row is final: when it comes back to be answered for, it is not told again.
	if (!isSent && plan.copy === undefined) tell(plan, batch);
	// Before the copy is sent, so that asking again makes no second one.
	const answered = isTimeFor(1, batch)
		? await answerTask(plan.task, to, batch)
		: "ask-again";
	// A 250 that nobody could write down is acknowledged, whoever else does not answer: else it would go out again.
	if (answered === "ask-again" && written === "recorded") return RELEASE;
	if (plan.copy !== undefined) {
		if (!isTimeFor(1, batch)) return RELEASE;
		if (!(await sendCopy(plan.copy, to, batch))) return RELEASE;
		tell(plan, batch);
	}
	return plan.ending;
}

/** @returns what becomes of the record when the rest can't be done now. */
async function writeDown(
	{ write }: SettlementPlan,
	to: Addressee,
	batch: Batch,
): Promise<"recorded" | "not-recorded" | Ending> {
	if (write === undefined) return "recorded";
	const written = await persist(write, to, batch);
	if (written === "written") return "recorded";
	if (write.kind === "sent") {
		// The 250 is in hand: acknowledging is right even when nobody can write it down.
		if (written === "unavailable")
			batch.deps.log("error", { ...about(to), event: "sent-not-recorded" });
		return "not-recorded";
	}
	if (write.kind === "row" && !write.necessary) return "recorded";
	const isFailed = write.kind === "row" && write.next.state.kind === "FAILED";
	return isFailed && written === "unavailable"
		? { kind: "wait", until: afterLease(batch) }
		: RELEASE;
}

async function sendCopy(
	copy: NonNullable<SettlementPlan["copy"]>,
	{ record }: Addressee,
	{ deps }: Batch,
): Promise<boolean> {
	const sent = await deps.queue.deadLetter(record.body, writeFacts(copy));
	if (sent === "sent") return true;
	const { key: id, cause } = copy;
	deps.metrics.add("stateUnreachable", 1);
	deps.log("error", { event: "dead-letter-queue-unreachable", id, cause });
	return false;
}

function tell({ log, counts, event }: SettlementPlan, batch: Batch): void {
	const { deps, events } = batch;
	for (const [metric, value, producer] of counts)
		deps.metrics.add(
			metric,
			value,
			producer === undefined ? undefined : countedAs(producer, batch),
		);
	if (log !== undefined) deps.log(...log);
	if (event !== undefined) events.push(event);
}
