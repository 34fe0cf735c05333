import { isObject } from "../json.ts";

/** What a template's references stand for in a local run. */
export interface References {
	/** `Ref` of a resource, parameter or pseudo parameter. */
	ref(logicalId: string): unknown;
	attribute(logicalId: string, name: string): unknown;
	/** An output of another stack. */
	output(stackName: string, name: string): unknown;
	/** What another stack exports by this name. */
	imported(name: string): unknown;
}

export type Properties = Readonly<Record<string, unknown>>;

/** Properties within a property; of what is not there, none. */
export function within(property: unknown): Properties {
	return isObject(property) ? property : {};
}

/** A resource of a template, with its intrinsic functions resolved. */
export interface Resource {
	/** In the template. */
	readonly id: string;
	readonly type: string;
	/** As AWS would call it, or its id. */
	readonly name: string;
	readonly arn: string;
	readonly properties: Properties;
}

/** The resources of a type that a local run has. */
export type ResourcesOf = (type: string) => readonly Resource[];

/** Resolves CloudFormation's intrinsic functions in a value of a template. */
export function resolveIntrinsics(
	value: unknown,
	references: References,
): unknown {
	if (Array.isArray(value)) {
		return value
			.map((entry) => resolveIntrinsics(entry, references))
			.filter((entry) => entry !== undefined);
	}
	if (!isObject(value)) return value;
	const entries = Object.entries(value);
	const [[name = "", argument] = []] = entries;
	if (entries.length === 1) {
		const early = ON_REFERENCES[name];
		if (early !== undefined) return early(argument, references);
		const late = ON_VALUES[name];
		if (late !== undefined)
			return late(resolveIntrinsics(argument, references) as never, references);
	}
	return Object.fromEntries(
		entries
			.map(([key, inner]) => [key, resolveIntrinsics(inner, references)])
			.filter(([, inner]) => inner !== undefined),
	);
}

/** Intrinsic functions whose argument names what it refers to. */
const ON_REFERENCES: Readonly<
	Record<string, (argument: unknown, references: References) => unknown>
> = {
	Ref: (id, references) =>
		id === "AWS::NoValue" ? undefined : references.ref(String(id)),
	"Fn::GetAtt": (argument, references) => {
		const [id, ...name] = Array.isArray(argument)
			? argument
			: String(argument).split(".");
		return references.attribute(String(id), name.join("."));
	},
	"Fn::Sub": (argument, references) => {
		const [text, variables] = (
			Array.isArray(argument) ? argument : [argument, {}]
		) as [string, Record<string, unknown>];
		return text.replace(/\$\{([^!}][^}]*)\}/g, (_match, name: string) => {
			if (name in variables)
				return String(resolveIntrinsics(variables[name], references));
			const [id = "", ...attribute] = name.split(".");
			return String(
				attribute.length === 0
					? references.ref(id)
					: references.attribute(id, attribute.join(".")),
			);
		});
	},
};

/** Those whose argument is resolved before. */
const ON_VALUES: Readonly<
	Record<string, (argument: never, references: References) => unknown>
> = {
	"Fn::GetStackOutput": (
		{ StackName, OutputName }: { StackName: string; OutputName: string },
		references,
	) => references.output(StackName, OutputName),
	"Fn::ImportValue": (name: string, references) => references.imported(name),
	"Fn::Join": ([separator, parts]: [string, unknown[]]) =>
		parts.join(separator),
	"Fn::Select": ([index, list]: [number | string, unknown[]]) =>
		list[Number(index)],
	"Fn::Split": ([separator, text]: [string, string]) => text.split(separator),
	"Fn::Base64": (text: unknown) => Buffer.from(String(text)).toString("base64"),
};
