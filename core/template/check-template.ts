import { type CheckedPart, checkPart } from "./check-part.ts";
import { type CheckedSchema, checkSchema } from "./check-schema.ts";
import type { TemplateFault, TemplateSource } from "./template.ts";
import { type Files, readJson, sortFiles } from "./template-files.ts";

export type CheckedTemplate =
	| {
			readonly kind: "template";
			readonly template: TemplateSource;
			/** Data that fits, if there is a sample. */
			readonly sample: unknown;
	  }
	| { readonly kind: "faulty"; readonly faults: readonly TemplateFault[] };

/** Checks the files of a template. Every fault is told, not only the first. */
export function checkTemplate(name: string, files: Files): CheckedTemplate {
	const sorted = sortFiles(name, files);
	const schema =
		sorted.schema === undefined
			? undefined
			: checkSchema(`${name}/schema.json`, sorted.schema);
	const known = schema?.kind === "schema" ? schema.schema : undefined;
	const parts = [...sorted.parts].map(([part, [file, text]]) =>
		checkPart(part, { file: `${name}/${file}`, text }, known),
	);
	const faults = [
		...sorted.faults,
		...(schema?.kind === "faulty" ? schema.faults : []),
		...parts.flatMap((part) => part.faults),
	];
	const sample =
		sorted.sample === undefined
			? { value: undefined, faults: [] }
			: readSample(`${name}/sample.json`, sorted.sample, schema, parts);
	const all = [...faults, ...sample.faults];
	if (known === undefined || all.length > 0)
		return { kind: "faulty", faults: all };
	const texts = Object.fromEntries(parts.map(({ part, text }) => [part, text]));
	const template = { subject: "", ...texts, schema: known };
	return { kind: "template", template, sample: sample.value };
}

function readSample(
	file: string,
	text: string,
	schema: CheckedSchema | undefined,
	parts: readonly CheckedPart[],
): { readonly value: unknown; readonly faults: readonly TemplateFault[] } {
	const json = readJson(text);
	if (json.kind === "broken")
		return { value: undefined, faults: [{ file, sentence: json.sentence }] };
	const { value } = json;
	if (schema?.kind !== "schema") return { value, faults: [] };
	const checked = schema.check(value);
	return {
		value,
		faults:
			checked.kind === "invalid"
				? checked.problems.map(({ sentence }) => ({ file, sentence }))
				: parts.flatMap((part) => part.tryWith(checked.data)),
	};
}
