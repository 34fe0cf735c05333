import type { Batch, Permit } from "./batch.ts";
import { BREAKER_GAUGE } from "./contract.ts";
import type { Secret } from "./deps.ts";
import { type Breaker, closed, opened, trial } from "./domain/breaker.ts";
import type { SenderFailure } from "./domain/decision.ts";
import { NO_STREAK } from "./domain/streak.ts";

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
		if (permit.trial) await passTokenOn(permit, batch);
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

/** A message's 250 has shown that the cause is gone. */
export async function close(
	permit: Permit,
	batch: Batch,
	by?: string,
): Promise<void> {
	permit.trial = false;
	batch.memory.streak = NO_STREAK;
	const next = closed(
		permit.breaker,
		permit.secret.version,
		batch.deps.clock.now(),
		by,
	);
	// Lost, it only costs the next environment another trial.
	if ((await batch.deps.breaker.write(next)) === "written")
		permit.breaker = next;
	setGauges(undefined, batch);
	batch.deps.log("info", { event: "breaker-closed" });
}

/** A trial that came to no verdict: somebody else may try at once. */
export async function passTokenOn(
	{ breaker }: Permit,
	{ deps }: Batch,
): Promise<void> {
	await deps.breaker.write(
		trial(breaker, { owner: "nobody", leaseUntil: deps.clock.now() }),
	);
}

export async function takeToken(
	breaker: Breaker,
	{ deps, deadline }: Batch,
): Promise<Breaker | undefined> {
	const owner = deps.newId();
	const next = trial(breaker, { owner, leaseUntil: deadline });
	if ((await deps.breaker.write(next)) === "written") return next;
	// Its answer may have been lost: the owner tells.
	const now = await deps.breaker.read();
	return now !== "unavailable" &&
		now.state.kind === "half-open" &&
		now.state.owner === owner
		? now
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
		const next = opened(
			current,
			{
				...failure,
				secretVersion,
				...(openedBy === undefined ? {} : { openedBy }),
			},
			deps.clock.now(),
		);
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

/** The gauges behind the level alarms: 1 for what stops the account, 0 for the rest. */
export function setGauges(
	failure: Pick<SenderFailure, "cause"> | undefined,
	{ deps }: Batch,
): void {
	for (const gauge of new Set(Object.values(BREAKER_GAUGE))) {
		deps.metrics.set(
			gauge,
			failure !== undefined && BREAKER_GAUGE[failure.cause] === gauge ? 1 : 0,
		);
	}
}
