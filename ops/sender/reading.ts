/** The result of reading one part: its value, or why it could not be read. */
export type Reading<T> =
	| { readonly kind: "read"; readonly value: T }
	| { readonly kind: "unknown"; readonly why: string };

/** Reads one part. A failure is a value, so that it does not hide other parts. */
export async function read<T>(call: () => Promise<T>): Promise<Reading<T>> {
	try {
		return { kind: "read", value: await call() };
	} catch (error) {
		return { kind: "unknown", why: whyOf(error) };
	}
}

export function valueOr<T>(reading: Reading<T>, otherwise: T): T {
	return reading.kind === "read" ? reading.value : otherwise;
}

/** Describes a reading; a part that could not be read is unknown. */
export function textOf<T>(reading: Reading<T>, text: (value: T) => string) {
	return reading.kind === "read"
		? text(reading.value)
		: unknownText(reading.why);
}

export function unknownText(why: string): string {
	return `unknown (${why})`;
}

/** A text about a part that may be unknown. */
export function textUnless(
	why: string | undefined,
	text: () => string,
): string {
	return why === undefined ? text() : unknownText(why);
}

/** The AWS name of an error, such as `AccessDenied`. */
export function whyOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const { code } = error as { readonly code?: unknown };
	const name = error.name === "Error" && code ? String(code) : error.name;
	return name.replace(/(?<=.)Exception$/, "");
}
