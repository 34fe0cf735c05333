/**
 * All that a running stack answers over HTTP at the inbox's address: the page, `startLocal()`, `exec` and the
 * operator's commands ask for nothing else. Mails are as in Mailpit's API. A refusal has the status 400 or
 * 404 and the body `Refusal`. Times are epoch ms by the run's own clock, unless a name says otherwise.
 */

/** GET /local/state, and each `state` event of GET /local/events. */
export interface LocalState {
	readonly now: number;
	/** How far the run's clock is ahead of the machine's. */
	readonly aheadMs: number;
	/** Port of the AWS endpoint. */
	readonly port: number;
	/** What to type to send a mail, if there is a sender. */
	readonly sendCommand: string;
	readonly senders: readonly SenderState[];
	/** Ids of the drills that have begun and not ended. */
	readonly drills: readonly string[];
}

/** What the strip and the alarms of one sender show. */
export interface SenderState {
	readonly name: string;
	readonly mailbox: string;
	readonly sending: boolean;
	/** Sending, or why not; is mail lost; what to type. Lines of plain text. */
	readonly verdict: string;
	readonly breaker: string;
	readonly waiting: number;
	readonly deadLetters: number;
	readonly inDoubt: number;
	/** Messages of the last 24 hours, and the limit. */
	readonly used: number;
	readonly limit: number;
	readonly alarms: readonly RedAlarm[];
}

export interface RedAlarm {
	readonly id: string;
	readonly name: string;
	readonly severity: "page" | "ticket";
	readonly since: number;
	/** The alarm's description. */
	readonly text: string;
	/** Its section of the runbook, as HTML of our own making; commands are those of this run. */
	readonly runbook: string;
}

/** GET /local/story/MAIL: what became of the message behind a mail, a sentence each. */
export interface MailStory {
	readonly sentences: readonly string[];
}

/** GET /local/clock, and the answer to POST /local/clock with a `Move`. */
export interface LocalClock {
	readonly now: number;
	/** The same in ISO 8601. */
	readonly time: string;
	readonly aheadMs: number;
}

/** How far to move the clock; the parts add up. Everything moves: functions, schedules, alarms, leases, limits. */
export interface Move {
	readonly days?: number;
	readonly hours?: number;
	readonly minutes?: number;
	readonly seconds?: number;
}

/** GET /local/drills: one for each alarm. */
export interface DrillOffer {
	/** The alarm's id. */
	readonly alarm: string;
	readonly title: string;
	readonly severity: "page" | "ticket";
	/** What it does to the local stack, to follow "Would". */
	readonly does: string;
	/** Minutes until the alarm is red, at most. */
	readonly ringsAfterMinutes: number;
	readonly isOn: boolean;
}

/** POST /local/drills. */
export interface DrillRequest {
	readonly alarm: string;
	/** @default the only sender */
	readonly sender?: string;
}

/** The answer to POST /local/drills and to DELETE /local/drills, which ends all of them. */
export interface DrillAnswer {
	readonly sentences: readonly string[];
	/** A new App Password that mends it, if that is what mends it. */
	readonly password?: string;
}

export interface Refusal {
	readonly Error: string;
}

/** Server-sent events of GET /local/events, by their names. */
export interface LocalEvents {
	/** A mail has arrived; its id. */
	readonly mail: string;
	/** Mails were deleted: look again. */
	readonly deleted: "";
	readonly state: LocalState;
}
