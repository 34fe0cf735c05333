import type { Breaker } from "../../core/breaker/breaker.ts";
import { afterEvent } from "../../core/breaker/transition.ts";
import { BUDGET } from "../../core/contract.ts";
import { noCredential, parseSecret } from "../../core/credential/credential.ts";
import type { SenderFailure } from "../../core/delivery/decision.ts";
import type { Secret } from "../shared/deps.ts";
import { loginFailure } from "../shared/login-failure.ts";
import type { BreakerDeps } from "./deps.ts";
import { updateBreaker } from "./update-breaker.ts";

/** A prober that dies leaves the probe to the next one after that long. */
const LEASE_MS = (BUDGET.login + 30) * 1000;

/** Finds out by one login whether the account is well again, and closes the breaker or lets it stay open. */
export async function probe(
	breaker: Breaker,
	secret: Secret,
	deps: BreakerDeps,
): Promise<Breaker | "unavailable"> {
	const at = deps.clock.now();
	const started = afterEvent(breaker, {
		kind: "probe-started",
		at,
		until: at + LEASE_MS,
	});
	// Somebody else has written: whatever it was, the next round sees it.
	if ((await deps.breaker.write(started)) !== "written") return breaker;
	return tryLogin(started, secret, deps);
}

async function tryLogin(
	breaker: Breaker,
	secret: Secret,
	deps: BreakerDeps,
): Promise<Breaker | "unavailable"> {
	const { version: secretVersion } = secret;
	const failure = await failureOf(secret, deps);
	if (failure === undefined) {
		deps.log("info", { event: "breaker-closed", secretVersion });
		return updateBreaker(
			{ kind: "login-accepted", at: deps.clock.now(), secretVersion },
			breaker,
			deps,
		);
	}
	deps.metrics.add("smtpRefused", 1, failure.cause);
	deps.log("warn", { event: "probe-failed", secretVersion, ...failure });
	const latest = await deps.secret.current(0);
	if (latest !== "unavailable" && latest.version !== secretVersion) {
		return tryLogin(breaker, latest, deps);
	}
	return updateBreaker(
		{ kind: "failed", at: deps.clock.now(), failure, secretVersion },
		breaker,
		deps,
	);
}

async function failureOf(
	secret: Secret,
	deps: BreakerDeps,
): Promise<SenderFailure | undefined> {
	const form = parseSecret(secret.value, deps.config.mailbox);
	if (form.kind !== "credential") {
		return { cause: "config", stage: "unknown", reply: noCredential(form) };
	}
	const result = await deps.login(form.credential, secret.version);
	return result.kind === "ready" ? undefined : loginFailure(result);
}
