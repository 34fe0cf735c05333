import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { checkTemplates } from "../../../core/template/check-templates.ts";
import {
	faultText,
	type TemplateFault,
} from "../../../core/template/template.ts";
import type { Files } from "../../../core/template/template-files.ts";

/**
 * Reads and checks a folder of templates.
 *
 * @returns content of the function's `templates.json`.
 * @throws Error that lists everything that is wrong, with file and line.
 */
export function readTemplates(sender: string, path: string): string {
	if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
		throw new Error(
			`Cannot create the sender "${sender}" as its templates are no folder: current value is ${path}; allowed: the path of a folder with a folder for each template`,
		);
	const found = readFolders(path);
	const checked = checkTemplates(found.folders);
	const faults = [
		...found.faults,
		...(checked.kind === "faulty" ? checked.faults : []),
	];
	if (checked.kind === "set" && faults.length === 0) return checked.json;
	throw new Error(
		`Cannot create the sender "${sender}" as its templates in ${path} are not right:\n${faults.map((fault) => `  - ${faultText(fault)}`).join("\n")}`,
	);
}

function readFolders(path: string) {
	const folders = new Map<string, Files>();
	const faults: TemplateFault[] = [];
	for (const entry of entriesOf(path)) {
		if (entry.isDirectory())
			folders.set(entry.name, readFiles(join(path, entry.name)));
		else
			faults.push({
				file: entry.name,
				sentence: "it is in no template's folder: move it into one, or away",
			});
	}
	return { folders, faults };
}

function readFiles(folder: string): Files {
	return Object.fromEntries(
		entriesOf(folder).map((entry) =>
			entry.isDirectory()
				? [`${entry.name}/`, ""]
				: [entry.name, readFileSync(join(folder, entry.name), "utf8")],
		),
	);
}

// What begins with a dot is the system's or the editor's.
function entriesOf(path: string) {
	return readdirSync(path, { withFileTypes: true }).filter(
		({ name }) => !name.startsWith("."),
	);
}
