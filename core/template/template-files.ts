import { PARTS, type Part, type TemplateFault } from "./template.ts";

/** A template's files, by name; a folder among them ends with a slash. */
export type Files = Readonly<Record<string, string>>;

export interface SortedFiles {
	/** Name and text of each part's file. */
	readonly parts: ReadonlyMap<Part, readonly [file: string, text: string]>;
	readonly schema: string | undefined;
	readonly sample: string | undefined;
	readonly faults: readonly TemplateFault[];
}

const EXPECTED =
	"a template's folder has subject, html, text (with any ending), schema.json and sample.json";

/** Finds out which file is what. */
export function sortFiles(name: string, files: Files): SortedFiles {
	const faults: TemplateFault[] = [];
	const parts = new Map<Part, readonly [string, string]>();
	for (const [file, text] of Object.entries(files)) {
		const where = `${name}/${file}`;
		if (text.includes("\uFFFD"))
			faults.push({
				file: where,
				sentence: "it is not UTF-8: save it as UTF-8",
			});
		if (file === "schema.json" || file === "sample.json") continue;
		const part = partOf(file);
		const taken = part === undefined ? undefined : parts.get(part);
		if (part === undefined)
			faults.push({
				file: where,
				sentence: `it is no part of a template: ${EXPECTED}`,
			});
		else if (taken === undefined) parts.set(part, [file, normal(text)]);
		else
			faults.push({
				file: where,
				sentence: `there is ${taken[0]} already: a template has one ${part}`,
			});
	}
	if (!parts.has("subject"))
		faults.push({
			file: name,
			sentence: "it has no subject: add a file such as subject.liquid",
		});
	if (!parts.has("html") && !parts.has("text"))
		faults.push({
			file: name,
			sentence: "it has neither html nor text: add a file such as html.liquid",
		});
	if (files["schema.json"] === undefined)
		faults.push({
			file: name,
			sentence:
				'it has no schema.json: describe its data, in the least with {"type": "object", "additionalProperties": false}',
		});
	return {
		parts,
		schema: files["schema.json"],
		sample: files["sample.json"],
		faults,
	};
}

function partOf(file: string): Part | undefined {
	const stem = file.endsWith("/") ? file : file.split(".")[0];
	return PARTS.find((part) => part === stem);
}

// The same mail, whatever the editor's line ends.
function normal(text: string): string {
	return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}

export type ParsedJson =
	| { readonly kind: "json"; readonly value: unknown }
	| { readonly kind: "broken"; readonly sentence: string };

export function readJson(text: string): ParsedJson {
	try {
		return { kind: "json", value: JSON.parse(text) };
	} catch (error) {
		return {
			kind: "broken",
			sentence: `it is not JSON: ${error instanceof Error ? error.message : error}`,
		};
	}
}
