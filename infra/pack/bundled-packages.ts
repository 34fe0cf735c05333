import { join } from "node:path";
import { buildSync } from "esbuild";
import { entryOf, FUNCTIONS } from "./bundle-function.ts";

/** Packages whose code is in the functions or in the package, each as the lock file names it: `node_modules/nodemailer`. */
export function bundledPackages(): ReadonlySet<string> {
	const { metafile } = buildSync({
		absWorkingDir: join(import.meta.dirname, "..", ".."),
		entryPoints: [
			...FUNCTIONS.map((name) => entryOf(name).in),
			"infra/index.ts",
			"ops/cli.ts",
			"publisher/index.ts",
		],
		external: ["aws-cdk-lib", "constructs", "esbuild"],
		outdir: "nowhere",
		write: false,
		metafile: true,
		bundle: true,
		splitting: true,
		platform: "node",
		format: "esm",
		mainFields: ["module", "main"],
		logLevel: "error",
	});
	return new Set(
		Object.keys(metafile.inputs).flatMap(
			(file) => /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [],
		),
	);
}
