import { type JsonSchema, JsonSchemaType } from "aws-cdk-lib/aws-apigateway";
import schema from "../../schema/email-message.v1.json" with { type: "json" };
import { isMet, NEEDS } from "./mail-message.ts";
import type { FixedMail } from "./mail-request.ts";

interface SchemaNode {
	readonly type?: string;
	readonly const?: unknown;
	readonly enum?: readonly unknown[];
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly pattern?: string;
	readonly items?: SchemaNode;
	readonly minItems?: number;
	readonly maxItems?: number;
	readonly properties?: Readonly<Record<string, SchemaNode>>;
	readonly propertyNames?: SchemaNode;
	readonly additionalProperties?: boolean | SchemaNode;
	readonly required?: readonly string[];
	readonly anyOf?: readonly SchemaNode[];
	readonly allOf?: readonly SchemaNode[];
}

/**
 * The message format as API Gateway understands it, draft 4. It refuses wrong types and unknown fields and
 * accepts all that the format accepts; the function checks the rest.
 *
 * @param fixed What is fixed, for requests that may set the rest alone.
 */
export function requestSchema(fixed: FixedMail | undefined): JsonSchema {
	return draft4(fixed === undefined ? FORMAT : rest(fixed));
}

const FORMAT: SchemaNode = schema;

function rest({ given, fields }: FixedMail): SchemaNode {
	const possible: readonly string[] = [...given, ...fields];
	return {
		type: "object",
		properties: Object.fromEntries(
			Object.entries(FORMAT.properties ?? {}).filter(([name]) =>
				fields.some((field) => field === name),
			),
		),
		additionalProperties: false,
		allOf: NEEDS.filter((need) => !isMet(need, given)).map((need) => ({
			anyOf: need
				.filter((set) => isMet([set], possible))
				.map((set) => ({
					required: set.filter((field) => !given.includes(field)),
				})),
		})),
	};
}

// No format: API Gateway's date-time is narrower than ours. No unknown keyword: it refuses the model.
function draft4(node: SchemaNode): JsonSchema {
	const { minLength, maxLength, minItems, maxItems, pattern } = node;
	return {
		type: TYPES.find((known) => known === node.type),
		enum: "const" in node ? [node.const] : node.enum && [...node.enum],
		minLength,
		maxLength,
		minItems,
		maxItems,
		pattern,
		items: node.items && draft4(node.items),
		...propertiesOf(node),
		required: unlessEmpty(node.required),
		anyOf: node.anyOf?.map(draft4),
		allOf: unlessEmpty(node.allOf)?.map(draft4),
	};
}

const TYPES = Object.values(JsonSchemaType);

// Draft 4 has no empty list of these.
function unlessEmpty<T>(list: readonly T[] = []): T[] | undefined {
	return list.length === 0 ? undefined : [...list];
}

function propertiesOf({
	properties,
	propertyNames,
	additionalProperties,
}: SchemaNode): JsonSchema {
	const others =
		typeof additionalProperties === "object"
			? draft4(additionalProperties)
			: additionalProperties;
	// Draft 4 has no propertyNames.
	if (propertyNames?.pattern !== undefined && typeof others === "object") {
		return {
			patternProperties: { [propertyNames.pattern]: others },
			additionalProperties: false,
		};
	}
	return {
		properties: properties && mapped(properties),
		additionalProperties: others,
	};
}

function mapped(nodes: Readonly<Record<string, SchemaNode>>) {
	return Object.fromEntries(
		Object.entries(nodes).map(([name, node]) => [name, draft4(node)]),
	);
}
