/** A valid message. */
export function mail(fields: object = {}): Record<string, unknown> {
	return {
		to: "ann@example.com",
		subject: "Hello",
		text: "Hello Ann",
		...fields,
	};
}
