import { isObject } from "../json.ts";

/** What a template's references stand for in a local run. */
export interface References {
	/** `Ref` of a resource, parameter or pseudo parameter. */
	ref(logicalId: string): unknown;
	attribute(logicalId: string, name: string): unknown;
	/** An output of another stack. */
	output(stackName: string, name: string): unknown;
}

export type Properties = Readonly<Record<string, unknown>>;

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
	const [first] = entries;
	if (entries.length === 1 && first !== undefined) {
		const intrinsic = INTRINSICS[first[0]];
		if (intrinsic !== undefined) return intrinsic(first[1], references);
	}
	return Object.fromEntries(
		entries
			.map(([key, inner]) => [key, resolveIntrinsics(inner, references)])
			.filter(([, inner]) => inner !== undefined),
	);
}

type Intrinsic = (argument: unknown, references: References) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
	Ref: (id, references) =>
		id === "AWS::NoValue" ? undefined : references.ref(String(id)),
	"Fn::GetAtt": (argument, references) => {
		const [id, ...name] = Array.isArray(argument)
			? argument
			: String(argument).split(".");
		return references.attribute(String(id), name.join("."));
	},
	"Fn::GetStackOutput": (argument, references) => {
		const { StackName, OutputName } = resolveIntrinsics(
			argument,
			references,
		) as {
			readonly StackName: string;
			readonly OutputName: string;
		};
		return references.output(StackName, OutputName);
	},
	"Fn::Join": (argument, references) => {
		const [separator, parts] = resolveIntrinsics(argument, references) as [
			string,
			unknown[],
		];
		return parts.join(separator);
	},
	"Fn::Select": (argument, references) => {
		const [index, list] = resolveIntrinsics(argument, references) as [
			number | string,
			unknown[],
		];
		return list[Number(index)];
	},
	"Fn::Split": (argument, references) => {
		const [separator, text] = resolveIntrinsics(argument, references) as [
			string,
			string,
		];
		return text.split(separator);
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
	"Fn::Base64": (argument, references) =>
		Buffer.from(String(resolveIntrinsics(argument, references))).toString(
			"base64",
		),
};
