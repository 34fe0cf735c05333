import type { ReplyFault } from "../local/local-gmail.ts";

export type DrillName = "auth" | "quota" | "dlq" | "stall";

export interface Drill {
	/** Id of the alarm that is rehearsed. */
	readonly alarm: string;
	/** What the drill does to the local stack. */
	readonly locally: string;
	/** Replies of the look-alike Gmail during the drill. */
	readonly faults?: readonly ReplyFault[];
	/** Recipient of the message that encounters the failure. @default drill@example.com */
	readonly to?: string;
	/** Delay of each such message, in seconds. @default one message, at once */
	readonly delays?: readonly number[];
	/** Which alarm rings on the local stack, and when. */
	readonly rings: string;
}

/** The drills, by name. */
export const DRILLS: Readonly<Record<DrillName, Drill>> = {
	auth: {
		alarm: "auth-refused",
		locally:
			"change the mailbox's App Password, or revoke the OAuth consent, at the look-alike Gmail",
		rings: "its alarm rings within two minutes",
	},
	quota: {
		alarm: "quota-exhausted",
		locally: "make the look-alike Gmail refuse all mail with 550 5.4.5",
		faults: [
			{
				stage: "data",
				reply: "550 5.4.5 Daily user sending limit exceeded.",
			},
		],
		rings: "its alarm rings within two minutes",
	},
	dlq: {
		alarm: "dead-lettered",
		locally: "send one message to an address that is permanently refused",
		to: "reply-550-5.1.1@example.com",
		rings: "its alarm rings within five minutes",
	},
	stall: {
		alarm: "backlog-stalled",
		locally: "set the reserved concurrency of the sending function to 0",
		// A throttled message returns much later: one every five minutes shows that the failure lasts.
		delays: [0, 300, 600, 900],
		rings: "the alarm function-throttled rings after 15 minutes",
	},
};

export function isDrill(name: string | undefined): name is DrillName {
	return name !== undefined && Object.hasOwn(DRILLS, name);
}
