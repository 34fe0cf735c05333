import { basename, join } from "node:path";
import { checkTemplate } from "../../core/template/check-template.ts";
import { faultText, type Rendered } from "../../core/template/template.ts";
import { createTemplates } from "../../core/template/templates.ts";
import { Misuse } from "../sender/target.ts";
import type { Io } from "../terminal/io.ts";

/** The mail that a template renders, or all its faults. */
export type FromTemplate =
	| Extract<Rendered, { readonly kind: "rendered" }>
	| { readonly kind: "faulty"; readonly sentences: readonly string[] };

/** The usual folder of templates. */
const USUAL_FOLDER = "templates";

/** Renders a template from disk, with its sample or the data in a file. @throws Misuse */
export async function previewTemplate(
	given: string,
	dataFile: string | undefined,
	io: Io,
): Promise<FromTemplate> {
	const name = basename(given);
	const files =
		(await io.readFolder(given)) ??
		(await io.readFolder(join(USUAL_FOLDER, given)));
	if (files === undefined)
		throw new Misuse(
			`Cannot find the template ${given}: name its folder, such as templates/order-shipped, or one in ${USUAL_FOLDER}/ by its name`,
		);
	const checked = checkTemplate(name, files);
	if (checked.kind === "faulty")
		return { kind: "faulty", sentences: checked.faults.map(faultText) };
	if (dataFile === undefined && checked.sample === undefined)
		throw new Misuse(
			`Cannot preview ${name} without data: put a sample.json into its folder, or specify --data file.json`,
		);
	const data =
		dataFile === undefined ? checked.sample : await readData(dataFile, io);
	const rendered = createTemplates({ [name]: checked.template }).render(
		name,
		data,
	);
	return rendered.kind === "rendered"
		? rendered
		: {
				kind: "faulty",
				sentences: rendered.problems.map(
					({ sentence }) => `${dataFile ?? `${name}/sample.json`}: ${sentence}`,
				),
			};
}

async function readData(file: string, io: Io): Promise<unknown> {
	const text = await io.readFile(file).catch(() => {
		throw new Misuse(
			`Cannot read ${file}: name a file with the template's data, one JSON object`,
		);
	});
	try {
		return JSON.parse(text);
	} catch {
		throw new Misuse(
			`Cannot use ${file} as it is not JSON: the template's data is one JSON object`,
		);
	}
}
