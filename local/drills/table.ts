import {
	failBreaker,
	failSending,
	throttleSending,
} from "./causes-of-functions.ts";
import {
	answering,
	emptySecret,
	loseAnswer,
	refuseLogin,
} from "./causes-of-gmail.ts";
import { holdForever, holdForLong, sendCarelessly } from "./causes-of-holds.ts";
import { deadLetter } from "./causes-of-letters.ts";
import { crowd, lowerLimit } from "./causes-of-numbers.ts";
import {
	denyEvents,
	denyQueue,
	denySwitch,
	denyTable,
} from "./causes-of-roles.ts";
import type { Drill } from "./drill.ts";

const DAY_MINUTES = 24 * 60;
/** What the queue deletes within so many days is told. */
const EXPIRES_DAYS = 3;
/** A period of the alarm, and a round. */
const PERIOD_MINUTES = 16;

/** Minutes until what is kept for so many seconds is nearly deleted. */
function nearlyExpired(seconds: number): number {
	const minutes = Math.max(
		DAY_MINUTES / 2,
		seconds / 60 - EXPIRES_DAYS * DAY_MINUTES,
	);
	return Math.ceil(minutes) + PERIOD_MINUTES;
}

/** One drill for each alarm. */
export const DRILLS: readonly Drill[] = [
	{
		alarm: "auth-refused",
		title: "Google refuses the login",
		severity: "page",
		does: "change the mailbox's App Password, or revoke the OAuth consent, at the look-alike Gmail",
		ringsAfterMinutes: 2,
		begin: refuseLogin,
	},
	{
		alarm: "quota-exhausted",
		title: "daily limit is reached",
		severity: "page",
		does: "make the look-alike Gmail refuse the mailbox's mail with 550 5.4.5",
		ringsAfterMinutes: 2,
		begin: answering("data", "550 5.4.5 Daily user sending limit exceeded."),
	},
	{
		alarm: "gmail-unavailable",
		title: "Gmail cannot be reached",
		severity: "page",
		does: "make the look-alike Gmail answer the mailbox's mail with 421",
		ringsAfterMinutes: 16,
		// One alone could be its own fault.
		begin: answering("mail", "421 4.3.0 Temporary System Problem.", 4),
	},
	{
		alarm: "misconfigured",
		title: "sender is not set up right",
		severity: "page",
		does: "empty the sender's secret, and make a new App Password at the look-alike Gmail",
		ringsAfterMinutes: 2,
		begin: emptySecret,
	},
	{
		alarm: "held-too-long",
		title: "mail is on hold for long",
		severity: "ticket",
		does: "put all mail on hold without an end",
		ringsAfterMinutes: 61,
		begin: holdForever,
	},
	{
		alarm: "producer-held",
		title: "a producer is held",
		severity: "ticket",
		does: "send 60 messages of one producer to addresses that do not exist",
		ringsAfterMinutes: 2,
		begin: sendCarelessly,
	},
	{
		alarm: "quota-near",
		title: "daily limit is nearly used",
		severity: "ticket",
		does: "lower the limit in the functions' environment, and send eight messages, which nearly use it up",
		ringsAfterMinutes: 2,
		begin: lowerLimit,
	},
	{
		alarm: "queue-crowded",
		title: "crowded queue, mail is late",
		severity: "ticket",
		does: "hide 40,001 messages in the queue",
		ringsAfterMinutes: 2,
		begin: crowd,
	},
	{
		alarm: "backlog-stalled",
		title: "mail could go and does not",
		severity: "page",
		does: "let Lambda read the queue no more, and send one message",
		ringsAfterMinutes: 17,
		begin: denyQueue,
	},
	{
		alarm: "mapping-astray",
		title: "queue cannot be switched",
		severity: "page",
		does: "switch the event source mapping off, and deny the breaker function to switch it on",
		ringsAfterMinutes: 6,
		begin: denySwitch,
	},
	{
		alarm: "breaker-silent",
		title: "nobody looks after it",
		severity: "page",
		does: "make the breaker function fail each time",
		ringsAfterMinutes: 16,
		begin: failBreaker,
	},
	{
		alarm: "waiting-mail-expires",
		title: "waiting mail expires soon",
		severity: "page",
		does: "put all mail on hold for 30 days, and send one message",
		ringsAfterMinutes: ({ retention }) => nearlyExpired(retention),
		begin: holdForLong,
	},
	{
		alarm: "state-unreachable",
		title: "state or secret unreadable",
		severity: "page",
		does: "deny the functions the table",
		ringsAfterMinutes: 12,
		begin: denyTable,
	},
	{
		alarm: "function-failing",
		title: "the function fails",
		severity: "page",
		does: "make the sending function fail each time, and send a message every five minutes",
		ringsAfterMinutes: 12,
		begin: failSending,
	},
	{
		alarm: "function-throttled",
		title: "the function is throttled",
		severity: "ticket",
		does: "set the reserved concurrency of the sending function to 0, and send a message every five minutes",
		ringsAfterMinutes: 12,
		begin: throttleSending,
	},
	{
		alarm: "dead-lettered",
		title: "mail was dead-lettered",
		severity: "ticket",
		does: "send one message to an address that does not exist",
		ringsAfterMinutes: 2,
		begin: deadLetter,
	},
	{
		alarm: "in-doubt",
		title: "maybe sent twice, or never",
		severity: "ticket",
		does: "lose the connection after one whole message, before the look-alike Gmail answers",
		ringsAfterMinutes: 2,
		begin: loseAnswer,
	},
	{
		alarm: "dead-letters-expire",
		title: "dead letters expire soon",
		severity: "ticket",
		does: "send one message to an address that does not exist, and leave its dead letter",
		ringsAfterMinutes: ({ deadLetterRetention }) =>
			nearlyExpired(deadLetterRetention),
		begin: deadLetter,
	},
	{
		alarm: "outcome-events-lost",
		title: "outcome events were lost",
		severity: "ticket",
		does: "deny the sending function to put events on the bus, and send one message",
		ringsAfterMinutes: 2,
		begin: denyEvents,
	},
];
