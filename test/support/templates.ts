import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkTemplate } from "../../core/template/check-template.ts";
import { checkTemplates } from "../../core/template/check-templates.ts";
import { faultText, type Rendered } from "../../core/template/template.ts";
import type { Files } from "../../core/template/template-files.ts";
import { createTemplates } from "../../core/template/templates.ts";

/** The example, which init writes: a folder with a folder for each template. */
export const TEMPLATES = join(import.meta.dirname, "..", "..", "templates");

export function filesOf(name: string): Files {
	const folder = join(TEMPLATES, name);
	return Object.fromEntries(
		readdirSync(folder).map((file) => [
			file,
			readFileSync(join(folder, file), "utf8"),
		]),
	);
}

/** What is said of a template called `mail` with these files, besides a subject and an empty schema. */
export function faultsOf(files: Record<string, unknown>): readonly string[] {
	const checked = checkTemplate("mail", written(files));
	return checked.kind === "faulty" ? checked.faults.map(faultText) : [];
}

/** Renders a template called `mail`, as it would be deployed. */
export function render(
	files: Record<string, unknown>,
	data?: unknown,
): Rendered {
	const checked = checkTemplates(new Map([["mail", written(files)]]));
	if (checked.kind === "faulty")
		throw new Error(checked.faults.map(faultText).join("\n"));
	return createTemplates(JSON.parse(checked.json)).render("mail", data);
}

/** A strict schema of an object with these required properties. */
export function schemaOf(
	properties: Record<string, unknown>,
	more: Record<string, unknown> = {},
) {
	return {
		type: "object",
		required: Object.keys(properties),
		additionalProperties: false,
		properties,
		...more,
	};
}

function written(files: Record<string, unknown>): Files {
	const all = {
		"subject.liquid": "Hello",
		"schema.json": schemaOf({}),
		...files,
	};
	return Object.fromEntries(
		Object.entries(all)
			.filter(([, content]) => content !== undefined)
			.map(([name, content]) => [
				name,
				typeof content === "string" ? content : JSON.stringify(content),
			]),
	);
}
