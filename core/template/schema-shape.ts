import {
	both,
	expandSchema,
	isSchema,
	listOf,
	ownSchema,
	type Schema,
	type Shape,
} from "./expand-schema.ts";

export type ShapeStep =
	| { readonly kind: "there"; readonly shape: Shape }
	| { readonly kind: "unknown" }
	/** The schema knows it, but does not make sure of it. */
	| { readonly kind: "optional" };

/** Reads a data schema as templates walk through data. */
export interface SchemaShapes {
	readonly root: Shape;
	/** One property, or element, deeper. */
	step(shape: Shape, key: string | number): ShapeStep;
	/** What a for loop over it gives; undefined: nobody knows. */
	each(shape: Shape): Shape | undefined;
}

const SIZE: Schema = { type: "number" };

export function schemaShapes(root: Schema): SchemaShapes {
	const expand = (schema: Schema) => expandSchema(schema, root);
	return {
		root: expand(root),
		step(shape, key) {
			const steps = shape.map((all) => stepIn(all, key));
			if (steps.every(({ kind }) => kind === "unknown"))
				return { kind: "unknown" };
			if (steps.some(({ kind }) => kind !== "there"))
				return { kind: "optional" };
			const leads = steps.flatMap((one) => ("shape" in one ? one.shape : []));
			return { kind: "there", shape: leads };
		},
		each: (shape) =>
			shape.every((all) => all.some(isArray))
				? shape.flatMap((all) => elements(all, undefined))
				: undefined,
	};

	function stepIn(all: readonly Schema[], key: string | number): ShapeStep {
		const name = String(key);
		const found = all.flatMap(({ properties }) => ownSchema(properties, name));
		if (found.length > 0) {
			const isSure =
				all.some(({ required }) => listOf(required).includes(name)) ||
				found.some((property) => "default" in property);
			return isSure
				? { kind: "there", shape: both(found.map(expand)) }
				: { kind: "optional" };
		}
		if (name === "size" && all.some(hasSize))
			return { kind: "there", shape: [[SIZE]] };
		const index = name === "first" || name === "last" ? 0 : Number(key);
		if (all.some(isArray) && Number.isInteger(index)) {
			return index <
				Math.max(...all.map(({ minItems = 0 }) => Number(minItems)))
				? { kind: "there", shape: elements(all, index) }
				: { kind: "optional" };
		}
		return {
			kind: all.some(
				({ additionalProperties: more }) => isSchema(more) || more === true,
			)
				? "optional"
				: "unknown",
		};
	}

	function elements(all: readonly Schema[], index: number | undefined): Shape {
		const found = all.flatMap(({ prefixItems, items }) => {
			const tuple = listOf(prefixItems);
			return index === undefined ? [...tuple, items] : [tuple[index] ?? items];
		});
		const schemas = found.filter(isSchema);
		return schemas.length === 0 ? [[{}]] : schemas.flatMap(expand);
	}
}

function isArray({ type }: Schema): boolean {
	return [type].flat().includes("array");
}

function hasSize({ type }: Schema): boolean {
	return ["array", "string", "object"].some((one) =>
		[type].flat().includes(one),
	);
}
