import {
	type Breaker,
	isMendedBySecret,
	loginDecides,
} from "../../../core/breaker/breaker.ts";
import { type Gate, gateOf } from "../../../core/breaker/gate.ts";
import {
	type CredentialForm,
	noCredential,
	parseSecret,
} from "../../../core/credential/credential.ts";
import { NO_FAILURES } from "../../../core/delivery/consecutive-failures.ts";
import { CONNECTION_FAILURES_THAT_OPEN } from "../../../core/delivery/decide.ts";
import type { SenderFailure } from "../../../core/delivery/decision.ts";
import type { Secret } from "../../shared/deps.ts";
import type { AdmittedBatch, Batch } from "../batch.ts";
import {
	openBreaker,
	passTokenOn,
	readNewerSecret,
	setGauges,
	takeToken,
	writeOpenBreaker,
} from "./breaker.ts";
import { prepareSlot } from "./login.ts";

/** While mail flows the secret is read this seldom; a 535 reads it again at once. */
const HEALTHY_SECRET_AGE_MS = 300_000;
/** While the breaker is open a new App Password is noticed this fast. */
const BLOCKED_SECRET_AGE_MS = 20_000;
const BETWEEN_LOGINS_MS = 1000;

/** Decides whether a batch may send at all: breaker, secret, then one login, before anything is claimed. */
export async function admit(batch: Batch): Promise<AdmittedBatch | undefined> {
	const { deps, memory } = batch;
	if (memory.brakeUntil > deps.clock.now()) return undefined;
	const breaker = await deps.breaker.read();
	if (breaker === "unavailable") return unreachable(batch);
	forgetOldFailures(breaker, batch);
	const gate = gateOf(breaker, deps.clock.now(), versionThatFailed(breaker));
	if (isShut(gate, breaker)) return shut(gate, batch);
	const secret = await currentSecret(breaker, batch);
	if (secret === "unavailable") return unreachable(batch);
	return admitWith(secret, breaker, batch);
}

type Shut = Extract<Gate, { kind: "blocked" | "held" }>;

/** Whether the gate is shut whatever the secret is by now. */
function isShut(gate: Gate, { state }: Breaker): gate is Shut {
	if (gate.kind === "held") return true;
	return (
		gate.kind === "blocked" &&
		state.kind !== "closed" &&
		(loginDecides(state) || !isMendedBySecret(state.cause))
	);
}

function versionThatFailed({ state }: Breaker): string {
	return state.kind === "closed" ? "" : state.secretVersion;
}

/** What failed in a row before another environment closed the breaker is over. */
function forgetOldFailures(
	{ state, version }: Breaker,
	{ memory }: Batch,
): void {
	if (state.kind === "closed" && memory.breakerVersion !== version) {
		memory.failures = NO_FAILURES;
	}
	memory.breakerVersion = version;
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
): Promise<AdmittedBatch | undefined> {
	const { deps } = batch;
	const gate = gateOf(breaker, deps.clock.now(), secret.version);
	if (gate.kind === "blocked" || gate.kind === "held") return shut(gate, batch);

	const form = parseSecret(secret.value, deps.config.mailbox);
	if (form.kind !== "credential") {
		return withoutCredential(form, secret, breaker, batch);
	}
	const token =
		gate.kind === "trial-due"
			? await takeToken(breaker, batch)
			: { breaker, owner: undefined };
	if (token === undefined) return undefined;
	return logInFirst({
		...batch,
		credential: form.credential,
		secret,
		breaker: token.breaker,
		trialOwner: token.owner,
		stopped: undefined,
	});
}

/** The one login that decides. A lost connection is tried again; a refusal is the account's. */
async function logInFirst(
	batch: AdmittedBatch,
): Promise<AdmittedBatch | undefined> {
	const { deps, memory } = batch;
	for (;;) {
		const slot = await prepareSlot(0, batch);
		if (slot.kind === "ready") return batch;
		if (slot.kind === "not-tried") {
			await passTokenOn(batch);
			return undefined;
		}
		const { lostConnections } = memory.failures;
		if (slot.lost && lostConnections.length < CONNECTION_FAILURES_THAT_OPEN) {
			await deps.sleep(BETWEEN_LOGINS_MS);
			continue;
		}
		return afterFailedLogin(slot.failure, batch);
	}
}

async function afterFailedLogin(
	failure: SenderFailure,
	batch: AdmittedBatch,
): Promise<AdmittedBatch | undefined> {
	const latest = await readNewerSecret(failure, batch);
	if (latest === undefined) {
		await openBreaker(failure, batch);
		return undefined;
	}
	if (batch.trialOwner === undefined) {
		const breaker = await batch.deps.breaker.read();
		return breaker === "unavailable"
			? unreachable(batch)
			: admitWith(latest, breaker, batch);
	}
	// The token is ours: the newer version is tried under it.
	const form = parseSecret(latest.value, batch.deps.config.mailbox);
	return form.kind === "credential"
		? logInFirst({
				...batch,
				secret: latest,
				credential: form.credential,
			})
		: withoutCredential(form, latest, batch.breaker, batch);
}

async function withoutCredential(
	form: Exclude<CredentialForm, { kind: "credential" }>,
	secret: Secret,
	breaker: Breaker,
	batch: Batch,
): Promise<AdmittedBatch | undefined> {
	const latest = await batch.deps.secret.current(0);
	if (latest !== "unavailable" && latest.version !== secret.version) {
		return admitWith(latest, breaker, batch);
	}
	const failure: SenderFailure = {
		cause: "config",
		stage: "unknown",
		reply: noCredential(form),
	};
	batch.deps.metrics.add("smtpRefused", 1, failure.cause);
	batch.deps.log("warn", { event: "no-credential", ...failure });
	setGauges(failure, batch);
	await writeOpenBreaker(
		breaker,
		{ failure, secretVersion: secret.version },
		batch,
	);
	return undefined;
}

function shut(gate: Shut, batch: Batch): undefined {
	if (gate.kind === "held") {
		batch.deps.log("info", { event: "held" });
		return undefined;
	}
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
