import type { Breaker } from "../../core/breaker/breaker.ts";
import { isProbeDue, wantsMapping } from "../../core/breaker/gate.ts";
import type { Secret } from "../shared/deps.ts";
import type { BreakerDeps, QueueDepth } from "./deps.ts";
import { probe } from "./probe.ts";
import { reconcileMapping } from "./reconcile-mapping.ts";
import { tellGauges } from "./tell-gauges.ts";
import { updateBreaker } from "./update-breaker.ts";

/** One round, and a heartbeat if it came to its end: one that fails each minute must not look alive. */
export async function runRound(deps: BreakerDeps): Promise<void> {
	await lookAfter(deps);
	deps.metrics.add("ticks", 1);
}

/** Ends what is over, probes when it is time, sets the mapping, and tells every gauge. */
async function lookAfter(deps: BreakerDeps): Promise<void> {
	const { breaker, metrics } = deps;
	const before = await breaker.read();
	if (before === "unavailable") return unreachable(deps);
	const tidy = await tidied(before, deps);
	if (tidy === "unavailable") return unreachable(deps);
	const secretVersion = await settleCause(tidy, deps);
	if (secretVersion === "unavailable") unreachable(deps);
	const depth = await deps.depth(deps.config.queueUrl);
	const now = await counted(depth, deps);
	if (now === "unavailable") return unreachable(deps);
	const wanted = wantsMapping(
		now,
		deps.clock.now(),
		secretVersion === "unavailable" ? versionThatFailed(now) : secretVersion,
	);
	const isAstray = await reconcileMapping(wanted, deps);
	metrics.set("mappingAstray", isAstray ? 1 : 0);
	await tellGauges({ breaker: now, depth, isAstray }, deps);
}

function tidied(
	breaker: Breaker,
	deps: BreakerDeps,
): Promise<Breaker | "unavailable"> {
	const at = deps.clock.now();
	const oldest = at - deps.config.retention * 1000;
	return updateBreaker({ kind: "tidied", at, oldest }, breaker, deps);
}

/** Notes whether the queue is crowded. @returns the breaker as it is by now. */
async function counted(
	depth: QueueDepth | "unavailable",
	deps: BreakerDeps,
): Promise<Breaker | "unavailable"> {
	const before = await deps.breaker.read();
	if (before === "unavailable" || depth === "unavailable") return before;
	const { inFlight } = depth;
	const at = deps.clock.now();
	return updateBreaker({ kind: "counted", at, inFlight }, before, deps);
}

/** Probes if it is time. @returns the secret's version, as far as the gate needs it. */
async function settleCause(
	breaker: Breaker,
	deps: BreakerDeps,
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

function unreachable({ metrics, log }: BreakerDeps): void {
	metrics.add("stateUnreachable", 1);
	log("error", { event: "state-unreachable" });
}
