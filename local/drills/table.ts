import {
	answering,
	emptySecret,
	loseAnswer,
	refuseLogin,
} from "./causes-of-gmail.ts";
import { deadLetter } from "./causes-of-letters.ts";
import type { Drill } from "./drill.ts";

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
		ringsAfterMinutes: 20,
		// One alone could be its own fault.
		begin: answering("mail", "421 4.3.0 Temporary System Problem.", 4),
	},
	{
		alarm: "misconfigured",
		title: "sender is not set up right",
		severity: "page",
		does: "empty the sender's secret, and make a new App Password at the look-alike Gmail",
		ringsAfterMinutes: 3,
		begin: emptySecret,
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
];
