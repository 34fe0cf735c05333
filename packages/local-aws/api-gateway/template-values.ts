import type { Scanner } from "./scanner.ts";
import { checkReference } from "./template-check.ts";
import type {
	MappingTemplate,
	Reference,
	Step,
	Value,
} from "./template-nodes.ts";

/** The error that says what a local run does not have. */
export type Refuse = (what: string) => Error;

const REFERENCE = /\$!?(\{?)([A-Za-z_]\w*)/y;
const STEP = /\.([A-Za-z_]\w*)(\(\s*)?/y;
const SINGLE = /'([^']*)'/y;
const DOUBLE = /"((?:[^"]|"")*)"/y;
const NUMBER = /-?\d+(?:\.\d+)?/y;
const BOOLEAN = /(true|false)\b/y;
const COMMA = /\s*,\s*/y;
const CLOSE = /\s*\)/y;

/** Reads references and constants of a mapping template. */
export class ValueParser {
	readonly #source: Scanner;
	readonly #refuse: Refuse;
	readonly #variables: ReadonlySet<string>;
	readonly #parseInner: (text: string) => MappingTemplate;

	constructor(
		source: Scanner,
		options: {
			readonly refuse: Refuse;
			/** Variables that were set before. */
			readonly variables: ReadonlySet<string>;
			/** Reads what stands in double quotes. */
			readonly parseInner: (text: string) => MappingTemplate;
		},
	) {
		this.#source = source;
		this.#refuse = options.refuse;
		this.#variables = options.variables;
		this.#parseInner = options.parseInner;
	}

	/** Undefined: none begins here. */
	reference(): Reference | undefined {
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
		if (brace === "{") this.expect(/\}/y, "a reference in braces");
		const reference: Reference = { kind: "reference", name, steps };
		if (!checkReference(reference, this.#variables))
			throw this.#refuse(this.#source.since(from));
		return reference;
	}

	value(): Value {
		const [, single] = this.#source.take(SINGLE) ?? [];
		if (single !== undefined) return { kind: "constant", value: single };
		const [, double] = this.#source.take(DOUBLE) ?? [];
		if (double !== undefined) {
			const inner = double.replaceAll('""', '"');
			const template = this.#parseInner(inner);
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
		const reference = this.reference();
		if (reference === undefined)
			throw this.#refuse(`"${this.#source.rest}" as a value`);
		return reference;
	}

	/** Takes what has to come next in `what`. */
	expect(pattern: RegExp, what: string): void {
		if (this.#source.take(pattern) === undefined)
			throw this.#refuse(`"${this.#source.rest}" in ${what}`);
	}

	#values(): readonly Value[] {
		const values: Value[] = [];
		while (this.#source.take(CLOSE) === undefined) {
			if (values.length > 0) this.expect(COMMA, "a call");
			values.push(this.value());
		}
		return values;
	}
}
