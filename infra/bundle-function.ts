import { join } from "node:path";
import { buildSync } from "esbuild";

const root = join(import.meta.dirname, "..");

/** Bundles one function with the SDK inside into `folder`/index.mjs. @returns the folder. */
export function bundleFunction(name: string, folder: string): string {
	buildSync({
		absWorkingDir: root,
		entryPoints: [`functions/${name}/handler.ts`],
		outfile: join(folder, "index.mjs"),
		bundle: true,
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
	return folder;
}

// Some dependencies still call require() for Node's own modules.
const REQUIRE = `import{createRequire}from"node:module";const require=createRequire(import.meta.url);`;
