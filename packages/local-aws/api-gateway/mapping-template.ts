import { Scanner } from "./scanner.ts";
import { parseCondition } from "./template-condition.ts";
import {
	type If,
	type MappingTemplate,
	type Node,
	TEMPLATE_SYNTAX,
} from "./template-nodes.ts";
import { type Refuse, ValueParser } from "./template-values.ts";

/**
 * Reads a mapping template (Velocity). `place` says whose it is.
 * @throws Error for what a local run does not have.
 */
export function parseTemplate(place: string, text: string): MappingTemplate {
	const refuse = (what: string) =>
		new Error(
			`Cannot run ${place} as its mapping template has ${what}: allowed here are ${TEMPLATE_SYNTAX}`,
		);
	return new TemplateParser(text, refuse, new Set()).template();
}

const DIRECTIVE =
	/#\{?(if|elseif|else|end|foreach|macro|parse|include|stop|break|evaluate|define)\b\}?/y;
const TEXT = /[^$#]+/y;
const COMMENT = /##[^\n]*\n?|#\*[\s\S]*?\*#/y;
const SET = /#set\s*\(\s*\$\{?([A-Za-z_]\w*)\}?\s*=\s*/y;
const OPEN = /\s*\(/y;
const CLOSE = /\s*\)/y;
/** The rest of a line goes with the directive if nothing else is on it. */
const LINE_END = /[ \t]*\r?\n/y;
/** What ends a part of an #if. */
const ENDS = ["elseif", "else", "end"];

class TemplateParser {
	readonly #source: Scanner;
	readonly #refuse: Refuse;
	readonly #values: ValueParser;
	/** Variables that were set before. */
	readonly #variables: Set<string>;

	constructor(text: string, refuse: Refuse, variables: Set<string>) {
		this.#source = new Scanner(text);
		this.#refuse = refuse;
		this.#variables = variables;
		this.#values = new ValueParser(this.#source, {
			refuse,
			variables,
			parseInner: (inner) =>
				new TemplateParser(inner, refuse, variables).template(),
		});
	}

	template(): MappingTemplate {
		const { template, end } = this.#part();
		if (end !== undefined) throw this.#refuse(`#${end} without #if`);
		return template;
	}

	/** As far as the directive that ends it; undefined: the end of the text. */
	#part(): {
		readonly template: MappingTemplate;
		readonly end: string | undefined;
	} {
		const nodes: Node[] = [];
		while (!this.#source.isAtEnd) {
			const [, directive] = this.#source.take(DIRECTIVE) ?? [];
			if (directive === undefined) nodes.push(...this.#nodes());
			else if (ENDS.includes(directive))
				return { template: nodes, end: directive };
			else if (directive === "if") nodes.push(this.#if());
			else throw this.#refuse(`#${directive}`);
		}
		return { template: nodes, end: undefined };
	}

	#nodes(): readonly Node[] {
		const [text] = this.#source.take(TEXT) ?? [];
		if (text !== undefined) return [{ kind: "text", text }];
		if (this.#source.take(COMMENT) !== undefined) return [];
		const [, name] = this.#source.take(SET) ?? [];
		if (name !== undefined) {
			const value = this.#values.value();
			this.#values.expect(CLOSE, "#set(…)");
			this.#source.take(LINE_END);
			this.#variables.add(name);
			return [{ kind: "set", name, value }];
		}
		const reference = this.#values.reference();
		if (reference !== undefined) return [reference];
		// A $ or # that begins nothing.
		return [{ kind: "text", text: this.#source.take(/[$#]/y)?.[0] ?? "" }];
	}

	#if(): If {
		const branches: If["branches"][number][] = [];
		let otherwise: MappingTemplate = [];
		let directive: string | undefined = "if";
		while (directive === "if" || directive === "elseif") {
			this.#values.expect(OPEN, `#${directive}(…)`);
			const condition = parseCondition(this.#source, this.#values);
			this.#values.expect(CLOSE, `#${directive}(…)`);
			this.#source.take(LINE_END);
			const { template, end } = this.#part();
			branches.push({ condition, template });
			directive = end;
		}
		if (directive === "else") {
			this.#source.take(LINE_END);
			({ template: otherwise, end: directive } = this.#part());
		}
		if (directive !== "end") throw this.#refuse("#if without #end");
		this.#source.take(LINE_END);
		return { kind: "if", branches, otherwise };
	}
}
