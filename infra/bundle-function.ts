import {
	mkdirSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { basename, join, parse } from "node:path";
import { buildSync } from "esbuild";
import { TEMPLATE_ENGINE_FILE } from "../functions/send-email/contract.ts";

const root = join(import.meta.dirname, "..");

const done = new Set<string>();

/**
 * Bundles one function with the SDK inside into `folder`/index.mjs. What few messages need (S3, Step
 * Functions) lies beside it, in files that are loaded when they are asked for. @returns the folder.
 */
export function bundleFunction(name: string, folder: string): string {
	return bundle(`functions/${name}/handler.ts`, folder, "index.mjs");
}

/** Bundles what renders templates into a file in `folder`: functions without templates do without it. @returns the folder. */
export function bundleTemplateEngine(folder: string): string {
	const entry = "functions/send-email/template/templates.ts";
	return bundle(entry, folder, TEMPLATE_ENGINE_FILE);
}

function bundle(entry: string, folder: string, name: string): string {
	const file = join(folder, name);
	if (done.has(file)) return folder;
	const { outputFiles } = buildSync({
		absWorkingDir: root,
		entryPoints: [{ in: entry, out: parse(name).name }],
		outdir: folder,
		outExtension: { ".js": ".mjs" },
		bundle: true,
		splitting: true,
		chunkNames: "later-[hash]",
		write: false,
		minify: true,
		platform: "node",
		target: "node24",
		format: "esm",
		// ES modules first: half the size of the SDK's CommonJS.
		mainFields: ["module", "main"],
		banner: { js: REQUIRE },
		legalComments: "none",
		logLevel: "error",
	});
	mkdirSync(folder, { recursive: true });
	for (const { path, contents } of outputFiles) {
		// Renamed into place: two synths at once must never see half a file.
		const draft = `${folder}.${process.pid}.tmp`;
		writeFileSync(draft, contents);
		renameSync(draft, path);
	}
	const names = outputFiles.map(({ path }) => basename(path));
	for (const left of readdirSync(folder))
		if (!names.includes(left)) rmSync(join(folder, left));
	done.add(file);
	return folder;
}

// Some dependencies still call require() for Node's own modules.
const REQUIRE = `import{createRequire}from"node:module";const require=createRequire(import.meta.url);`;
