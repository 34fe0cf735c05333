import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";

const root = join(import.meta.dirname, "..", "..");

/** Builds the library for producers, as an ES module and for require(). AWS's clients stay outside. */
export function packPublisher(folder: string): void {
	const options: BuildOptions = {
		absWorkingDir: root,
		entryPoints: ["publisher/index.ts"],
		bundle: true,
		platform: "node",
		target: "node22",
		external: ["@aws-sdk/*"],
		logLevel: "error",
	};
	const cjs = join(folder, "cjs");
	buildSync({ ...options, format: "esm", outfile: join(folder, "index.js") });
	buildSync({ ...options, format: "cjs", outfile: join(cjs, "index.js") });
	mkdirSync(cjs, { recursive: true });
	// Makes the declarations in there those of a CommonJS module, too.
	writeFileSync(
		join(cjs, "package.json"),
		`${JSON.stringify({ type: "commonjs", sideEffects: false })}\n`,
	);
}
