/** Makes the package that `npm pack` packs, in dist/ or the named folder: the construct and the library as JS and types, the functions bundled, schema and commands. */
import { globSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";
import { bundleFunction, FUNCTIONS, REQUIRE } from "./bundle-function.ts";
import { packDocs } from "./pack-docs.ts";
import { packTypes } from "./pack-types.ts";
import { writeManifest } from "./write-manifest.ts";

const root = join(import.meta.dirname, "..", "..");
const home = resolve(process.argv[2] ?? join(root, "dist"));
const dist = join(home, "dist");
const publisher = join(dist, "publisher");

rmSync(home, { recursive: true, force: true });
for (const name of FUNCTIONS)
	bundleFunction(name, join(dist, "functions", name));
// They tell of this machine's sources.
for (const stamp of globSync(join(dist, "functions", "*.stamp"))) rmSync(stamp);

function build(options: BuildOptions): void {
	buildSync({
		absWorkingDir: root,
		bundle: true,
		platform: "node",
		target: "node22",
		// An ES module can't require() Node's own modules, as some CommonJS does.
		mainFields: ["module", "main"],
		logLevel: "error",
		...options,
	});
}

const construct: BuildOptions = {
	entryPoints: ["infra/index.ts"],
	external: [
		"aws-cdk-lib",
		"aws-cdk-lib/*",
		"constructs",
		"../../pack/bundle-function.ts",
	],
};
build({ ...construct, format: "esm", outfile: join(dist, "index.js") });
build({
	...construct,
	entryPoints: ["infra/pack/packed-app.ts"],
	minify: true,
	format: "esm",
	outfile: join(dist, "app.js"),
});
build({
	...construct,
	format: "cjs",
	outfile: join(dist, "index.cjs"),
	define: {
		"import.meta.dirname": "__dirname",
		"import.meta.url": "__filename",
	},
});
build({
	entryPoints: ["ops/cli.ts"],
	minify: true,
	format: "esm",
	banner: { js: REQUIRE },
	outfile: join(dist, "ops.js"),
	legalComments: "none",
});

// AWS's clients stay outside.
const library: BuildOptions = {
	entryPoints: ["publisher/index.ts", "publisher/testing.ts"],
	external: ["@aws-sdk/*"],
};
const cjs = join(publisher, "cjs");
build({ ...library, format: "esm", outdir: publisher });
build({ ...library, format: "cjs", outdir: cjs });
// Makes the declarations in there those of a CommonJS module, too.
writeFileSync(
	join(cjs, "package.json"),
	`${JSON.stringify({ type: "commonjs", sideEffects: false })}\n`,
);

packTypes(
	[
		{ entry: "infra/index.ts", folders: [join(dist, "types")] },
		...["publisher/index.ts", "publisher/testing.ts"].map((entry) => ({
			entry,
			folders: [join(publisher, "types"), join(cjs, "types")],
		})),
	],
	join(dist, "types.draft"),
);
packDocs(root, home);
writeManifest(root, home);
