import { Scanner } from "./scanner.ts";
import { checkReference } from "./template-check.ts";
import {
	ALLOWED,
	type Node,
	type Reference,
	type Step,
	type Template,
	type Value,
} from "./template-nodes.ts";

/**
 * Reads a mapping template (Velocity). `place` says whose it is.
 * @throws Error for what a local run does not have.
 */
export function parseTemplate(place: string, text: string): Template {
	const refuse = (what: string) =>
		new Error(
			`Cannot run ${place} as its mapping template has ${what}: allowed here are ${ALLOWED}`,
		);
	return new TemplateParser(text, refuse, new Set()).template();
}

type Refuse = (what: string) => Error;

const DIRECTIVE =
	/#\{?(if|elseif|else|end|foreach|macro|parse|include|stop|break|evaluate|define)\b\}?/y;
const TEXT = /[^$#]+/y;
const COMMENT = /##[^\n]*\n?|#\*[\s\S]*?\*#/y;
const SET = /#set\s*\(\s*\$\{?([A-Za-z_]\w*)\}?\s*=\s*/y;
const AFTER_SET = /\s*\)[ \t]*\n?/y;
const REFERENCE = /\$!?(\{?)([A-Za-z_]\w*)/y;
const STEP = /\.([A-Za-z_]\w*)(\(\s*)?/y;
const SINGLE = /'([^']*)'/y;
const DOUBLE = /"((?:[^"]|"")*)"/y;
const NUMBER = /-?\d+(?:\.\d+)?/y;
const BOOLEAN = /(true|false)\b/y;
const COMMA = /\s*,\s*/y;
const CLOSE = /\s*\)/y;

class TemplateParser {
	readonly #source: Scanner;
	readonly #refuse: Refuse;
	/** Variables that were set before. */
	readonly #variables: Set<string>;

	constructor(text: string, refuse: Refuse, variables: Set<string>) {
		this.#source = new Scanner(text);
		this.#refuse = refuse;
		this.#variables = variables;
	}

	template(): Template {
		const nodes: Node[] = [];
		while (!this.#source.isAtEnd) {
			const node = this.#node();
			if (node !== undefined) nodes.push(node);
		}
		return nodes;
	}

	#node(): Node | undefined {
		const [text] = this.#source.take(TEXT) ?? [];
		if (text !== undefined) return { kind: "text", text };
		if (this.#source.take(COMMENT) !== undefined) return undefined;
		const [, name] = this.#source.take(SET) ?? [];
		if (name !== undefined) {
			const value = this.#value();
			this.#expect(AFTER_SET, "#set(…)");
			this.#variables.add(name);
			return { kind: "set", name, value };
		}
		const [directive] = this.#source.take(DIRECTIVE) ?? [];
		if (directive !== undefined) throw this.#refuse(directive);
		const reference = this.#reference();
		if (reference !== undefined) return reference;
		// A $ or # that begins nothing.
		return { kind: "text", text: this.#source.take(/[$#]/y)?.[0] ?? "" };
	}

	#reference(): Reference | undefined {
		const from = this.#source.at;
		const [, brace, name] = this.#source.take(REFERENCE) ?? [];
		if (name === undefined) return undefined;
		const steps: Step[] = [];
		for (
			let step = this.#source.take(STEP);
			step !== undefined;
			step = this.#source.take(STEP)
		) {
			const [, stepName = "", call] = step;
			const values = call === undefined ? undefined : this.#values();
			steps.push({ name: stepName, values });
		}
		if (brace === "{") this.#expect(/\}/y, "a reference in braces");
		const reference: Reference = { kind: "reference", name, steps };
		if (!checkReference(reference, this.#variables))
			throw this.#refuse(this.#source.since(from));
		return reference;
	}

	#values(): readonly Value[] {
		const values: Value[] = [];
		while (this.#source.take(CLOSE) === undefined) {
			if (values.length > 0) this.#expect(COMMA, "a call");
			values.push(this.#value());
		}
		return values;
	}

	#value(): Value {
		const [, single] = this.#source.take(SINGLE) ?? [];
		if (single !== undefined) return { kind: "constant", value: single };
		const [, double] = this.#source.take(DOUBLE) ?? [];
		if (double !== undefined) {
			const inner = double.replaceAll('""', '"');
			const parser = new TemplateParser(inner, this.#refuse, this.#variables);
			const template = parser.template();
			return template.every(({ kind }) => kind === "text")
				? { kind: "constant", value: inner }
				: { kind: "interpolated", template };
		}
		const [number] = this.#source.take(NUMBER) ?? [];
		if (number !== undefined)
			return { kind: "constant", value: Number(number) };
		const [boolean] = this.#source.take(BOOLEAN) ?? [];
		if (boolean !== undefined)
			return { kind: "constant", value: boolean === "true" };
		const reference = this.#reference();
		if (reference === undefined)
			throw this.#refuse(`"${this.#source.rest}" as a value`);
		return reference;
	}

	#expect(pattern: RegExp, what: string): void {
		if (this.#source.take(pattern) === undefined)
			throw this.#refuse(`"${this.#source.rest}" in ${what}`);
	}
}
