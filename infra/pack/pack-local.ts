/** Makes the package `sqs-gmail-sender-local`, in dist-local/ or the named folder: the local run as JS, with the packages that it needs as dependencies. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BuildOptions, buildSync, type Metafile } from "esbuild";
import { buildPage } from "../../local/page/bundle.ts";
import { localManifest } from "./local-manifest.ts";
import { packLocalDocs } from "./pack-docs.ts";
import { packTypes } from "./pack-types.ts";

const root = join(import.meta.dirname, "..", "..");
const home = resolve(process.argv[2] ?? join(root, "dist-local"));
const dist = join(home, "dist");
const cjs = join(dist, "cjs");
const CLIENT = "local/client/index.ts";

rmSync(home, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

function build(options: BuildOptions): Metafile {
	const { metafile } = buildSync({
		absWorkingDir: root,
		outdir: dist,
		bundle: true,
		metafile: true,
		platform: "node",
		target: "node22",
		// All but this one is installed beside it.
		packages: "external",
		alias: { "local-aws": "./packages/local-aws/index.ts" },
		logLevel: "error",
		...options,
	});
	return metafile ?? { inputs: {}, outputs: {} };
}

const metafiles = [
	build({
		entryPoints: {
			cli: "local/cli.ts",
			// Started as processes of their own, by their place.
			bootstrap: "packages/local-aws/lambda/bootstrap.ts",
			"clock-of-parent": "packages/local-aws/lambda/clock-of-parent.ts",
		},
		// Both run in one process, on one clock.
		splitting: true,
		format: "esm",
	}),
];
const client = { entryPoints: { index: CLIENT } };
metafiles.push(build({ ...client, format: "esm" }));
metafiles.push(
	build({
		...client,
		format: "cjs",
		outdir: cjs,
		define: { "import.meta.dirname": "__dirname" },
	}),
);
// Makes the declarations in there those of a CommonJS module, too.
writeFileSync(join(cjs, "package.json"), '{ "type": "commonjs" }\n');
packTypes(
	[{ entry: CLIENT, folders: [join(dist, "types"), join(cjs, "types")] }],
	join(dist, "types.draft"),
);

for (const [name, text] of Object.entries(await buildPage()))
	writeFileSync(
		join(dist, name),
		text.replaceAll("npm run ops --", "npx sqs-gmail-sender"),
	);

const imported = metafiles.flatMap(({ outputs }) =>
	Object.values(outputs).flatMap(({ imports }) =>
		imports
			// The page is built already.
			.filter(({ external, path }) => external && path !== "esbuild")
			.map(({ path }) => path),
	),
);
writeFileSync(
	join(home, "package.json"),
	`${JSON.stringify(localManifest(root, imported), undefined, "\t")}\n`,
);
packLocalDocs(root, home);
cpSync(join(root, "LICENSE"), join(home, "LICENSE"));
