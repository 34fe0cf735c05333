import type { ReplyFault } from "../local/local-gmail.ts";

export type DrillName = "auth" | "quota" | "dlq" | "stall";

export interface Drill {
	/** Id of the alarm that is rehearsed. */
	readonly alarm: string;
	/** What is done to the local stack. */
	readonly locally: string;
	/** What the look-alike Gmail answers from then on. */
	readonly faults?: readonly ReplyFault[];
	/** Whom the message is for that meets the failure. @default drill@example.com */
	readonly to?: string;
	/** Seconds after which such a message becomes visible, one each. @default one, at once */
	readonly delays?: readonly number[];
	/** Which alarm rings on the local stack, and when. */
	readonly rings: string;
}

/** What can be rehearsed. */
export const DRILLS: Readonly<Record<DrillName, Drill>> = {
	auth: {
		alarm: "auth-refused",
		locally:
			"change the mailbox's App Password, or take the OAuth consent back, at the look-alike Gmail",
		rings: "its alarm rings within two minutes",
	},
	quota: {
		alarm: "quota-exhausted",
		locally: "have the look-alike Gmail refuse all mail with 550 5.4.5",
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
		locally: "send one message to an address that is refused for good",
		to: "reply-550-5.1.1@example.com",
		rings: "its alarm rings within five minutes",
	},
	stall: {
		alarm: "backlog-stalled",
		locally: "leave the sending function no concurrency, so that nothing runs",
		// A throttled message comes back much later: one each five minutes shows that it lasts.
		delays: [0, 300, 600, 900],
		rings: "the alarm function-throttled rings after a quarter of an hour",
	},
};

export function isDrill(name: string | undefined): name is DrillName {
	return name !== undefined && Object.hasOwn(DRILLS, name);
}
