import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";

interface Manifest {
	readonly version: string;
	readonly license: string;
	readonly engines: object;
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The package.json of `sqs-gmail-sender-local`: it depends on what its code imports, in the versions of this repository. */
export function localManifest(
	root: string,
	imported: readonly string[],
): object {
	const own = readManifest(join(root, "package.json"));
	const localAws = readManifest(
		join(root, "packages", "local-aws", "package.json"),
	);
	const versions = { ...own.devDependencies, ...localAws.dependencies };
	const names = imported.filter((path) => !isBuiltin(path)).map(packageOf);
	return {
		name: "sqs-gmail-sender-local",
		version: own.version,
		description:
			"Runs a CDK app with sqs-gmail-sender on your machine: AWS endpoint, functions, a look-alike Gmail and its inbox, without Docker or an account.",
		license: own.license,
		type: "module",
		engines: own.engines,
		// Its own name, so that npx fetches no stranger.
		bin: { "sqs-gmail-sender-local": "dist/cli.js" },
		exports: {
			".": {
				import: {
					types: "./dist/types/local/client/index.d.ts",
					default: "./dist/index.js",
				},
				require: {
					types: "./dist/cjs/types/local/client/index.d.ts",
					default: "./dist/cjs/index.js",
				},
			},
			"./package.json": "./package.json",
		},
		dependencies: Object.fromEntries(
			[...new Set(names)]
				.toSorted()
				.map((name) => [name, versionOf(name, versions)]),
		),
	};
}

function versionOf(
	name: string,
	versions: Readonly<Record<string, string>>,
): string {
	const version = versions[name];
	if (version === undefined)
		throw new Error(
			`Cannot pack an import of ${name}: neither package.json has it; add it to one`,
		);
	return version;
}

/** `@scope/name/file` is of the package `@scope/name`. */
function packageOf(path: string): string {
	return path
		.split("/")
		.slice(0, path.startsWith("@") ? 2 : 1)
		.join("/");
}

function readManifest(file: string): Manifest {
	return JSON.parse(readFileSync(file, "utf8"));
}
