import type { Batch, Permit } from "./batch.ts";
import { BREAKER_GAUGE } from "./contract.ts";
import type { Secret } from "./deps.ts";
import {
	type Breaker,
	closed,
	type Gate,
	gateOf,
	loginDecides,
	opened,
	trial,
} from "./domain/breaker.ts";
import { type CredentialForm, parseSecret } from "./domain/credential.ts";
import {
	CONNECTION_FAILURES_THAT_OPEN,
	type SenderFailure,
} from "./domain/outcome.ts";
import { NO_STREAK } from "./domain/streak.ts";
import { readySlot } from "./login.ts";

/** While mail flows the secret is read this seldom; a 535 reads it again at once. */
const HEALTHY_SECRET_AGE_MS = 300_000;
/** While the breaker is open a new App Password is noticed this fast. */
const BLOCKED_SECRET_AGE_MS = 20_000;
const BRAKE_MS = 60_000;
const BETWEEN_LOGINS_MS = 1000;
const MAX_CONFLICTS = 5;

/** Decides whether a batch may send at all: breaker, secret, then one login, before anything is claimed. */
export async function admit(batch: Batch): Promise<Permit | undefined> {
	const { deps, memory } = batch;
	if (memory.brakeUntil > deps.clock.now()) return undefined;
	const breaker = await deps.breaker.read();
	if (breaker === "unavailable") return unreachable(batch);
	forgetOldStreak(breaker, batch);
	const secret = await currentSecret(breaker, batch);
	if (secret === "unavailable") return unreachable(batch);
	return admitWith(secret, breaker, batch);
}

/** What failed in a row before another environment closed the breaker is over. */
function forgetOldStreak({ state, version }: Breaker, { memory }: Batch): void {
	if (state.kind === "closed" && memory.breakerVersion !== version) {
		memory.streak = NO_STREAK;
	}
	memory.breakerVersion = version;
}

async function currentSecret({ state }: Breaker, { deps }: Batch) {
	if (state.kind === "closed") {
		return deps.secret.current(HEALTHY_SECRET_AGE_MS);
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
): Promise<Permit | undefined> {
	const { deps } = batch;
	const gate = gateOf(breaker, deps.clock.now(), secret.version);
	if (gate.kind === "blocked") return blocked(gate, batch);

	const form = parseSecret(secret.value, deps.config.mailbox);
	if (form.kind !== "credential") {
		return noCredential(form, secret, breaker, batch);
	}
	const held =
		gate.kind === "trial-due" ? await takeToken(breaker, batch) : breaker;
	if (held === undefined) return undefined;
	const permit = await logInFirst(
		{
			credential: form.credential,
			secret,
			breaker: held,
			trial: gate.kind === "trial-due",
			stopped: undefined,
		},
		batch,
	);
	if (permit === undefined) return undefined;
	if (gate.kind === "trial-due" && loginDecides(gate.facts)) {
		await close(permit, batch);
	}
	if (!permit.trial) setGauges(undefined, batch);
	return permit;
}

/** The one login that decides. A lost connection is tried again; a refusal is the account's. */
async function logInFirst(
	permit: Permit,
	batch: Batch,
): Promise<Permit | undefined> {
	const { deps, memory } = batch;
	for (;;) {
		const slot = await readySlot(0, permit, batch);
		if (slot.kind === "ready") return permit;
		if (slot.kind === "not-tried") {
			if (permit.trial) await passTokenOn(permit, batch);
			return undefined;
		}
		const { lostConnections } = memory.streak;
		if (slot.lost && lostConnections.length < CONNECTION_FAILURES_THAT_OPEN) {
			await deps.sleep(BETWEEN_LOGINS_MS);
			continue;
		}
		return afterFailedLogin(slot.failure, permit, batch);
	}
}

async function afterFailedLogin(
	failure: SenderFailure,
	permit: Permit,
	batch: Batch,
): Promise<Permit | undefined> {
	const latest = await newerSecret(failure, permit, batch);
	if (latest === undefined) {
		await open(failure, permit, batch);
		return undefined;
	}
	if (!permit.trial) {
		const breaker = await batch.deps.breaker.read();
		return breaker === "unavailable"
			? unreachable(batch)
			: admitWith(latest, breaker, batch);
	}
	// The token is ours: the newer version is tried under it.
	const form = parseSecret(latest.value, batch.deps.config.mailbox);
	return form.kind === "credential"
		? logInFirst(
				{ ...permit, secret: latest, credential: form.credential },
				batch,
			)
		: noCredential(form, latest, permit.breaker, batch);
}

/** After a refused login: the secret, if it has a newer version than the one that was refused. */
async function newerSecret(
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

async function takeToken(
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

async function noCredential(
	form: Exclude<CredentialForm, { kind: "credential" }>,
	secret: Secret,
	breaker: Breaker,
	batch: Batch,
): Promise<undefined> {
	const sentence =
		form.kind === "empty"
			? "There is no App Password yet: store one with `npm run ops -- set-password`"
			: form.sentence;
	const failure: SenderFailure = {
		cause: "config",
		stage: "unknown",
		reply: sentence,
	};
	batch.deps.metrics.add("smtpRefused", 1, failure.cause);
	batch.deps.log("warn", { event: "no-credential", ...failure });
	setGauges(failure, batch);
	await openFrom(breaker, failure, secret.version, batch);
	return undefined;
}

async function openFrom(
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

function blocked(
	gate: Extract<Gate, { kind: "blocked" }>,
	batch: Batch,
): undefined {
	setGauges(gate, batch);
	batch.deps.log("info", {
		event: "breaker-open",
		cause: gate.cause,
		since: new Date(gate.since).toISOString(),
		until: new Date(gate.until).toISOString(),
	});
	return undefined;
}

function unreachable({ deps }: Batch): undefined {
	deps.metrics.add("stateUnreachable", 1);
	deps.log("error", { event: "state-unreachable" });
	return undefined;
}

function untilOf({ state }: Breaker): { until?: string } {
	return state.kind === "closed"
		? {}
		: { until: new Date(state.until).toISOString() };
}

function setGauges(
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
