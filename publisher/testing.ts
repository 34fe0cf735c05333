/** For the unit tests of a producer, `sqs-gmail-sender/publisher/testing`: mail without AWS. */
import { randomUUID } from "node:crypto";
import type { Email } from "../core/message/email.ts";
import type { EmailOutcome } from "./email-outcome.ts";
import { putInPlace } from "./fake-in-place.ts";

/** What the code under test has sent, and what it is to hear of it. */
export interface FakeMail {
	/** What was sent, oldest first, as it would be on the queue. */
	readonly sent: readonly Email[];
	/** What was scheduled, oldest first. */
	readonly scheduled: readonly { readonly email: Email; readonly at: Date }[];
	/** Has `outcomeOf` answer this for the id; until then it answers `unknown`. */
	outcome(
		id: string,
		kind: EmailOutcome["kind"],
		details?: {
			/** @default now */
			readonly at?: Date;
			/** Of `failed`. */
			readonly cause?: Extract<EmailOutcome, { kind: "failed" }>["cause"];
		},
	): void;
	/** Forgets what was sent, scheduled and told. */
	clear(): void;
	/** From now on the library goes to AWS again. */
	restore(): void;
}

/**
 * From now on `sendEmail`, `sendEmails`, `scheduleEmail` and `outcomeOf` of this process go to this fake,
 * whoever calls them and with whatever options. They validate as ever.
 */
export function fakeMail(): FakeMail {
	const sent: Email[] = [];
	const scheduled: { readonly email: Email; readonly at: Date }[] = [];
	const outcomes = new Map<string, EmailOutcome>();
	putInPlace({
		take(email, at) {
			if (at === undefined) sent.push(email);
			else scheduled.push({ email, at });
			return randomUUID();
		},
		outcomeOf: (id) => outcomes.get(id) ?? { kind: "unknown" },
	});
	return {
		sent,
		scheduled,
		outcome(id, kind, { at = new Date(), cause } = {}) {
			if (kind === "unknown") outcomes.set(id, { kind });
			else if (kind === "failed") outcomes.set(id, { kind, at, cause });
			else outcomes.set(id, { kind, at });
		},
		clear() {
			sent.length = 0;
			scheduled.length = 0;
			outcomes.clear();
		},
		restore: () => putInPlace(undefined),
	};
}
