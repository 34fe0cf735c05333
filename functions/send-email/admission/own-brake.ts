import { brakeAfter, isAlone } from "../../../core/breaker/brake.ts";
import type { SenderFailure } from "../../../core/delivery/decision.ts";
import { type AdmittedBatch, type Batch, countSent } from "../batch.ts";
import { passTokenOn, writeFailure } from "./breaker.ts";

/**
 * After a login that failed: this environment tries nothing for a while. The breaker opens, so that the prober
 * judges, unless others have sent since it failed before: then it is alone with its trouble.
 */
export async function brakeAfterLogin(
	failure: SenderFailure,
	trial: Pick<AdmittedBatch, "secret" | "breaker" | "trialOwner">,
	batch: Batch,
): Promise<void> {
	const { memory, deps } = batch;
	const { secret, breaker } = trial;
	const sent = await countSent(batch);
	const isOwn = isAlone(memory.brake, sent);
	const { state } = breaker;
	const getsIn = state.kind !== "closed" && state.worksSince !== undefined;
	memory.brake = brakeAfter(memory.brake, {
		now: deps.clock.now(),
		sent,
		secretVersion: secret.version,
		isOwn: isOwn || getsIn,
	});
	if (isOwn) await passTokenOn({ ...batch, ...trial }, { isIn: false });
	else await writeFailure("login", failure, { ...batch, ...trial });
}
