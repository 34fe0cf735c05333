import { atJsonPath, parseJsonPath } from "../json-path.ts";
import { Answered, type ApiRequest } from "./api-request.ts";
import { callOn } from "./template-calls.ts";
import { holds } from "./template-holds.ts";
import type {
	If,
	MappingTemplate,
	Reference,
	Step,
	Value,
} from "./template-nodes.ts";
import { renderedText, util } from "./template-util.ts";

/** Fills in a mapping template. `body` is what `$input` is about: the request's, or the integration's. */
export function render(
	template: MappingTemplate,
	request: ApiRequest,
	body: string = request.body,
): string {
	return new Renderer(request, body).render(template);
}

class Renderer {
	readonly #request: ApiRequest;
	readonly #body: string;
	readonly #variables = new Map<string, unknown>();

	constructor(request: ApiRequest, body: string) {
		this.#request = request;
		this.#body = body;
	}

	render(template: MappingTemplate): string {
		return template
			.map((node) => {
				if (node.kind === "text") return node.text;
				if (node.kind === "reference") return renderedText(this.#refer(node));
				if (node.kind === "if") return this.#choose(node);
				this.#variables.set(node.name, this.#value(node.value));
				return "";
			})
			.join("");
	}

	#choose({ branches, otherwise }: If): string {
		const branch = branches.find(({ condition }) =>
			holds(condition, (value) => this.#value(value)),
		);
		return this.render(branch?.template ?? otherwise);
	}

	#value(value: Value): unknown {
		switch (value.kind) {
			case "constant":
				return value.value;
			case "interpolated":
				return this.render(value.template);
			case "reference":
				return this.#refer(value);
		}
	}

	#refer({ name, steps }: Reference): unknown {
		const [first, ...rest] = steps;
		if (this.#variables.has(name))
			return this.#walk(this.#variables.get(name), steps);
		if (first === undefined) return this.#root(name);
		if (name === "input") return this.#walk(this.#input(first), rest);
		if (name === "util") {
			const text = renderedText(this.#value(first.values?.[0] as Value));
			return this.#walk(util(first.name, text), rest);
		}
		return this.#walk(this.#root(name), steps);
	}

	#root(name: string): unknown {
		const { context, stageVariables } = this.#request;
		if (name === "context") return context;
		// Any other is a variable of a branch that was not taken.
		return name === "stageVariables" ? stageVariables : undefined;
	}

	#input({ name, values = [] }: Step): unknown {
		if (name === "body") return this.#body;
		const parameter = renderedText(this.#value(values[0] as Value));
		if (name === "params") return this.#parameter(parameter);
		const found = atJsonPath(this.#json(), parseJsonPath(parameter) ?? []);
		return name === "path" ? found : JSON.stringify(found ?? "");
	}

	// In this order API Gateway looks for it.
	#parameter(name: string): string {
		const { pathParameters, query, headers } = this.#request;
		return (
			pathParameters[name] ??
			query.get(name) ??
			headers[name.toLowerCase()] ??
			""
		);
	}

	#walk(value: unknown, steps: readonly Step[]): unknown {
		return steps.reduce((inner, { name, values }) => {
			if (values === undefined) return atJsonPath(inner, [name]);
			return callOn(
				inner,
				name,
				values.map((one) => this.#value(one)),
			);
		}, value);
	}

	#json(): unknown {
		try {
			return JSON.parse(this.#body === "" ? "{}" : this.#body);
		} catch (error) {
			throw new Answered(
				400,
				`Could not parse request body into json: ${error}`,
			);
		}
	}
}
