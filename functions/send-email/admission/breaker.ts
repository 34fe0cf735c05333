import type { Breaker } from "../../../core/breaker/breaker.ts";
import { afterEvent, awaitsProof } from "../../../core/breaker/transition.ts";
import { BREAKER_GAUGE } from "../../../core/contract.ts";
import { NO_FAILURES } from "../../../core/delivery/consecutive-failures.ts";
import type { SenderFailure } from "../../../core/delivery/decision.ts";
import { change } from "../../shared/change.ts";
import type { Secret } from "../../shared/deps.ts";
import type { AdmittedBatch, Batch } from "../batch.ts";

const BRAKE_MS = 60_000;

/** After a refused login: the secret, if it has a newer version than the one that was refused. */
export async function readNewerSecret(
	{ cause }: SenderFailure,
	{ secret, deps }: AdmittedBatch,
): Promise<Secret | undefined> {
	if (cause !== "auth") return undefined;
	const latest = await deps.secret.current(0);
	return latest === "unavailable" || latest.version === secret.version
		? undefined
		: latest;
}

/** Opens the breaker for the whole fleet; a local brake when it can't be written. */
export async function openBreaker(
	failure: SenderFailure,
	batch: AdmittedBatch,
	openedBy?: string,
): Promise<void> {
	if (batch.stopped !== undefined) return;
	batch.stopped = failure;
	// A refused version that is no longer current says nothing of the account.
	if ((await readNewerSecret(failure, batch)) !== undefined) {
		await passTokenOn(batch);
		return;
	}
	setGauges(failure, batch);
	const { breaker, secret } = batch;
	await writeOpenBreaker(
		breaker,
		{ failure, secretVersion: secret.version, openedBy },
		batch,
	);
}

/** After a message's 250: closes the breaker of a trial, and one that a login has closed is proved. */
export async function closeAfterProof(
	batch: AdmittedBatch,
	by: string,
): Promise<void> {
	const { trialOwner, deps, memory } = batch;
	if (trialOwner === undefined && !awaitsProof(batch.breaker)) return;
	batch.trialOwner = undefined;
	memory.failures = NO_FAILURES;
	const writer = deps.newId();
	const closed = await change(
		deps.breaker,
		(current) =>
			afterEvent(current, {
				kind: "sent",
				at: deps.clock.now(),
				secretVersion: batch.secret.version,
				owner: trialOwner ?? "",
				by,
			}),
		{ writer, from: batch.breaker },
	);
	// Lost, it only costs the next environment another trial.
	if (closed === "unavailable") return;
	batch.breaker = closed;
	if (trialOwner !== undefined && isBy(writer, closed))
		deps.log("info", { event: "breaker-closed" });
}

/** A trial from which nothing was learned: somebody else may try at once. */
export async function passTokenOn({
	trialOwner: owner,
	breaker: from,
	deps,
}: AdmittedBatch): Promise<void> {
	if (owner === undefined) return;
	const at = deps.clock.now();
	await change(
		deps.breaker,
		(current) => afterEvent(current, { kind: "token-passed", at, owner }),
		{ writer: deps.newId(), from },
	);
}

export interface TrialToken {
	readonly breaker: Breaker;
	readonly owner: string;
}

/** Takes the half-open token, unless somebody else has written meanwhile. */
export async function takeToken(
	from: Breaker,
	{ deps, deadline }: Batch,
): Promise<TrialToken | undefined> {
	const owner = deps.newId();
	const at = deps.clock.now();
	const breaker = await change(
		deps.breaker,
		(current) =>
			current.version === from.version
				? afterEvent(current, {
						kind: "token-taken",
						at,
						owner,
						leaseUntil: deadline,
					})
				: current,
		{ writer: deps.newId(), from },
	);
	return breaker !== "unavailable" &&
		breaker.state.kind === "half-open" &&
		breaker.state.owner === owner
		? { breaker, owner }
		: undefined;
}

/** Writes the open breaker, unless somebody else has opened it meanwhile. */
export async function writeOpenBreaker(
	from: Breaker,
	opening: {
		readonly failure: SenderFailure;
		readonly secretVersion: string;
		readonly openedBy?: string | undefined;
	},
	{ deps, memory }: Batch,
): Promise<void> {
	const { failure, secretVersion, openedBy } = opening;
	const at = deps.clock.now();
	// A half-open one still is this environment's to decide.
	const isOpened = ({ version, state }: Breaker) =>
		version !== from.version && state.kind === "open";
	const writer = deps.newId();
	const breaker = await change(
		deps.breaker,
		(current) =>
			isOpened(current)
				? current
				: afterEvent(current, {
						kind: "failed",
						at,
						failure,
						secretVersion,
						...(openedBy === undefined ? {} : { openedBy }),
					}),
		{ writer, from },
	);
	if (breaker === "unavailable") {
		deps.metrics.add("stateUnreachable", 1);
		memory.brakeUntil = deps.clock.now() + BRAKE_MS;
		deps.log("error", { event: "breaker-not-written", cause: failure.cause });
	} else if (isBy(writer, breaker)) {
		deps.log("warn", {
			event: "breaker-opened",
			...failure,
			...untilOf(breaker),
		});
	}
}

function isBy(writer: string, { writers = [] }: Breaker): boolean {
	return writers.includes(writer);
}

function untilOf({ state }: Breaker): { until?: string } {
	return state.kind === "closed"
		? {}
		: { until: new Date(state.until).toISOString() };
}

/** The gauge of what stops the account. Its zeros come from the breaker function alone. */
export function setGauges(
	{ cause }: Pick<SenderFailure, "cause">,
	{ deps }: Batch,
): void {
	deps.metrics.set(BREAKER_GAUGE[cause], 1);
}
