import { BREAKER_GAUGE } from "../send-email/contract.ts";
import type { Secret } from "../send-email/deps.ts";
import type { Breaker } from "../send-email/domain/breaker.ts";
import { isProbeDue, wantsMapping } from "../send-email/domain/gate.ts";
import {
	blockedSeconds,
	isHoldForgotten,
	isStalled,
	type Seen,
	stopping,
} from "../send-email/domain/gauges.ts";
import { NO_QUOTA } from "../send-email/domain/quota.ts";
import { project } from "../send-email/domain/quota-projection.ts";
import { NEVER_WATCHED, watched } from "../send-email/domain/watch.ts";
import type { Deps } from "./deps.ts";
import { probe } from "./probe.ts";
import { reconcile } from "./reconcile.ts";
import { update } from "./update.ts";

/** One round: end what is over, probe when it is time, set the mapping, and tell every gauge. */
export async function tick(deps: Deps): Promise<void> {
	const { breaker, metrics } = deps;
	metrics.add("ticks", 1);
	const before = await breaker.read();
	if (before === "unavailable") return unreachable(deps);
	const tidy = await tidied(before, deps);
	if (tidy === "unavailable") return unreachable(deps);
	const secretVersion = await settleCause(tidy, deps);
	if (secretVersion === "unavailable") unreachable(deps);
	const now = await breaker.read();
	if (now === "unavailable") return unreachable(deps);
	const wanted = wantsMapping(
		now,
		deps.clock.now(),
		secretVersion === "unavailable" ? versionThatFailed(now) : secretVersion,
	);
	const isAstray = await reconcile(wanted, deps);
	metrics.set("mappingAstray", isAstray ? 1 : 0);
	await tellGauges(now, isAstray, deps);
}

function tidied(
	breaker: Breaker,
	deps: Deps,
): Promise<Breaker | "unavailable"> {
	const at = deps.clock.now();
	const oldest = at - deps.config.retention * 1000;
	return update({ kind: "tidied", at, oldest }, breaker, deps);
}

/** Probes if it is time. @returns the secret's version, as far as the gate needs it. */
async function settleCause(
	breaker: Breaker,
	deps: Deps,
): Promise<string | "unavailable"> {
	if (breaker.state.kind === "closed") return "";
	const secret: Secret | "unavailable" = await deps.secret.current(0);
	if (secret === "unavailable") return secret;
	if (isProbeDue(breaker, deps.clock.now(), secret.version)) {
		await probe(breaker, secret, deps);
	}
	return secret.version;
}

function versionThatFailed({ state }: Breaker): string {
	return state.kind === "closed" ? "" : state.secretVersion;
}

async function tellGauges(
	breaker: Breaker,
	isAstray: boolean,
	deps: Deps,
): Promise<void> {
	const { config, clock, metrics } = deps;
	const now = clock.now();
	const expiry = config.deadLetterRetention * 1000;
	const [depth, dead, oldest, quotaRead, watch] = await Promise.all([
		deps.depth(config.queueUrl),
		deps.depth(config.deadLetterQueueUrl),
		deps.deadLetters.oldest(now - expiry),
		deps.quota.read(),
		deps.watch.read(),
	]);
	const quota = quotaRead === "unavailable" ? NO_QUOTA : quotaRead;
	const { percent } = project(quota, config.limits, now);
	const known = watch === "unavailable" ? NEVER_WATCHED : watch;
	const ready = depth === "unavailable" ? 0 : depth.ready;
	const next = watched(known, now, ready);
	const seen: Seen = {
		now,
		breaker,
		ready,
		waiting: depth === "unavailable" ? 0 : depth.ready + depth.hidden,
		readySince: next.readySince,
		lastOutcomeAt: quota.lastOutcomeAt,
		atLimit: percent >= AT_LIMIT,
	};
	const cause = stopping(seen);
	for (const gauge of new Set(Object.values(BREAKER_GAUGE))) {
		const isIt = cause !== undefined && BREAKER_GAUGE[cause] === gauge;
		metrics.set(gauge, isIt ? 1 : 0);
	}
	metrics.set("heldTooLong", isHoldForgotten(seen) ? 1 : 0);
	metrics.set("quotaUsed", percent);
	if (depth !== "unavailable") {
		metrics.set("waiting", seen.waiting);
		metrics.set("blocked", blockedSeconds(seen));
		// A mapping that cannot be set has an alarm of its own, which says what to do.
		metrics.set("stalled", isStalled(seen) && !isAstray ? 1 : 0);
	}
	if (dead !== "unavailable" && oldest !== "unavailable") {
		const isEmpty = dead.ready + dead.hidden === 0;
		const since = isEmpty ? now : (oldest ?? now);
		metrics.set("oldestDeadLetter", Math.round((now - since) / 1000));
	}
	// Two rounds at once see the same: one of them may keep its memory to itself.
	await deps.watch.write(next);
}

/** Percent from which on mail may be deferred: the rest is kept for urgent mail and small producers. */
const AT_LIMIT = 85;

function unreachable({ metrics, log }: Deps): void {
	metrics.add("stateUnreachable", 1);
	log("error", { event: "state-unreachable" });
}
