import { Helper, parse } from "velocityjs";
import { parseJsonPath } from "../json-path.ts";
import { CALLS, UTIL } from "./template-calls.ts";

export type MappingTemplate = ReturnType<typeof parse>;
export type Ast = MappingTemplate[number];
export type Reference = Extract<Ast, { readonly type: "references" }>;
export type Step = NonNullable<Reference["path"]>[number];

const SYNTAX =
	"#set, #if, #elseif, #else and #end with ==, !=, !, && and ||, $input.body, $input.json(path), $input.path(path), $input.params(name), $util.urlEncode, urlDecode, escapeJavaScript, base64Encode and base64Decode, $context and $stageVariables, replace, replaceAll and trim of a text, and containsKey, get, isEmpty and size";
const KNOWN =
	/^(if|elseif|else|comment|raw|integer|decimal|bool|method|index|property)$/;
/** The library ignores a missing `#end` and one too many: this comment is then there twice, or not at all. */
const LAST = "## the template ends here";
/** What it takes for a text: directives in braces or without brackets, and comments behind a reference. */
const DIRECTIVE =
	/##|#\*|#\{?(if|elseif|else|end|set|foreach|macro|parse|include|stop|break|evaluate|define)\b\}?/;

/**
 * Reads a mapping template (Velocity). `place` says whose it is.
 * @throws Error for what a local run does not have.
 */
export function parseTemplate(place: string, text: string): MappingTemplate {
	const refuse = (what: string) =>
		new Error(
			`Cannot run ${place} as its mapping template has ${what}: allowed here are ${SYNTAX}`,
		);
	const variables = new Set(["context", "stageVariables"]);
	/** Goes along with JSON.stringify, which visits every node. */
	const check = (_key: string, node: unknown) => {
		const what = Array.isArray(node)
			? objectionToList(node)
			: isAst(node) && objection(node, variables);
		if (typeof what === "string") throw refuse(what);
		if (isAst(node) && node.type === "string" && node.isEval) read(node.value);
		return node;
	};
	const parsed = (part: string) => {
		try {
			// The library leaves the line end after a directive if it is Windows's.
			return parse(part.replaceAll("\r\n", "\n"));
		} catch (error) {
			const [, near] = String(error).split("\n");
			throw refuse(`what velocityjs cannot read, "${near}"`);
		}
	};
	const read = (part: string): MappingTemplate => {
		const template = parsed(part);
		JSON.stringify(template, check);
		const marked = JSON.stringify(parsed(`${part}\n${LAST}`));
		const ends = marked.split(LAST).length - 1;
		if (ends === 1) return template;
		throw refuse(ends === 0 ? "#end without #if" : "#if without #end");
	};
	return read(text);
}

function isAst(node: unknown): node is Ast {
	return typeof node === "object" && node !== null && "type" in node;
}

/** What a local run does not have of a list of nodes. */
function objectionToList(list: readonly unknown[]): string | undefined {
	const texts = list.map((node) => (typeof node === "string" ? node : " "));
	const branches = list.flatMap((node) =>
		isAst(node) && /^(if|else|elseif)$/.test(node.type) ? node.type : [],
	);
	if (!/^(if( elseif)*( else)?)?$/.test(branches.join(" ")))
		return branches[0] === "if"
			? "#if without #end"
			: `#${branches[0]} without #if`;
	return DIRECTIVE.exec(texts.join(""))?.[0];
}

/** What a local run does not have of a node, its inner ones apart. */
function objection(ast: Ast, variables: Set<string>): string | undefined {
	if (ast.type === "set") {
		const [variable] = ast.equal;
		variables.add(variable.id);
		if (variable.path !== undefined)
			return `${Helper.getRefText(variable)} in #set(…)`;
	} else if (ast.type === "references") {
		if (!isKnown(ast, variables)) return Helper.getRefText(ast);
	} else if (ast.type === "string") {
		// The library reads \" in them, at which Velocity ends the text.
		if (ast.value.includes(ast.isEval ? '"' : "'")) return "an escaped quote";
	} else if (ast.type === "math") {
		if (!/^([!=]=|&&|\|\||not|parenthesis)$/.test(ast.operator))
			return `the operator ${ast.operator}`;
		// The library goes from left to right, while && binds closer in Velocity.
		if (ast.operator === "&&" && ast.expression.some(isOr))
			return "|| beside && without brackets";
	} else if (!KNOWN.test(ast.type) || ast.value === "null") {
		if (ast.type === "bool") return "null as a value";
		if (/^(array|map|runt|content)$/.test(ast.type))
			return `${ast.type} as a value`;
		return `#${ast.type === "macro_call" ? ast.id : ast.type}`;
	}
	return undefined;
}

function isOr(ast: Ast): boolean {
	return ast.type === "math" && ast.operator === "||";
}

/** Whether a local run has all that a reference calls. */
function isKnown(
	{ id, args, path = [] }: Reference,
	variables: ReadonlySet<string>,
): boolean {
	const [first, ...rest] = path;
	if (args !== undefined || !rest.every(isOfValue)) return false;
	if (variables.has(id)) return path.every(isOfValue) && !id.includes("-");
	if (first === undefined) return false;
	return id === "util"
		? isCall(first, UTIL, 0)
		: id === "input" && isInput(first);
}

function isOfValue(step: Step): boolean {
	// The library takes a hyphen for a part of a name, as Velocity does by a setting only.
	if (step.type === "property") return !step.id.includes("-");
	return step.type === "index" || isCall(step, CALLS, 1);
}

function isInput(step: Step): boolean {
	if (step.type !== "method")
		return step.type === "property" && step.id === "body";
	const [value, ...others] = (step.args || []) as readonly Ast[];
	if (value === undefined || others.length > 0) return false;
	if (step.id === "params") return true;
	// A path has to be a constant.
	if (value.type !== "string" || /\$[\w{!]/.test(value.value)) return false;
	return (
		/^(json|path)$/.test(step.id) && parseJsonPath(value.value) !== undefined
	);
}

/** `own` is how many of its parameters do not stand in its brackets. */
function isCall(
	step: Step,
	calls: Readonly<Record<string, (...parameters: never) => unknown>>,
	own: number,
): boolean {
	return (
		step.type === "method" &&
		Object.hasOwn(calls, step.id) &&
		calls[step.id]?.length === own + (step.args || []).length
	);
}
