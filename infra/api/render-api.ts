import {
	type DeclarationReflection,
	ReferenceReflection,
	ReflectionKind,
	type SomeType,
} from "typedoc";
import { commentText, lineText } from "./comment-text.ts";
import { signatureText, typeText } from "./type-text.ts";

/** One exported name: what it is, and each of its own members in a line. */
export function renderName(
	item: DeclarationReflection,
	exported: Names,
): string {
	if (item instanceof ReferenceReflection) {
		const { name } = item.getTargetReflectionDeep();
		return `### ${item.name}\n\nThe same as [${name}](#${name.toLowerCase()}).`;
	}
	const { name, comment, type, signatures: [signature] = [], kind } = item;
	const shape =
		signature !== undefined
			? signatureText(name, signature)
			: kind === ReflectionKind.TypeAlias || kind === ReflectionKind.Variable
				? typeText(type)
				: undefined;
	const own = (item.children ?? []).filter((member) =>
		isOwn(member, item, exported),
	);
	return [
		`### ${name}`,
		commentText(signature?.comment ?? comment),
		shape === undefined ? "" : `\`${shape}\``,
		parentsText(item, exported),
		own.map(lineOf).join("\n"),
	]
		.filter((part) => part !== "")
		.join("\n\n");
}

type Names = ReadonlySet<string>;

function parentsText(item: DeclarationReflection, exported: Names): string {
	const parents = parentsOf(item).flatMap((parent) => {
		const name = String(parent);
		if (exported.has(name)) return `[${name}](#${name.toLowerCase()})`;
		return isOurs(parent) ? [] : `\`${name}\``;
	});
	return parents.length === 0
		? ""
		: `Also has the members of ${parents.join(" and ")}.`;
}

/** What a package or another exported name declares stands there. */
function isOwn(
	{ inheritedFrom, overwrites, implementationOf, kind }: DeclarationReflection,
	item: DeclarationReflection,
	exported: Names,
): boolean {
	const declared = inheritedFrom ?? implementationOf ?? overwrites;
	if (declared === undefined || kind === ReflectionKind.Constructor)
		return true;
	return parentsOf(item).some(
		(parent) =>
			declared.name.startsWith(`${parent}.`) &&
			isOurs(parent) &&
			!exported.has(String(parent)),
	);
}

function parentsOf(item: DeclarationReflection): readonly SomeType[] {
	return [...(item.extendedTypes ?? []), ...(item.implementedTypes ?? [])];
}

/** Of this package. */
function isOurs(parent: SomeType): boolean {
	return parent.type === "reference" && parent.package === "sqs-gmail-sender";
}

function lineOf(member: DeclarationReflection): string {
	const { name, kind, flags, getSignature } = member;
	const [signature] = member.signatures ?? [];
	const isNew = kind === ReflectionKind.Constructor;
	const shape =
		signature === undefined
			? `${name}${flags.isOptional ? "?" : ""}: ${typeText(member.type ?? getSignature?.type)}`
			: signatureText(isNew ? `new ${signature.type}` : name, signature);
	const said = lineText(
		signature?.comment ?? member.comment ?? getSignature?.comment,
	);
	return `- \`${flags.isStatic ? "static " : ""}${shape}\` ${said}`.trimEnd();
}
