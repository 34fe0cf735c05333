import {
	type Breaker,
	isMendedBySecret,
} from "../../../core/breaker/breaker.ts";
import { type Gate, gateOf } from "../../../core/breaker/gate.ts";
import { BREAKER_GAUGE } from "../../../core/contract.ts";
import {
	noCredential,
	parseSecret,
} from "../../../core/credential/credential.ts";
import type { SenderFailure } from "../../../core/delivery/decision.ts";
import { confirmedCause } from "../../../core/status/gauges.ts";
import type { Secret } from "../../shared/deps.ts";
import type { AdmittedBatch, Batch } from "../batch.ts";
import type { QueueRecord } from "../record.ts";
import { readNewerSecret, takeToken, tellRenewed } from "./breaker.ts";
import { logInFirst } from "./login.ts";
import { brakeAfterLogin } from "./own-brake.ts";
import { isAllSuspected } from "./set-aside.ts";

/** While mail flows the secret is read this seldom; a 535 reads it again at once. */
const HEALTHY_SECRET_AGE_MS = 300_000;
/** While something is wrong a new App Password is noticed this fast. */
const BLOCKED_SECRET_AGE_MS = 20_000;

/** Why a batch may not send. `shut`: nobody may. `soon`: somebody is just finding out. `braked`: everybody else may. `aside`: others go first. */
export type Refusal = "shut" | "soon" | "braked" | "aside";

/** Decides whether a batch may send at all: breaker, secret, then one login, before anything is claimed. */
export async function admit(
	records: readonly QueueRecord[],
	batch: Batch,
): Promise<AdmittedBatch | Refusal> {
	const { deps } = batch;
	const breaker = await deps.breaker.read();
	if (breaker === "unavailable") return unreachable(batch);
	const admitted = await admitPast(breaker, records, batch);
	const cause = confirmedCause(breaker, deps.clock.now());
	// Its zero comes from the breaker function alone, which may be dead.
	if (typeof admitted === "string" && cause !== undefined)
		deps.metrics.set(BREAKER_GAUGE[cause], 1);
	return admitted;
}

async function admitPast(
	breaker: Breaker,
	records: readonly QueueRecord[],
	batch: Batch,
): Promise<AdmittedBatch | Refusal> {
	const { deps } = batch;
	const gate = gateOf(breaker, deps.clock.now(), versionThatFailed(breaker));
	const isBlocked = gate.kind === "blocked";
	if (isShut(gate, breaker)) return shut(gate, breaker, batch);
	// While it is blocked each comes back in its own time.
	if (!isBlocked && isAllSuspected(records, breaker, batch)) return "aside";
	if (await isBraked(batch)) {
		if (getsIn(breaker)) return "braked";
		return isConfirmed(breaker) ? "shut" : "soon";
	}
	const secret = await currentSecret(breaker, batch);
	if (secret === "unavailable") return unreachable(batch);
	return admitWith(secret, breaker, batch);
}

/** A new version of the secret ends an environment's own brake. */
async function isBraked({ memory, deps }: Batch): Promise<boolean> {
	const { brake } = memory;
	if (brake === undefined || brake.until <= deps.clock.now()) return false;
	const secret = await deps.secret.current(BLOCKED_SECRET_AGE_MS);
	return secret === "unavailable" || secret.version === brake.secretVersion;
}

/** Whether others get in, as far as is known. */
function getsIn({ state }: Breaker): boolean {
	return state.kind === "closed" || state.worksSince !== undefined;
}

/** Whether it is known that others don't get in, either. */
function isConfirmed({ state }: Breaker): boolean {
	return state.kind !== "closed" && state.attempt > 0;
}

type Shut = Extract<Gate, { kind: "blocked" | "held" }>;

/** Whether the gate is shut whatever the secret is by now. */
function isShut(gate: Gate, { state }: Breaker): gate is Shut {
	if (gate.kind === "held") return true;
	return (
		gate.kind === "blocked" &&
		state.kind !== "closed" &&
		!isMendedBySecret(state.cause)
	);
}

function versionThatFailed({ state }: Breaker): string {
	return state.kind === "closed" ? "" : state.secretVersion;
}

async function currentSecret({ state }: Breaker, { deps }: Batch) {
	if (state.kind === "closed") {
		const known = await deps.secret.current(HEALTHY_SECRET_AGE_MS);
		const { lastGoodSecretVersion: good } = state;
		// What closed the breaker may be newer than what is still in memory.
		return known !== "unavailable" &&
			good !== undefined &&
			known.version !== good
			? deps.secret.current(BLOCKED_SECRET_AGE_MS)
			: known;
	}
	const secret = await deps.secret.current(BLOCKED_SECRET_AGE_MS);
	// Another version than the refused one may be an older one that is still in memory.
	return secret !== "unavailable" && secret.version !== state.secretVersion
		? deps.secret.current(0)
		: secret;
}

async function admitWith(
	secret: Secret,
	breaker: Breaker,
	batch: Batch,
): Promise<AdmittedBatch | Refusal> {
	const { deps } = batch;
	const gate = gateOf(breaker, deps.clock.now(), secret.version);
	if (gate.kind === "blocked" || gate.kind === "held")
		return shut(gate, breaker, batch);
	const token =
		gate.kind === "trial-due"
			? await takeToken(breaker, batch)
			: { breaker, owner: undefined };
	if (token === undefined) return "soon";
	return admitAs(secret, token, batch);
}

/** Logs in with this version of the secret, and with a newer one if this is refused meanwhile. */
async function admitAs(
	secret: Secret,
	token: { readonly breaker: Breaker; readonly owner: string | undefined },
	batch: Batch,
): Promise<AdmittedBatch | Refusal> {
	const { deps, memory } = batch;
	const { breaker, owner: trialOwner } = token;
	const form = parseSecret(secret.value, deps.config.mailbox);
	const failure: SenderFailure | undefined =
		form.kind === "credential"
			? await logInFirst(form.credential, secret, batch)
			: { cause: "config", stage: "unknown", reply: noCredential(form) };
	if (failure === undefined && form.kind === "credential") {
		memory.brake = undefined;
		const { credential } = form;
		return {
			...batch,
			credential,
			secret,
			breaker,
			trialOwner,
			stopped: undefined,
		};
	}
	if (failure === undefined) return "shut";
	const latest = await readNewerSecret(failure, secret, batch);
	if (latest !== undefined) {
		const admitted = await admitAs(latest, token, batch);
		// The others would each try the refused one first.
		if (typeof admitted !== "string") await tellRenewed(admitted);
		return admitted;
	}
	await brakeAfterLogin(failure, { secret, breaker, trialOwner }, batch);
	return isConfirmed(breaker) && !getsIn(breaker) ? "shut" : "soon";
}

function shut(gate: Shut, { state }: Breaker, { deps }: Batch): Refusal {
	deps.log(
		"info",
		gate.kind === "held"
			? { event: "held" }
			: {
					event: "breaker-open",
					cause: gate.cause,
					since: new Date(gate.since).toISOString(),
					until: new Date(gate.until).toISOString(),
				},
	);
	return gate.kind === "blocked" && state.kind === "half-open"
		? "soon"
		: "shut";
}

function unreachable({ deps }: Batch): "shut" {
	deps.metrics.add("stateUnreachable", 1);
	deps.log("error", { event: "state-unreachable" });
	return "shut";
}
