/** What Gmail does with one address, whatever else is the matter. It stands before the first dot of its local part. */
export const FATES = {
	/** Nothing is the matter with it. */
	well: undefined,
	gone: { stage: "rcpt", text: "550 5.1.1 The email account does not exist" },
	full: {
		stage: "rcpt",
		text: "452 4.2.2 The recipient's inbox is out of storage",
	},
	busy: {
		stage: "rcpt",
		text: "450 4.2.1 The user is receiving mail too quickly",
	},
	spam: { stage: "eom", text: "550 5.7.1 likely unsolicited mail" },
	deferred: {
		stage: "eom",
		text: "451 4.3.0 Mail server temporarily rejected message",
	},
	/** The connection is always lost at it. */
	drops: { stage: "data", text: "" },
	/** It is lost after the final dot, and the message is not taken. */
	doubts: { stage: "eom", text: "" },
} as const;
export type Fate = keyof typeof FATES;
