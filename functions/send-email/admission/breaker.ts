import type { Breaker } from "../../../core/breaker/breaker.ts";
import { afterEvent, awaitsProof } from "../../../core/breaker/transition.ts";
import { BREAKER_GAUGE } from "../../../core/contract.ts";
import type { SenderFailure } from "../../../core/delivery/decision.ts";
import { NO_STREAK } from "../../../core/delivery/failures-in-a-row.ts";
import type { Secret } from "../../shared/deps.ts";
import type { Batch, Permit } from "../batch.ts";

const BRAKE_MS = 60_000;
const MAX_CONFLICTS = 5;

/** After a refused login: the secret, if it has a newer version than the one that was refused. */
export async function newerSecret(
	{ cause }: SenderFailure,
	{ secret }: Permit,
	{ deps }: Batch,
): Promise<Secret | undefined> {
	if (cause !== "auth") return undefined;
	const latest = await deps.secret.current(0);
	return latest === "unavailable" || latest.version === secret.version
		? undefined
		: latest;
}

/** Opens the breaker for the whole fleet; a local brake when it can't be written. */
export async function open(
	failure: SenderFailure,
	permit: Permit,
	batch: Batch,
	openedBy?: string,
): Promise<void> {
	if (permit.stopped !== undefined) return;
	permit.stopped = failure;
	// A refused version that is no longer current says nothing of the account.
	if ((await newerSecret(failure, permit, batch)) !== undefined) {
		await passTokenOn(permit, batch);
		return;
	}
	setGauges(failure, batch);
	await openFrom(
		permit.breaker,
		failure,
		permit.secret.version,
		batch,
		openedBy,
	);
}

/** A message's 250: it closes the breaker of a trial, and proves one that a login has closed. */
export async function proved(
	permit: Permit,
	batch: Batch,
	by: string,
): Promise<void> {
	const { trialOwner } = permit;
	if (trialOwner === undefined && !awaitsProof(permit.breaker)) return;
	const { deps, memory } = batch;
	permit.trialOwner = undefined;
	memory.streak = NO_STREAK;
	for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
		const next = afterEvent(permit.breaker, {
			kind: "sent",
			at: deps.clock.now(),
			secretVersion: permit.secret.version,
			owner: trialOwner ?? "",
			by,
		});
		if (next === permit.breaker) return;
		const written = await deps.breaker.write(next);
		if (written === "written") {
			permit.breaker = next;
			break;
		}
		// Lost, it only costs the next environment another trial.
		if (written === "unavailable") return;
		// Somebody else has written, an operator's hold perhaps: nothing of it may be lost.
		const current = await deps.breaker.read();
		if (current === "unavailable") return;
		permit.breaker = current;
	}
	if (trialOwner !== undefined) deps.log("info", { event: "breaker-closed" });
}

/** A trial that came to no verdict: somebody else may try at once. */
export async function passTokenOn(
	permit: Permit,
	{ deps }: Batch,
): Promise<void> {
	if (permit.trialOwner === undefined) return;
	await deps.breaker.write(
		afterEvent(permit.breaker, {
			kind: "token-passed",
			at: deps.clock.now(),
			owner: permit.trialOwner,
		}),
	);
}

export interface Token {
	readonly breaker: Breaker;
	readonly owner: string;
}

export async function takeToken(
	breaker: Breaker,
	{ deps, deadline }: Batch,
): Promise<Token | undefined> {
	const owner = deps.newId();
	const next = afterEvent(breaker, {
		kind: "token-taken",
		at: deps.clock.now(),
		owner,
		leaseUntil: deadline,
	});
	if ((await deps.breaker.write(next)) === "written") {
		return { breaker: next, owner };
	}
	// Its answer may have been lost: the owner tells.
	const now = await deps.breaker.read();
	return now !== "unavailable" &&
		now.state.kind === "half-open" &&
		now.state.owner === owner
		? { breaker: now, owner }
		: undefined;
}

/** Writes the open breaker, unless somebody else has opened it meanwhile. */
export async function openFrom(
	breaker: Breaker,
	failure: SenderFailure,
	secretVersion: string,
	batch: Batch,
	openedBy?: string,
): Promise<void> {
	const { deps, memory } = batch;
	let current: Breaker | "unavailable" = breaker;
	for (
		let conflicts = 0;
		conflicts < MAX_CONFLICTS && current !== "unavailable";
		conflicts += 1
	) {
		const next = afterEvent(current, {
			kind: "failed",
			at: deps.clock.now(),
			failure,
			secretVersion,
			...(openedBy === undefined ? {} : { openedBy }),
		});
		const written = await deps.breaker.write(next);
		if (written === "written") {
			deps.log("warn", {
				event: "breaker-opened",
				...failure,
				...untilOf(next),
			});
			return;
		}
		current =
			written === "conflict" ? await deps.breaker.read() : "unavailable";
		// Somebody else has opened it meanwhile; a half-open one still is this environment's to decide.
		if (current !== "unavailable" && current.state.kind === "open") return;
	}
	deps.metrics.add("stateUnreachable", 1);
	memory.brakeUntil = deps.clock.now() + BRAKE_MS;
	deps.log("error", { event: "breaker-not-written", cause: failure.cause });
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
