import type { Email } from "../core/message/email.ts";
import type { EmailOutcome } from "./email-outcome.ts";

/** What a test has put in the place of AWS. */
export interface Fake {
	/** @returns the message id. */
	take(email: Email, at?: Date): string;
	outcomeOf(id: string): EmailOutcome;
}

// The package is there twice, for import and for require: both look here.
const PLACE = Symbol.for("sqs-gmail-sender/publisher/testing");

export function fakeInPlace(): Fake | undefined {
	return Reflect.get(globalThis, PLACE);
}

export function putInPlace(fake: Fake | undefined): void {
	Reflect.set(globalThis, PLACE, fake);
}
