import { type Batch, msLeft, type Permit } from "./batch.ts";
import { BREAKER_GAUGE, BUDGET } from "./contract.ts";
import type { LoginResult, Secret } from "./deps.ts";
import {
	type Breaker,
	closed,
	type Gate,
	gateOf,
	loginDecides,
	opened,
	trial,
} from "./domain/breaker.ts";
import { classifyFailure } from "./domain/connection-failure.ts";
import { type CredentialForm, parseSecret } from "./domain/credential.ts";
import {
	CONNECTION_FAILURES_THAT_OPEN,
	reasonOf,
	type SenderFailure,
	senderCause,
} from "./domain/outcome.ts";
import { redactReply } from "./domain/redact.ts";
import { classifyReply } from "./domain/smtp-reply.ts";
import { NO_STREAK, withLostLogin } from "./domain/streak.ts";

/** While mail flows the secret is read this seldom; a 535 reads it again at once. */
const HEALTHY_SECRET_AGE_MS = 300_000;
/** While the breaker is open a new App Password is noticed this fast. */
const BLOCKED_SECRET_AGE_MS = 20_000;
const BRAKE_MS = 60_000;
const MAX_CONFLICTS = 5;

/** Decides whether a batch may send at all: breaker, secret, then one login, before anything is claimed. */
export async function admit(batch: Batch): Promise<Permit | undefined> {
	const { deps, memory } = batch;
	if (memory.brakeUntil > deps.clock.now()) return undefined;
	const breaker = await deps.breaker.read();
	if (breaker === "unavailable") return unreachable(batch);
	const isOpen = breaker.state.kind !== "closed";
	const secret = await deps.secret.current(
		isOpen ? BLOCKED_SECRET_AGE_MS : HEALTHY_SECRET_AGE_MS,
	);
	if (secret === "unavailable") return unreachable(batch);
	const permit = await admitWith(secret, breaker, batch);
	return permit;
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
	if (form.kind !== "credential")
		return noCredential(form, secret, breaker, batch);

	const held =
		gate.kind === "trial-due" ? await takeToken(breaker, batch) : breaker;
	if (held === undefined) return undefined;
	const permit: Permit = {
		credential: form.credential,
		secret,
		breaker: held,
		trial: gate.kind === "trial-due",
		stopped: undefined,
	};
	const failure = await logIn(0, permit, batch);
	if (failure !== undefined) return afterRefusedLogin(failure, permit, batch);
	if (gate.kind === "trial-due" && loginDecides(gate.facts))
		await close(permit, batch);
	if (!permit.trial) setGauges(undefined, batch);
	return permit;
}

/** Logs one slot in. @returns the failure when it is the account's, or nothing when the slot is ready. */
export async function logIn(
	slotIndex: number,
	permit: Permit,
	batch: Batch,
): Promise<SenderFailure | undefined> {
	const { deps, memory } = batch;
	const slot = deps.slots[slotIndex];
	for (;;) {
		const result = await slot?.ready(permit.credential, permit.secret.version);
		if (result === undefined || result.kind === "ready") return undefined;
		const failure = failureOf(result);
		report("login-failed", failure, batch);
		if (result.kind === "refused") return failure;
		// A single lost connection may be this environment's bad luck; three in a row are the account's.
		memory.streak = withLostLogin(memory.streak);
		if (failure.cause === "config") return failure;
		if (memory.streak.lostConnections.length >= CONNECTION_FAILURES_THAT_OPEN)
			return failure;
		if (msLeft(batch) < (BUDGET.login + BUDGET.settle) * 1000) return failure;
	}
}

/** Opens the breaker for the whole fleet; a local brake when it can't be written. */
export async function open(
	failure: SenderFailure,
	permit: Permit,
	batch: Batch,
	openedBy?: string,
): Promise<void> {
	permit.stopped = failure;
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
export async function close(permit: Permit, batch: Batch): Promise<void> {
	permit.trial = false;
	batch.memory.streak = NO_STREAK;
	const next = closed(
		permit.breaker,
		permit.secret.version,
		batch.deps.clock.now(),
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
	const next = trial(breaker, { owner: deps.newId(), leaseUntil: deadline });
	return (await deps.breaker.write(next)) === "written" ? next : undefined;
}

async function afterRefusedLogin(
	failure: SenderFailure,
	permit: Permit,
	batch: Batch,
): Promise<Permit | undefined> {
	const { deps } = batch;
	if (failure.cause === "auth") {
		const latest = await deps.secret.current(0);
		if (latest !== "unavailable" && latest.version !== permit.secret.version) {
			// The refused version is no longer current: it says nothing of the account.
			const breaker = await deps.breaker.read();
			return breaker === "unavailable"
				? unreachable(batch)
				: admitWith(latest, breaker, batch);
		}
	}
	await open(failure, permit, batch);
	return undefined;
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
	report("no-credential", failure, batch);
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

function failureOf(
	result: Exclude<LoginResult, { kind: "ready" }>,
): SenderFailure {
	if (result.kind === "refused") {
		const verdict = classifyReply(result.reply);
		return {
			...reasonOf(result.reply, verdict),
			stage: result.reply.stage,
			cause: senderCause(verdict),
		};
	}
	const cause =
		classifyFailure(result.failure) === "config" ? "config" : "transient";
	return {
		cause,
		stage: result.failure.stage,
		reply: redactReply(result.detail),
	};
}

function report(event: string, failure: SenderFailure, { deps }: Batch): void {
	deps.metrics.add("smtpRefused", 1, failure.cause);
	deps.log("warn", { event, ...failure });
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
