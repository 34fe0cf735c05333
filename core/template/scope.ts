import { type Template, type Token, TypeGuards, Variable } from "liquidjs";
import type { Shape } from "./expand-schema.ts";
import type { SchemaShapes, ShapeStep } from "./schema-shape.ts";
import { variablesIn } from "./variables.ts";

/** Names besides the data's, with what is known of them; undefined: nothing. */
type Names = ReadonlyMap<string, Shape | undefined>;

/** What the names in a template lead to, at one place of it. */
export class Scope {
	readonly #shapes: SchemaShapes;
	readonly #assigned: Map<string, Shape | undefined>;
	readonly #blocks: readonly Names[];

	constructor(
		shapes: SchemaShapes,
		assigned = new Map<string, Shape | undefined>(),
		blocks: readonly Names[] = [],
	) {
		this.#shapes = shapes;
		this.#assigned = assigned;
		this.#blocks = blocks;
	}

	/** From here on, in the whole template; nobody can tell what a name that is given twice stands for. */
	assign(name: string, shape: Shape | undefined): void {
		const isFirst = !this.#assigned.has(name);
		this.#assigned.set(name, isFirst ? shape : undefined);
	}

	/** The scope inside a block that brings names of its own. */
	inside(names: Names): Scope {
		return new Scope(this.#shapes, this.#assigned, [...this.#blocks, names]);
	}

	/** @returns undefined when nobody can tell before the mail is made. */
	trace({ segments: [root, ...rest] }: Variable): ShapeStep | undefined {
		if (typeof root !== "string") return undefined;
		let step = this.#start(root);
		for (const segment of rest) {
			if (step?.kind !== "there" || segment instanceof Variable)
				return step?.kind === "there" ? undefined : step;
			step = this.#shapes.step(step.shape, segment);
		}
		return step;
	}

	/** What is known of a value. */
	shapeOf(template: Template, token: Token | undefined): Shape | undefined {
		if (TypeGuards.isQuotedToken(token))
			return [[{ type: "string", const: token.content }]];
		if (!TypeGuards.isPropertyAccessToken(token)) return undefined;
		const [variable] = variablesIn(template, [token]);
		const step = variable === undefined ? undefined : this.trace(variable);
		return step?.kind === "there" ? step.shape : undefined;
	}

	/** What a loop over a value gives. */
	elementOf(template: Template, token: Token | undefined): Shape | undefined {
		const shape = this.shapeOf(template, token);
		return shape === undefined ? undefined : this.#shapes.each(shape);
	}

	#start(name: string): ShapeStep | undefined {
		const names = [this.#assigned, ...this.#blocks].findLast((known) =>
			known.has(name),
		);
		if (names === undefined) return this.#shapes.step(this.#shapes.root, name);
		const shape = names.get(name);
		return shape === undefined ? undefined : { kind: "there", shape };
	}
}
