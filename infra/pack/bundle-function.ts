import { createHash } from "node:crypto";
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { basename, join, parse } from "node:path";
import { buildSync } from "esbuild";
import { TEMPLATE_ENGINE_FILE } from "../../core/contract.ts";

const root = join(import.meta.dirname, "..", "..");

const done = new Set<string>();

/** What is bundled for the functions. */
export const FUNCTIONS = ["send-email", "breaker", "templates"] as const;

/** The function whose name it is, or what renders templates: functions without templates do without it. */
export function entryOf(name: string): {
	readonly in: string;
	readonly out: string;
} {
	return name === "templates"
		? {
				in: "core/template/templates.ts",
				out: parse(TEMPLATE_ENGINE_FILE).name,
			}
		: { in: `functions/${name}/handler.ts`, out: "index" };
}

/**
 * Bundles one function with the SDK inside into `folder`/index.mjs. What few messages need (S3, Step
 * Functions) lies beside it, in files that are loaded when they are asked for. @returns the folder.
 */
export function bundleFunction(name: string, folder: string): string {
	const entry = entryOf(name);
	const file = join(folder, `${entry.out}.mjs`);
	const stamp = `${folder}.stamp`;
	if (done.has(file)) return folder;
	const sources = stateOfSources();
	const isThere = existsSync(file) && existsSync(stamp);
	if (isThere && readFileSync(stamp, "utf8") === sources) return folder;
	const { outputFiles } = buildSync({
		absWorkingDir: root,
		entryPoints: [entry],
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
	writeFileSync(stamp, sources);
	done.add(file);
	return folder;
}

/** Changes with every change of what a bundle is made of: to make one takes a second, and a test run needs it often. */
function stateOfSources(): string {
	const files = ["core", "functions"]
		.flatMap((folder) =>
			readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
				.filter((file) => file.endsWith(".ts"))
				.map((file) => join(root, folder, file)),
		)
		.concat(join(root, "package-lock.json"), import.meta.filename);
	const hash = createHash("sha256");
	for (const file of files.toSorted()) {
		const { mtimeMs, size } = statSync(file);
		hash.update(`${file} ${mtimeMs} ${size}\n`);
	}
	return hash.digest("hex");
}

/** Some dependencies still call require() for Node's own modules. */
export const REQUIRE = `import{createRequire}from"node:module";const require=createRequire(import.meta.url);`;
