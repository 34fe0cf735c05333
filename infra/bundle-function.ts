import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";

const root = join(import.meta.dirname, "..");

const done = new Map<string, string>();

/** Bundles one function with the SDK inside into `folder`/index.mjs. @returns the folder. */
export function bundleFunction(name: string, folder: string): string {
	const before = done.get(folder);
	if (before !== undefined) return before;
	const { outputFiles } = buildSync({
		absWorkingDir: root,
		entryPoints: [`functions/${name}/handler.ts`],
		bundle: true,
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
	// Renamed into place: two synths at once must never see half a file.
	const draft = `${folder}.${process.pid}.tmp`;
	writeFileSync(draft, outputFiles[0]?.contents ?? "");
	renameSync(draft, join(folder, "index.mjs"));
	done.set(folder, folder);
	return folder;
}

// Some dependencies still call require() for Node's own modules.
const REQUIRE = `import{createRequire}from"node:module";const require=createRequire(import.meta.url);`;
