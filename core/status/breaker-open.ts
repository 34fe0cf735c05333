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

/** What to say while the breaker is open. */
export function byCause(
	overview: Overview,
	advice: Advice,
): Verdict | undefined {
	const { state } = overview.breaker;
	if (state.kind === "closed") return undefined;
	// Confirmed or not, nobody but the prober may try what Google has refused.
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
				? [`Counted here: ${describeQuota(quota, limits, now)}`]
				: []),
			...notes,
			...alone(overview, advice),
		],
	};
}

/** What to say while a message has to show that an outage is over, or that there is one. */
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
		message: `${unproved(state, overview)}. ${WAITS} Nothing to do.`,
		type: advice.status,
		notes: alone(overview, advice),
	};
}

function unproved(
	{ cause, since, attempt, worksSince }: OpenFacts,
	overview: Overview,
): string {
	if (worksSince !== undefined)
		return `Works since ${iso(worksSince)}: Google lets the sender in, and a message has to prove it`;
	if (attempt === 0)
		return `Something failed at ${iso(since)}: whether it is Google, the account, or one function alone is being found out`;
	return `Not proved to work since ${iso(since)} (${whatOf(cause, overview)}): the next message shows whether that is over`;
}

/** What each cause means, in words for people. */
const WHAT: Readonly<Record<SenderCause, string>> = {
	auth: "Google refuses the App Password",
	"auth-throttle": "Google throttles logins",
	quota: "the mailbox has reached Google's daily sending limit",
	rate: "Google limits the sending rate",
	transient: "Gmail cannot be reached or answers with temporary failures",
	config: "the sender is not set up right",
	policy: "Google refuses the sender",
	"bad-message": "Google refuses whatever the sender says",
	"bad-recipient": "Google refuses every recipient",
};

/** The same for somebody who has stored this kind of credential. */
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
			todo: `Store a new ${stored.name}: it is tried by itself.`,
			type: stored.command,
			notes: [],
		};
	if (cause === "quota")
		return {
			todo: "It goes on by itself within 24 hours.",
			notes: [`Who sends: ${quota}`],
		};
	return cause === "transient" || cause === "rate" || cause === "auth-throttle"
		? {
				todo: "It goes on by itself when Gmail does.",
				notes: [`To try at once: ${resume}`],
			}
		: {
				todo: "The runbook says under misconfigured how to mend it; then:",
				type: resume,
				notes: [],
			};
}
