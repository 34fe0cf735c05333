import {
	type DeclarationReflection,
	type SignatureReflection,
	type SomeType,
	UnionType,
} from "typedoc";

/** A type as TypeScript writes it: TypeDoc has but `Object` for one that is written in place. */
export function typeText(type: SomeType | undefined): string {
	switch (type?.type) {
		case "union":
			return type.types.map(typeText).join(" | ");
		case "array": {
			const element = typeText(type.elementType);
			return type.elementType instanceof UnionType
				? `(${element})[]`
				: `${element}[]`;
		}
		case "typeOperator":
			return `${type.operator} ${typeText(type.target)}`;
		case "reflection":
			return objectText(type.declaration);
		default:
			return String(type);
	}
}

/** `name(first: string, options?: Options): void`. */
export function signatureText(
	name: string,
	signature: SignatureReflection,
	arrow = ":",
): string {
	const parameters = (signature.parameters ?? []).map((parameter) => {
		const { name, flags, type, defaultValue } = parameter;
		const given = name === "__namedParameters" ? "options" : name;
		const isOptional = flags.isOptional || defaultValue !== undefined;
		return `${given}${isOptional ? "?" : ""}: ${typeText(type)}`;
	});
	return `${name}(${parameters.join(", ")})${arrow} ${typeText(signature.type)}`;
}

function objectText({
	signatures: [signature] = [],
	children = [],
}: DeclarationReflection): string {
	if (signature !== undefined) return signatureText("", signature, " =>");
	const members = children.map(
		({ name, flags, type }) =>
			`${name}${flags.isOptional ? "?" : ""}: ${typeText(type)}`,
	);
	return `{ ${members.join("; ")} }`;
}
