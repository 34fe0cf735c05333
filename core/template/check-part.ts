import type { Liquid, Template } from "liquidjs";
import { checkVariables } from "./check-variables.ts";
import { createEngine } from "./engine.ts";
import type { Schema } from "./expand-schema.ts";
import { parsePart } from "./parse-part.ts";
import { renderPart } from "./render-part.ts";
import type { Part, TemplateFault } from "./template.ts";

/** One file that was parsed, and how to try it. */
export interface CheckedPart {
	readonly part: Part;
	readonly text: string;
	readonly faults: readonly TemplateFault[];
	/** Renders it with data that fits the schema. */
	tryWith(data: Readonly<Record<string, unknown>>): readonly TemplateFault[];
}

/** Checks the Liquid of one part; without a schema its variables are left alone. */
export function checkPart(
	part: Part,
	{ file, text: written }: { readonly file: string; readonly text: string },
	schema: Schema | undefined,
): CheckedPart {
	const text = part === "subject" ? written.trim() : written;
	const kind = part === "html" ? "html" : "plain";
	const engine = createEngine(kind, { allErrors: true });
	const parsed = parsePart(engine, file, text);
	if (parsed.kind === "faulty")
		return { part, text, faults: parsed.faults, tryWith: () => [] };
	const { templates } = parsed;
	const unsure =
		schema === undefined ? [] : checkVariables(templates, schema, engine);
	const faults = [
		...(part === "subject" && text.includes("\n") ? [brokenSubject(file)] : []),
		...unsure.map((fault) => ({ file, ...fault })),
	];
	return {
		part,
		text,
		faults,
		// What is told already is not told again.
		tryWith: (data) =>
			faults.length > 0 ? [] : tried(createEngine(kind), templates, file, data),
	};
}

function brokenSubject(file: string): TemplateFault {
	return {
		file,
		line: 2,
		sentence: "a subject is one line: write it, with its tags, on the first",
	};
}

function tried(
	engine: Liquid,
	templates: Template[],
	file: string,
	data: Readonly<Record<string, unknown>>,
): readonly TemplateFault[] {
	const rendered = renderPart(engine, templates, data);
	if (rendered.kind === "text") return [];
	const { line, column, source, detail } = rendered.failure;
	const sentence = `${source} can't be rendered with sample.json: ${detail}`;
	return [{ file, line, column, sentence }];
}
