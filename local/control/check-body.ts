import * as v from "valibot";
import { didYouMean, Refused, shown } from "./refused.ts";

type Fields = v.StrictObjectSchema<v.ObjectEntries, undefined>;

/** How a refusal begins, such as `Cannot set the quota`, and a body that is allowed. */
interface Asked {
	readonly cannot: string;
	readonly example: string;
}

/** A body by its schema, whose messages tell what is allowed. @throws Refused that names the field */
export function checkBody<Schema extends Fields>(
	schema: Schema,
	input: unknown,
	{ cannot, example }: Asked,
): v.InferOutput<Schema> {
	const isFields =
		typeof input === "object" && input !== null && !Array.isArray(input);
	if (!isFields)
		throw new Refused(
			`${cannot} as it is ${shown(input)}: allowed is a JSON object such as ${example}`,
		);
	const allowed = Object.keys(schema.entries);
	const strange = Object.keys(input).find((name) => !allowed.includes(name));
	if (strange !== undefined)
		throw new Refused(
			`${cannot} as there is no field ${shown(strange)}${didYouMean(strange, allowed)}: allowed are ${allowed.join(", ")}; for example ${example}`,
		);
	const result = v.safeParse(schema, input);
	if (result.success) return result.output;
	const [issue] = result.issues;
	const [{ key = "it" } = {}] = issue.path ?? [];
	if (issue.input === undefined)
		throw new Refused(`${cannot} as ${key} is missing; for example ${example}`);
	throw new Refused(
		`${cannot} as ${key} is ${shown(issue.input)}: allowed is ${issue.message}; for example ${example}`,
	);
}

/** A whole number from `least` on. */
export function whole(least: number) {
	const allowed = `a whole number from ${least}`;
	return v.pipe(
		v.number(allowed),
		v.safeInteger(allowed),
		v.minValue(least, allowed),
	);
}

/** A text of 1 to `most` characters. */
export function text(allowed: string, most = 10_000) {
	return v.pipe(
		v.string(allowed),
		v.minLength(1, allowed),
		v.maxLength(most, `${allowed} of at most ${most} characters`),
	);
}
