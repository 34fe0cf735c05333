import { type Breaker, PROBE_LEASE_MS } from "../../core/breaker/breaker.ts";
import { afterEvent } from "../../core/breaker/transition.ts";
import { BUDGET } from "../../core/contract.ts";
import { noCredential, parseSecret } from "../../core/credential/credential.ts";
import type { SenderFailure } from "../../core/delivery/decision.ts";
import type { Secret } from "../shared/deps.ts";
import { loginFailure } from "../shared/login-failure.ts";
import { tryLogin } from "../shared/try-login.ts";
import type { BreakerDeps } from "./deps.ts";
import { updateBreaker } from "./update-breaker.ts";

/** For the tries of one probe; its lease lasts longer. */
const PROBE_MS = 2 * BUDGET.login * 1000;

/** Finds out by one login whether the account is well again, and lets a message prove it, or the breaker stay open. */
export async function probe(
	breaker: Breaker,
	secret: Secret,
	deps: BreakerDeps,
): Promise<void> {
	const at = deps.clock.now();
	const started = afterEvent(breaker, {
		kind: "probe-started",
		at,
		until: at + PROBE_LEASE_MS,
	});
	// Somebody else has written: whatever it was, the next round sees it.
	if ((await deps.breaker.write(started)) !== "written") return;
	const { version: secretVersion } = secret;
	const failure = await failureOf(secret, deps);
	const probed = { at: deps.clock.now(), secretVersion };
	if (failure === undefined) {
		deps.log("info", { event: "probe-accepted", secretVersion });
		await updateBreaker({ kind: "login-accepted", ...probed }, started, deps);
		return;
	}
	deps.log("warn", { event: "probe-failed", secretVersion, ...failure });
	await updateBreaker(
		{ kind: "failed", by: "prober", failure, ...probed },
		started,
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
	const { now } = deps.clock;
	const result = await tryLogin(
		() => deps.login(form.credential, secret.version),
		{ now, sleep: deps.sleep, until: now() + PROBE_MS },
	);
	return result.kind === "ready" ? undefined : loginFailure(result);
}
