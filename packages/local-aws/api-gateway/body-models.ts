import { Ajv } from "ajv";
import type { Resource } from "../cloudformation/intrinsics.ts";

/** Tells whether a body (JSON text) is as a model wants it. */
export type BodyCheck = (body: string) => boolean;

/** The checks of an API's models, by name. The models may refer to one another. */
export function bodyChecks(
	apiId: string,
	models: readonly Resource[],
): ReadonlyMap<string, BodyCheck> {
	// API Gateway takes what it does not know.
	const ajv = new Ajv({ strict: false, validateFormats: false });
	const keyOf = (name: string) =>
		`https://apigateway.amazonaws.com/restapis/${apiId}/models/${name}`;
	for (const { name, properties } of models) {
		const { Schema } = properties;
		const schema = typeof Schema === "string" ? JSON.parse(Schema) : Schema;
		ajv.addSchema(fromDraft4(schema) as object, keyOf(name));
	}
	const isValid = (name: string, body: string) => {
		try {
			return ajv.validate(keyOf(name), JSON.parse(body));
		} catch {
			return false;
		}
	};
	return new Map(
		models.map(({ name }) => [name, (body) => isValid(name, body)]),
	);
}

/** JSON Schema of draft 4, which API Gateway takes, as ajv reads it. */
function fromDraft4(schema: unknown): unknown {
	if (Array.isArray(schema)) return schema.map(fromDraft4);
	if (typeof schema !== "object" || schema === null) return schema;
	const { $schema, id, exclusiveMinimum, exclusiveMaximum, ...rest } =
		schema as Record<string, unknown>;
	const result = Object.fromEntries(
		Object.entries(rest).map(([key, value]) => [
			key,
			key === "enum" || key === "const" ? value : fromDraft4(value),
		]),
	);
	// A property may be called so, too: then it has a schema.
	if (typeof id === "object") result.id = fromDraft4(id);
	limit(result, "minimum", "exclusiveMinimum", exclusiveMinimum);
	limit(result, "maximum", "exclusiveMaximum", exclusiveMaximum);
	return result;
}

// In draft 4 a flag beside the limit says that it is out of bounds itself.
function limit(
	result: Record<string, unknown>,
	inclusive: string,
	exclusive: string,
	given: unknown,
): void {
	if (given === undefined || given === false) return;
	result[exclusive] = given === true ? result[inclusive] : fromDraft4(given);
	if (given === true) delete result[inclusive];
}
