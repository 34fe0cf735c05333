/**
 * Text that somebody else has written, as they wrote it: of any length, and with anything in it. Only `cut` makes
 * plain text of it, so that no expression, sort or log meets more than a stated maximum.
 */
export interface OutsideText {
	readonly [outside]: true;
}
declare const outside: unique symbol;

export function fromOutside(text: string): OutsideText {
	return text as unknown as OutsideText;
}

/** The first so many UTF-16 units of it, and no half of a character. */
export function cut(text: OutsideText | string, maximum: number): string {
	const whole = text as string;
	return whole.length <= maximum
		? whole
		: whole.slice(0, maximum).replace(/[\uD800-\uDBFF]$/, "");
}

/** The most that is read of each kind of outside text, in UTF-16 units. */
export const MAXIMUM = {
	/** A reply of Gmail's, all its lines. */
	reply: 4096,
	/** What SQS tells of who sent: 21 characters of a role or user, 12 of an account. */
	senderId: 64,
	/** A message attribute's name, by SQS's own limit, and its value: longer ones are not kept in a dead letter. */
	attributeName: 256,
	attribute: 12_000,
	/** One value of a log line. */
	logged: 2000,
} as const;
