/** Builds dist/ for `npm pack`: the construct and the library as JS and types, the functions bundled, schema and commands. */
import { cpSync, globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";
import { bundleFunction, bundleTemplateEngine } from "./bundle-function.ts";
import { packPublisher } from "./pack-publisher.ts";
import { packTypes } from "./pack-types.ts";

const root = join(import.meta.dirname, "..", "..");
const dist = join(root, "dist");

rmSync(dist, { recursive: true, force: true });
for (const name of ["send-email", "breaker"])
	bundleFunction(name, join(dist, "functions", name));
bundleTemplateEngine(join(dist, "functions", "templates"));
// They tell of this machine's sources.
for (const stamp of globSync(join(dist, "functions", "*.stamp"))) rmSync(stamp);

const library: BuildOptions = {
	absWorkingDir: root,
	entryPoints: ["infra/index.ts"],
	bundle: true,
	platform: "node",
	target: "node22",
	// An ES module can't require() Node's own modules, as some CommonJS does.
	mainFields: ["module", "main"],
	external: [
		"aws-cdk-lib",
		"aws-cdk-lib/*",
		"constructs",
		"../../pack/bundle-function.ts",
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
	target: "node22",
	format: "esm",
	mainFields: ["module", "main"],
	banner: {
		js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);',
	},
	outfile: join(dist, "ops.js"),
	legalComments: "none",
	logLevel: "error",
});
const publisher = join(dist, "publisher");
packPublisher(publisher);
packTypes(
	[
		{ entry: "infra/index.ts", folders: [join(dist, "types")] },
		{
			entry: "publisher/index.ts",
			folders: [join(publisher, "types"), join(publisher, "cjs", "types")],
		},
	],
	join(dist, "types.draft"),
);
cpSync(
	join(root, "schema", "email-message.v1.json"),
	join(dist, "email-message.v1.json"),
);
