import {
	credentialFacts,
	parseSecret,
} from "../../core/credential/credential.ts";
import { NO_QUOTA } from "../../core/quota/quota.ts";
import { NO_ROUND } from "../../core/status/last-round.ts";
import type { Overview, OverviewPart } from "../../core/status/overview.ts";
import type { BreakerDeps } from "./deps.ts";

/** Gathers what there is to tell of the sender; a part that does not answer is left empty. */
export async function gatherOverview(
	deps: BreakerDeps,
): Promise<Overview | "unavailable"> {
	const { config, clock } = deps;
	const [breaker, secret, mapping, source, dead, byCause, quota, lastRound] =
		await Promise.all([
			deps.breaker.read(),
			deps.secret.current(0),
			deps.mapping.state(),
			deps.depth(config.queueUrl),
			deps.depth(config.deadLetterQueueUrl),
			deps.deadLetters.byCause(),
			deps.quota.read(),
			deps.lastRound.read(),
		]);
	if (breaker === "unavailable") return breaker;
	const { at, readySince, waitingSince } =
		lastRound === "unavailable" ? NO_ROUND : lastRound;
	const none = { ready: 0, hidden: 0, inFlight: 0 };
	const { ready, hidden } = source === "unavailable" ? none : source;
	const letters = dead === "unavailable" ? none : dead;
	return {
		now: clock.now(),
		mailbox: config.mailbox,
		breaker,
		...(secret === "unavailable"
			? { password: "unknown" }
			: credentialFacts(parseSecret(secret.value, config.mailbox))),
		secretVersion: secret === "unavailable" ? "" : secret.version,
		mapping: mapping === "unavailable" ? "unknown" : mapping,
		ready,
		hidden,
		deadLetters: letters.ready + letters.hidden,
		deadByCause: byCause === "unavailable" ? {} : byCause,
		quota: quota === "unavailable" ? NO_QUOTA : quota,
		limits: config.limits,
		lastRound: at,
		readySince,
		waitingSince,
		unknown: unanswered({
			secret,
			mapping,
			queue: source,
			"dead-letter queue": dead,
			"dead letters by cause": byCause,
			quota,
			"last round": lastRound,
		}),
	};
}

function unanswered(
	parts: Readonly<Partial<Record<OverviewPart, unknown>>>,
): Overview["unknown"] {
	return Object.fromEntries(
		Object.entries(parts)
			.filter(([, answer]) => answer === "unavailable")
			.map(([part]) => [part, "no answer"]),
	);
}
