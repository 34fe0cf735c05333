import { BUDGET } from "../../../core/contract.ts";
import {
	afterLogin,
	afterLostLogin,
} from "../../../core/delivery/consecutive-failures.ts";
import type { SenderFailure } from "../../../core/delivery/decision.ts";
import { loginFailure } from "../../shared/login-failure.ts";
import { type AdmittedBatch, type Batch, msLeft } from "../batch.ts";

export type SlotState =
	/** `fresh`: it was logged in just now. */
	| { readonly kind: "ready"; readonly fresh: boolean }
	/** `lost`: there was no answer, which one environment's bad luck may explain. */
	| {
			readonly kind: "failed";
			readonly failure: SenderFailure;
			readonly lost: boolean;
	  }
	/** The account failed meanwhile, or the time is too short for a login and a message. */
	| { readonly kind: "not-tried" };

/** Makes a slot ready. Logins of one environment go one after another: the first refusal spares the rest. */
export async function prepareSlot(
	index: number,
	batch: AdmittedBatch,
): Promise<SlotState> {
	const { deps, memory, credential, secret } = batch;
	const slot = deps.slots[index];
	if (slot === undefined) return { kind: "not-tried" };
	if (slot.usable(secret.version)) return { kind: "ready", fresh: false };
	return inTurn(memory, async () => {
		const needed = (BUDGET.login + BUDGET.send + BUDGET.settle) * 1000;
		if (batch.stopped !== undefined || msLeft(batch) < needed) {
			return { kind: "not-tried" };
		}
		const result = await slot.login(credential, secret.version);
		if (result.kind === "ready") {
			memory.failures = afterLogin(memory.failures);
			return { kind: "ready", fresh: true };
		}
		const failure = loginFailure(result);
		deps.metrics.add("smtpRefused", 1, failure.cause);
		deps.log("warn", { event: "login-failed", ...failure });
		const lost = result.kind !== "refused" && failure.cause === "transient";
		if (lost) memory.failures = afterLostLogin(memory.failures);
		return { kind: "failed", failure, lost };
	});
}

function inTurn<T>(memory: Batch["memory"], run: () => Promise<T>): Promise<T> {
	const mine = memory.logins.then(run, run);
	memory.logins = mine.catch(() => {});
	return mine;
}
