/** A valid message. */
export function mail(fields: object = {}): Record<string, unknown> {
	return {
		to: "ann@example.com",
		subject: "Hello",
		text: "Hello Ann",
		...fields,
	};
}

/** Time-out of a test with thousands of mails, in ms: on a busy machine it is slow, not wrong. */
export const THOUSANDS_MS = 900_000;
