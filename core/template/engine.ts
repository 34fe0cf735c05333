import { type Emitter, Liquid, Tag } from "liquidjs";
import { registerDates } from "./dates.ts";
import { escaped, printedText } from "./printed-text.ts";

/** Most characters of a template's file. */
export const MAX_SOURCE = 1_048_576;

/**
 * What rendering one part may cost: a character that is made costs one or a few, a step of a tag or output 200.
 * A limit of time would let a message pass today and refuse the same tomorrow.
 */
const BUDGET = 20_000_000;
const STEP = 200;

const OTHER_FILES = ["include", "render", "layout", "block"];

/** Filters that are no function of the data, or whose variables can't be checked beforehand. */
export const REFUSED_FILTERS: Readonly<Record<string, string>> = {
	sample: "its result is random, and a second try has to give the same mail",
	...Object.fromEntries(
		["where", "reject", "group_by", "has", "find", "find_index"].map((name) => [
			`${name}_exp`,
			`the variables in its expression can't be checked; use a for loop with an if`,
		]),
	),
};

/** A Liquid engine whose output follows from template and data alone. In HTML every value is escaped unless it ends with `| raw`. */
export function createEngine(
	kind: "html" | "plain",
	options: { readonly allErrors?: boolean } = {},
): Liquid {
	const engine = new Liquid({
		strictVariables: true,
		strictFilters: true,
		ownPropertyOnly: true,
		catchAllErrors: options.allErrors ?? false,
		parseLimit: MAX_SOURCE,
		memoryLimit: BUDGET,
		...(kind === "html" ? { outputEscape: escaped } : {}),
		// As on Lambda, whatever the machine is set to.
		locale: "en-US",
		timezoneOffset: 0,
		preserveTimezones: true,
		// No file is ever looked up.
		templates: {},
	});
	for (const name of OTHER_FILES) engine.registerTag(name, OtherFile);
	for (const name of Object.keys(REFUSED_FILTERS))
		engine.unregisterFilter(name);
	registerDates(engine);
	chargeSteps(engine);
	return engine;
}

class OtherFile extends Tag {
	constructor(...args: ConstructorParameters<typeof Tag>) {
		super(...args);
		throw new Error(
			`{% ${this.name} %} is refused: a template is one file; write the part out`,
		);
	}

	render(): void {}
}

// Liquid charges what filters make, but neither its steps nor what it writes.
function chargeSteps({ renderer }: Liquid): void {
	const render = renderer.renderTemplates.bind(renderer);
	renderer.renderTemplates = (templates, context, emitter) => {
		const { memoryLimit } = context;
		memoryLimit.use(STEP * (templates.length + 1));
		const charge = (characters: number) => memoryLimit.use(characters);
		return render(templates, context, emitter ?? new Output(charge));
	};
}

class Output implements Emitter {
	buffer = "";
	readonly #charge: (characters: number) => void;

	constructor(charge: (characters: number) => void) {
		this.#charge = charge;
	}

	write(value: unknown): void {
		const text = printedText(value);
		this.#charge(text.length);
		this.buffer += text;
	}
}
