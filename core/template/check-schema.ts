import { compileDataSchema, type DataCheck } from "./data-schema.ts";
import { isSchema, type Schema } from "./expand-schema.ts";
import type { TemplateFault } from "./template.ts";
import { readJson } from "./template-files.ts";

export type CheckedSchema =
	| {
			readonly kind: "schema";
			readonly schema: Schema;
			readonly check: DataCheck;
	  }
	| { readonly kind: "faulty"; readonly faults: readonly TemplateFault[] };

/** Reads a `schema.json`: strictly, so that a slip of the pen is a fault and not a rule that never holds. */
export function checkSchema(file: string, text: string): CheckedSchema {
	const faulty = (sentence: string): CheckedSchema => ({
		kind: "faulty",
		faults: [{ file, sentence }],
	});
	const json = readJson(text);
	if (json.kind === "broken") return faulty(json.sentence);
	const schema = json.value;
	if (!isSchema(schema) || schema.type !== "object")
		return faulty(
			'it has to describe an object, the data of a message: give it "type": "object"',
		);
	if (schema.$async !== undefined)
		return faulty("$async is refused: data is checked at once; remove it");
	try {
		return { kind: "schema", schema, check: compileDataSchema(schema) };
	} catch (error) {
		return faulty(
			`it is no JSON Schema of 2020-12: ${error instanceof Error ? error.message : error}`,
		);
	}
}
