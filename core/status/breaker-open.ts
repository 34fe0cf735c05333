import {
	isProbersAlone,
	loginShows,
	type OpenFacts,
} from "../breaker/breaker.ts";
import type { SenderCause } from "../delivery/causes.ts";
import { describeQuota } from "../quota/projection.ts";
import {
	alone,
	iso,
	isRenewed,
	OAUTH,
	seenOf,
	storing,
	WAITS,
} from "./facts.ts";
import { stopping } from "./gauges.ts";
import type { Advice, Overview, Verdict } from "./overview.ts";

/** The verdict while the breaker is open. */
export function byCause(
	overview: Overview,
	advice: Advice,
): Verdict | undefined {
	const { state } = overview.breaker;
	if (state.kind === "closed") return undefined;
	// Confirmed or not, only the prober may retry what Google has refused.
	const isRefused = state.kind === "open" && isProbersAlone(state);
	const cause = isRefused ? state.cause : stopping(seenOf(overview));
	if (cause === undefined) return undefined;
	const renewed = isRenewed(overview, state);
	const soon = loginShows(state) ? "within a minute" : "with the next message";
	const when =
		renewed || state.until <= overview.now ? soon : `at ${iso(state.until)}`;
	const { quota, limits, now } = overview;
	const reply = state.reply.replace(/\s+/g, " ");
	const { todo, type, notes } = renewed
		? {
				todo: `A new ${storing(overview, advice).name} is stored and will be tried.`,
				type: advice.status,
				notes: [],
			}
		: adviceFor(cause, state.stage === "unknown", {
				...advice,
				stored: storing(overview, advice),
			});
	return {
		verdict: cause,
		sending: false,
		since: iso(state.since),
		nextTry: iso(state.until),
		reply,
		message: `Not sending since ${iso(state.since)}: ${whatOf(cause, overview)}. ${WAITS} Next try ${when}. ${todo}`,
		...(type === undefined ? {} : { type }),
		notes: [
			...(cause === "quota"
				? [`Counted by the sender: ${describeQuota(quota, limits, now)}`]
				: []),
			...notes,
			...alone(overview, advice),
		],
	};
}

/** The verdict while a message has to show that an outage is over, or that there is one. */
export function proving(
	overview: Overview,
	advice: Advice,
): Verdict | undefined {
	const { state } = overview.breaker;
	if (state.kind === "closed") return undefined;
	const reply = state.reply.replace(/\s+/g, " ");
	return {
		verdict: "proving",
		sending: true,
		since: iso(state.since),
		reply,
		message: `${unproved(state, overview)}. ${WAITS} No action is needed.`,
		type: advice.status,
		notes: alone(overview, advice),
	};
}

function unproved(
	{ cause, since, attempt, worksSince }: OpenFacts,
	overview: Overview,
): string {
	if (worksSince !== undefined)
		return `Works since ${iso(worksSince)}: Google accepts the login, and a message has to prove it`;
	if (attempt === 0)
		return `Something failed at ${iso(since)}: the next tries show whether the cause is Google, the account, or one function alone`;
	return `Not proved to work since ${iso(since)} (${whatOf(cause, overview)}): the next message shows whether that is over`;
}

/** What each cause means, in words for people. */
const WHAT: Readonly<Record<SenderCause, string>> = {
	auth: "Google refuses the App Password",
	"auth-throttle": "Google throttles logins",
	quota: "the mailbox has reached the daily sending limit of Google",
	rate: "Google limits the sending rate",
	transient: "Gmail cannot be reached or answers with temporary failures",
	config: "the sender is misconfigured",
	policy: "Google refuses the sender",
	"bad-message": "Google refuses every message",
	"bad-recipient": "Google refuses every recipient",
};

/** The same, in words for the kind of credential that is stored. */
export function whatOf(
	cause: SenderCause,
	{ credential = "app-password" }: Overview,
): string {
	return credential === "app-password"
		? WHAT[cause]
		: WHAT[cause].replace("App Password", OAUTH);
}

interface ToDo {
	readonly todo: string;
	readonly type?: string;
	readonly notes: readonly string[];
}

function adviceFor(
	cause: SenderCause,
	isSecret: boolean,
	{ stored, resume, quota }: Advice & { stored: ReturnType<typeof storing> },
): ToDo {
	if (cause === "auth" || (cause === "config" && isSecret))
		return {
			todo: `Store a new ${stored.name}. The sender tries it automatically.`,
			type: stored.command,
			notes: [],
		};
	if (cause === "quota")
		return {
			todo: "Sending resumes automatically within 24 hours.",
			notes: [`Who sends: ${quota}`],
		};
	return cause === "transient" || cause === "rate" || cause === "auth-throttle"
		? {
				todo: "Sending resumes automatically when Gmail works again.",
				notes: [`To try at once: ${resume}`],
			}
		: {
				todo: "Follow misconfigured in the runbook, then:",
				type: resume,
				notes: [],
			};
}
