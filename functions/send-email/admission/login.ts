import { brakeAfter } from "../../../core/breaker/brake.ts";
import { BUDGET } from "../../../core/contract.ts";
import type { Credential } from "../../../core/credential/credential.ts";
import type { SenderFailure } from "../../../core/delivery/decision.ts";
import type { LoginResult, Secret } from "../../shared/deps.ts";
import { loginFailure } from "../../shared/login-failure.ts";
import { tryLogin } from "../../shared/try-login.ts";
import type { AdmittedBatch, Batch } from "../batch.ts";
import { CALLS, isTimeFor, msFor } from "../deadline.ts";
import type { SmtpSlot } from "../deps.ts";
import { warmUp } from "../warm-up.ts";

/** The login that decides whether a batch may send. @returns why not. */
export async function logInFirst(
	credential: Credential,
	{ version }: Secret,
	batch: Batch,
): Promise<SenderFailure | undefined> {
	const { deps } = batch;
	const [slot] = deps.slots;
	if (slot === undefined || slot.usable(version)) return undefined;
	const [result] = await Promise.all([
		tryLogin(() => slot.login(credential, version), {
			now: deps.clock.now,
			sleep: deps.sleep,
			until: batch.deadline - msFor(CALLS.brake, batch),
		}),
		warmUp(batch),
	]);
	return failureOf(result, deps);
}

/** Makes a slot ready once the environment is in: one login, as a connection that it can't have is its own affair. */
export async function prepareSlot(
	slot: SmtpSlot,
	batch: AdmittedBatch,
): Promise<boolean> {
	const { deps, memory, credential, secret } = batch;
	const { version: secretVersion } = secret;
	if (slot.usable(secretVersion)) return true;
	const now = deps.clock.now();
	const isBraked =
		memory.slotBrake !== undefined &&
		memory.slotBrake.until > now &&
		memory.slotBrake.secretVersion === secretVersion;
	const loginMs = BUDGET.login * 1000;
	const isTime = isTimeFor(CALLS.write, batch, loginMs + BUDGET.send * 1000);
	if (batch.stopped !== undefined || isBraked || !isTime) return false;
	const failure = failureOf(await slot.login(credential, secretVersion), deps);
	// Each that Google answers is a login, so they become fewer.
	memory.slotBrake =
		failure?.stage === "auth"
			? brakeAfter(memory.slotBrake, {
					now,
					sent: undefined,
					secretVersion,
					isOwn: true,
				})
			: undefined;
	return failure === undefined;
}

function failureOf(
	result: LoginResult,
	{ log }: Pick<Batch["deps"], "log">,
): SenderFailure | undefined {
	if (result.kind === "ready") return undefined;
	const failure = loginFailure(result);
	log("warn", { event: "login-failed", ...failure });
	return failure;
}
