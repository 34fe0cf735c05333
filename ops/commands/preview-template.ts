import { basename, join } from "node:path";
import { checkTemplate } from "../../core/template/check-template.ts";
import { faultText, type Rendered } from "../../core/template/template.ts";
import { createTemplates } from "../../core/template/templates.ts";
import { Misuse } from "../sender/target.ts";
import type { Io } from "../terminal/io.ts";

/** A mail that a template makes, or everything that keeps it from being made. */
export type FromTemplate =
	| Extract<Rendered, { readonly kind: "rendered" }>
	| { readonly kind: "faulty"; readonly sentences: readonly string[] };

/** Where templates are by custom. */
const USUAL_FOLDER = "templates";

/** Renders a template from disk, with its sample or the data in a file. @throws Misuse */
export async function previewTemplate(
	given: string,
	dataFile: string | undefined,
	io: Io,
): Promise<FromTemplate> {
	const loaded = await load(given, io);
	if (loaded.kind === "faulty") return loaded;
	const { name, sample } = loaded;
	if (dataFile === undefined && sample === undefined)
		throw new Misuse(
			`Cannot preview ${name} without data: put a sample.json into its folder, or specify --data file.json`,
		);
	const data = dataFile === undefined ? sample : await readData(dataFile, io);
	return render(loaded, data, dataFile ?? `${name}/sample.json`);
}

/** Renders a template from disk with this data. @throws Misuse */
export async function renderTemplate(
	given: string,
	data: unknown,
	io: Io,
): Promise<FromTemplate> {
	const loaded = await load(given, io);
	return loaded.kind === "faulty"
		? loaded
		: render(loaded, data, `template ${loaded.name}`);
}

async function load(given: string, io: Io) {
	const name = basename(given);
	const files =
		(await io.readFolder(given)) ??
		(await io.readFolder(join(USUAL_FOLDER, given)));
	if (files === undefined)
		throw new Misuse(
			`Cannot find the template ${given}: name its folder, such as templates/order-shipped, or one in ${USUAL_FOLDER}/ by its name`,
		);
	const checked = checkTemplate(name, files);
	return checked.kind === "faulty"
		? ({ kind: "faulty", sentences: checked.faults.map(faultText) } as const)
		: ({ ...checked, kind: "loaded", name } as const);
}

function render(
	{
		name,
		template,
	}: Extract<Awaited<ReturnType<typeof load>>, { kind: "loaded" }>,
	data: unknown,
	where: string,
): FromTemplate {
	const rendered = createTemplates({ [name]: template }).render(name, data);
	return rendered.kind === "rendered"
		? rendered
		: {
				kind: "faulty",
				sentences: rendered.problems.map(
					({ sentence }) => `${where}: ${sentence}`,
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
