import { Compile } from "velocityjs";
import { atJsonPath, parseJsonPath } from "../json-path.ts";
import { Answered, type ApiRequest } from "./api-request.ts";
import type {
	Ast,
	MappingTemplate,
	Reference,
	Step,
} from "./mapping-template.ts";
import { CALLS, renderedText, UTIL } from "./template-calls.ts";

/** Fills in a mapping template. `body` is what `$input` is about: the request's, or the integration's. */
export function render(
	template: MappingTemplate,
	request: ApiRequest,
	body: string = request.body,
): string {
	const { context, stageVariables } = request;
	const input = inputOf(request, body);
	return new Rendering(template).render({
		context,
		stageVariables,
		util: UTIL,
		input,
	});
}

/** `$input` of a mapping template. */
function inputOf(request: ApiRequest, body: string): object {
	const path = (text: string) =>
		atJsonPath(jsonOf(body), parseJsonPath(text) ?? []);
	return {
		body,
		path,
		json: (text: string) => JSON.stringify(path(text) ?? ""),
		// In this order API Gateway looks for it.
		params: (name: string) =>
			atJsonPath(request.pathParameters, [name]) ??
			request.query.get(name) ??
			atJsonPath(request.headers, [name.toLowerCase()]) ??
			"",
	};
}

function jsonOf(body: string): unknown {
	try {
		return JSON.parse(body === "" ? "{}" : body);
	} catch (error) {
		throw new Answered(400, `Could not parse request body into json: ${error}`);
	}
}

/**
 * The library's own rendering, but for what references and conditions stand for. It would look up and call
 * whatever JavaScript has on a value, and takes an empty text for false. Its types say text for any value.
 */
class Rendering extends Compile {
	protected override getReferences(ast: Ast, isPrinted = false): string {
		const { id, path = [] } = ast as Reference;
		const value = path.reduce(
			(on, step) => this.#step(on, step),
			atJsonPath(this.context, [id]),
		);
		return (isPrinted ? renderedText(value) : value) as string;
	}

	#step(on: unknown, step: Step): unknown {
		if (step.type === "property") return atJsonPath(on, [step.id]);
		const values = step.type === "index" ? [step.id] : step.args || [];
		const [first = "", second = ""] = values.map((value) =>
			renderedText(this.getLiteral(value as Ast)),
		);
		if (step.type === "index") return atJsonPath(on, [first]);
		// Only $input and $util have functions: there is none in JSON.
		const own = atJsonPath(on, [step.id]);
		return typeof own === "function"
			? own(first)
			: CALLS[step.id]?.(on, first, second);
	}

	protected override getExpression(ast: Ast): string {
		if (ast.type !== "math") return isThere(this.getLiteral(ast)) as never;
		if (!/^[!=]=$/.test(ast.operator)) return super.getExpression(ast);
		const [left, right] = ast.expression.map((operand: Ast) =>
			operand.type === "math"
				? this.getExpression(operand)
				: this.getLiteral(operand),
		);
		return (areEqual(left, right) === (ast.operator === "==")) as never;
	}
}

/** Whatever is there holds as a condition, be it an empty text or 0. */
function isThere(value: unknown): boolean {
	return (value ?? false) !== false;
}

/** Values of different kinds are compared as texts; nothing is equal to nothing alone. */
function areEqual(left: unknown = null, right: unknown = null): boolean {
	return left === null || right === null
		? left === right
		: renderedText(left) === renderedText(right);
}
