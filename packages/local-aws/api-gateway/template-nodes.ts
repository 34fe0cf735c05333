/** A mapping template, taken apart. */
export type MappingTemplate = readonly Node[];

export type Node =
	| { readonly kind: "text"; readonly text: string }
	| { readonly kind: "set"; readonly name: string; readonly value: Value }
	| If
	| Reference;

/** `#if … #elseif … #else … #end` */
export interface If {
	readonly kind: "if";
	/** The first one whose condition holds is taken. */
	readonly branches: readonly {
		readonly condition: Condition;
		readonly template: MappingTemplate;
	}[];
	readonly otherwise: MappingTemplate;
}

export type Condition =
	| { readonly kind: "value"; readonly value: Value }
	| { readonly kind: "equal"; readonly left: Value; readonly right: Value }
	| { readonly kind: "not"; readonly condition: Condition }
	| {
			readonly kind: "and" | "or";
			readonly conditions: readonly Condition[];
	  };

export type Value =
	| { readonly kind: "constant"; readonly value: string | number | boolean }
	/** A text in double quotes: what it refers to is put in. */
	| { readonly kind: "interpolated"; readonly template: MappingTemplate }
	| Reference;

/** `$name.step.step(value)` */
export interface Reference {
	readonly kind: "reference";
	readonly name: string;
	readonly steps: readonly Step[];
}

export interface Step {
	readonly name: string;
	/** Undefined: no call, but a field. */
	readonly values: readonly Value[] | undefined;
}

/** Calls that a local run has, by the variable they are on, with their number of parameters. */
export const CALLS: Readonly<Record<string, Readonly<Record<string, number>>>> =
	{
		input: { json: 1, path: 1, params: 1 },
		util: {
			urlEncode: 1,
			urlDecode: 1,
			escapeJavaScript: 1,
			base64Encode: 1,
			base64Decode: 1,
		},
	};

/** Calls on what a variable or a path has: on a text, and on an object or a list. */
export const VALUE_CALLS: Readonly<Record<string, number>> = {
	replace: 2,
	replaceAll: 2,
	trim: 0,
	toString: 0,
	containsKey: 1,
	get: 1,
	isEmpty: 0,
	size: 0,
};

/** What a local run takes in a template, for error sentences. */
export const TEMPLATE_SYNTAX =
	"#set, #if, #elseif, #else and #end with ==, !=, !, && and ||, $input.body, $input.json(path), $input.path(path), $input.params(name), $util.urlEncode, urlDecode, escapeJavaScript, base64Encode and base64Decode, $context and $stageVariables, replace, replaceAll and trim of a text, and containsKey, get, isEmpty and size";
