import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { Problem } from "../message/message.ts";
import { dataProblems } from "./data-problems.ts";

type Schema = Readonly<Record<string, unknown>>;

/** Checks data against a schema, and fills in its defaults in a copy. */
export type DataCheck = (
	data: unknown,
) =>
	| { readonly kind: "data"; readonly data: Readonly<Record<string, unknown>> }
	| { readonly kind: "invalid"; readonly problems: readonly Problem[] };

/** @throws Error that says what is wrong with the schema. */
export function compileDataSchema(schema: Schema): DataCheck {
	// One each: their $ids may be the same.
	const ajv = new Ajv2020({
		strict: true,
		allowUnionTypes: true,
		allErrors: true,
		verbose: true,
		useDefaults: true,
		// `constructor` is not there because every object inherits one.
		ownProperties: true,
	});
	formats.default(ajv);
	const validate = ajv.compile<Readonly<Record<string, unknown>>>(schema);
	return (data) => {
		const copy: unknown = structuredClone(data ?? {});
		return validate(copy)
			? { kind: "data", data: copy }
			: { kind: "invalid", problems: dataProblems(errorsOf(validate)) };
	};
}

function errorsOf(validate: {
	errors?: null | readonly ErrorObject[];
}): readonly ErrorObject[] {
	return validate.errors ?? [];
}
