import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
	NO_TEMPLATES,
	type Templates,
} from "../../../core/template/template.ts";

/** What a module that renders templates exports: `core/template/templates.ts`, bundled. */
type Engine = typeof import("../../../core/template/templates.ts");

/** Reads the templates that were checked when the stack was synthesized; without their file there are none. */
export async function loadTemplates({
	file,
	engine,
}: {
	readonly file: string;
	/** Module with the template engine, a file of its own: a third more to load, which most senders need not. */
	readonly engine: string;
}): Promise<Templates> {
	const json = readIfThere(file);
	if (json === undefined) return NO_TEMPLATES;
	const { createTemplates }: Engine = await import(pathToFileURL(engine).href);
	return createTemplates(JSON.parse(json));
}

function readIfThere(file: string): string | undefined {
	try {
		return readFileSync(file, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT")
			return undefined;
		throw error;
	}
}
