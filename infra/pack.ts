/** Builds dist/ for `npm pack`: the construct as JS and types, the functions bundled, schema and commands. */
import { execFileSync } from "node:child_process";
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";
import { bundleFunction, bundleTemplateEngine } from "./bundle-function.ts";

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");

rmSync(dist, { recursive: true, force: true });
for (const name of ["send-email", "breaker"])
	bundleFunction(name, join(dist, "functions", name));
bundleTemplateEngine(join(dist, "functions", "templates"));

const library: BuildOptions = {
	absWorkingDir: root,
	entryPoints: ["infra/index.ts"],
	bundle: true,
	platform: "node",
	target: "node20",
	// An ES module can't require() Node's own modules, as some CommonJS does.
	mainFields: ["module", "main"],
	external: [
		"aws-cdk-lib",
		"aws-cdk-lib/*",
		"constructs",
		"../bundle-function.ts",
	],
	logLevel: "error",
};
buildSync({ ...library, format: "esm", outfile: join(dist, "index.js") });
buildSync({
	...library,
	format: "cjs",
	outfile: join(dist, "index.cjs"),
	define: {
		"import.meta.dirname": "__dirname",
		"import.meta.url": "__filename",
	},
});
buildSync({
	absWorkingDir: root,
	entryPoints: ["ops/cli.ts"],
	bundle: true,
	minify: true,
	platform: "node",
	target: "node20",
	format: "esm",
	mainFields: ["module", "main"],
	banner: {
		js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);',
	},
	outfile: join(dist, "ops.js"),
	legalComments: "none",
	logLevel: "error",
});
execFileSync(
	process.execPath,
	[
		join(root, "node_modules", "typescript", "bin", "tsc"),
		"--project",
		join(root, "infra", "tsconfig.types.json"),
	],
	{ stdio: "inherit" },
);
// tsc leaves .ts in the imports of declarations, which a consumer does not have.
for (const file of globSync(join(dist, "types", "**", "*.d.ts"))) {
	writeFileSync(
		file,
		readFileSync(file, "utf8").replace(/(from "\.[^"]*)\.ts"/g, '$1.js"'),
	);
}
cpSync(
	join(root, "schema", "email-message.v1.json"),
	join(dist, "email-message.v1.json"),
);
