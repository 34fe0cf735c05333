import { describeQuota } from "../../core/quota/projection.ts";
import type { Overview, Verdict } from "../../core/status/overview.ts";
import {
	type Reading,
	textOf,
	textUnless,
	unknownText,
} from "../sender/reading.ts";
import type { Extras, RedAlarm } from "../sender/status-extras.ts";
import { describeDuration, utc } from "../terminal/duration-text.ts";
import { causesText } from "./causes-text.ts";
import { producersText, rulesText, sentLastHour } from "./render-producers.ts";
import { causeText, holdText, waitingText } from "./render-state.ts";

/** The facts below the verdict, one per line. A fact that could not be read is `unknown (why)`. */
export function factLines(
	overview: Overview,
	extras: Extras,
	packageVersion: string,
): readonly string[] {
	const { now, quota, limits, deadByCause, unknown } = overview;
	const { credential = "app-password" } = overview;
	const ofTable = (text: () => string) => textUnless(unknown.breaker, text);
	const ofQuota = (text: () => string) => textUnless(unknown.quota, text);
	const ofCounts = (text: () => string) =>
		textUnless(unknown["dead letters by cause"], text);
	const lines: Readonly<Record<string, string>> = {
		Cause: ofTable(() => causeText(overview)),
		Hold: ofTable(() => holdText(overview)),
		Waiting: textUnless(unknown.queue, () => waitingText(overview)),
		"In doubt": `${ofCounts(() => String(deadByCause["in-doubt"] ?? 0))} in the dead-letter queue; ${textOf(extras.doubts, String)} sent again, or about to be, in 24 h`,
		"Dead letters": textUnless(unknown["dead-letter queue"], () =>
			deadText(overview),
		),
		"Last hour": `${ofQuota(() => sentLastHour(quota, now))}; dead letters: ${textOf(extras.deadLastHour, causesText)}`,
		"Daily limit": ofQuota(() => describeQuota(quota, limits, now)),
		Producers: ofQuota(() => producersText(quota, now)),
		Rules: ofTable(() => rulesText(overview)),
		[CREDENTIAL_LABEL[credential]]: textUnless(unknown.secret, () =>
			passwordText(overview),
		),
		Mapping: textUnless(unknown.mapping, () => overview.mapping),
		"Last round": textUnless(unknown["last round"], () => roundText(overview)),
		"Red alarms": textOf(extras.redAlarms, redText),
		Alarms: `pages: ${textOf(extras.pageSubscribers, subscribersText)}; tickets: ${textOf(extras.ticketSubscribers, subscribersText)}`,
		Package: packageVersion,
	};
	return Object.entries(lines).map(
		([label, text]) => `${label.padEnd(13)} ${text}`,
	);
}

/** Verdict and facts, as `--json` prints them. */
export function statusJson(
	{ verdict, message, since, nextTry, reply, type, notes = [] }: Verdict,
	{ breaker, quota, ...facts }: Overview,
	extras: Extras,
): object {
	const orNull = (reading: Reading<unknown>) =>
		reading.kind === "read" ? reading.value : null;
	return {
		verdict,
		message,
		...(since === undefined ? {} : { since }),
		...(nextTry === undefined ? {} : { nextTry }),
		...(reply === undefined ? {} : { reply }),
		...(type === undefined ? {} : { type }),
		notes,
		...facts,
		breaker: breaker.state.kind,
		hold: breaker.hold,
		rules: breaker.rules,
		quota,
		deadLastHour: orNull(extras.deadLastHour),
		doubts: orNull(extras.doubts),
		redAlarms: orNull(extras.redAlarms),
		pageSubscribers: orNull(extras.pageSubscribers),
		ticketSubscribers: orNull(extras.ticketSubscribers),
	};
}

function deadText({ deadLetters, deadByCause, unknown }: Overview): string {
	const why = unknown["dead letters by cause"];
	const causes =
		why === undefined
			? causesText(deadByCause)
			: `by cause: ${unknownText(why)}`;
	return causes === "none" ? String(deadLetters) : `${deadLetters} (${causes})`;
}

const CREDENTIAL_LABEL = {
	"app-password": "App Password",
	"refresh-token": "OAuth token",
	"service-account": "OAuth key",
} as const;

function passwordText({
	password,
	passwordAt,
	secretVersion,
	now,
}: Overview): string {
	const age =
		passwordAt === undefined
			? ""
			: ` ${describeDuration(now - passwordAt)} ago`;
	return password === "stored"
		? `stored${age}, version ${secretVersion.slice(0, 8)}`
		: `${password}, version ${secretVersion.slice(0, 8)}`;
}

function roundText({ lastRound, now }: Overview): string {
	return lastRound === 0
		? "never: the breaker function has not run yet"
		: `${describeDuration(now - lastRound)} ago by the breaker function (${utc(lastRound)})`;
}

function redText(alarms: readonly RedAlarm[]): string {
	const texts = alarms.map(
		({ title, since }) =>
			`${title}${since === undefined ? "" : ` (since ${utc(since)})`}`,
	);
	return texts.join("; ") || "none";
}

function subscribersText(count: number): string {
	return count === 0
		? "NOBODY has confirmed a subscription"
		: `${count} confirmed ${count === 1 ? "subscriber" : "subscribers"}`;
}
