/** The project's own files as the rules of test/architecture/ see them: what they say and what they import. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** Folders that tools make. */
const MADE = ["cdk.out", "dist", "dist-local", "node_modules"];

const FOLDERS = readdirSync(ROOT, { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
	.map(({ name }) => name)
	.filter((name) => !MADE.includes(name));

/** Packages by whose name a file of this repository is imported. */
const OWN_PACKAGES: Readonly<Record<string, string>> = {
	"sqs-gmail-sender/publisher": "publisher/index.ts",
	"local-aws": "packages/local-aws/index.ts",
};

export interface Source {
	readonly path: string;
	readonly text: string;
	/** Paths of the project's own files it imports or re-exports, types included. */
	readonly imports: readonly string[];
	/** Those of them that it needs at run time. */
	readonly runtimeImports: readonly string[];
	/** Packages it imports, types left out. */
	readonly packages: readonly string[];
	/** Those of them that are not left until they are needed. */
	readonly eagerPackages: readonly string[];
	/** Paths of the project's own files it re-exports from. */
	readonly reExports: readonly string[];
}

/** Paths of all files, code and documents, from the root on. */
export const files: readonly string[] = [
	...filesOf(".", false),
	...FOLDERS.flatMap((folder) => filesOf(folder, true)),
];

export const sources: readonly Source[] = files
	.filter((file) => /^[^/]+\/.*(?<!\.d)\.tsx?$/.test(file))
	.map(readSource);

export function sourcesIn(folder: string): readonly Source[] {
	return sources.filter(({ path }) => path.startsWith(folder));
}

/** What is deployed or run, without the tests of it. */
export const productSources = sources.filter(
	({ path }) => !/^(test|bench|examples|packages\/[^/]+\/test)\//.test(path),
);

export function readText(path: string): string {
	return readFileSync(join(ROOT, path), "utf8");
}

export function withoutComments(text: string): string {
	return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}

export function commentsOf(text: string): string {
	const comments = text.match(/\/\*\*?\s[\s\S]*?\*\/|(?<=^|\s)\/\/\s.*$/gm);
	return (comments ?? []).join("\n");
}

/**
 * Names of files of this repository in a text that no file bears: whatever begins with one of its
 * folders, and any Markdown or TypeScript file, which may be named by the end of its path.
 */
export function missingFiles(text: string, beside: string): readonly string[] {
	const named =
		text.match(/(?<![\w@./:$*-])(\.{1,2}\/)*[\w@-][\w@./-]*[\w/](?![\w*…])/g) ??
		[];
	return named
		.filter(
			(name) =>
				FOLDERS.some((folder) => name.startsWith(`${folder}/`)) ||
				/\w\.(tsx?|md)$/.test(name),
		)
		.filter((name) => !isThere(name, beside));
}

function isThere(name: string, beside: string): boolean {
	const asked = name.replace(/\/$/, "");
	const near = relative(ROOT, resolve(ROOT, beside, "..", asked));
	return files.some(
		(file) =>
			file === near ||
			file.startsWith(`${asked}/`) ||
			`/${file}`.endsWith(`/${asked}`),
	);
}

function filesOf(folder: string, recursive: boolean): readonly string[] {
	return readdirSync(join(ROOT, folder), { recursive, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

function readSource(path: string): Source {
	const text = readText(path);
	const found = [
		...text.matchAll(
			/^(import|export)\s+(type\s+)?(?:[\w\s,*{}$]*?\sfrom\s+)?"([^"]+)"|(?<!typeof )\bimport\("([^"]+)"\)/gm,
		),
	].map(([, word, type, fixed, lazy]) => {
		const name = fixed ?? lazy ?? "";
		const own = name.startsWith(".")
			? relative(ROOT, resolve(ROOT, path, "..", name))
			: OWN_PACKAGES[name];
		return {
			name,
			own,
			isType: type !== undefined,
			isLazy: lazy !== undefined,
			isExport: word === "export",
		};
	});
	const owned = found.flatMap(({ own, isExport, isType }) =>
		own === undefined ? [] : [{ own, isExport, isType }],
	);
	const packages = found.filter(
		({ own, isType }) => own === undefined && !isType,
	);
	return {
		path,
		text,
		imports: owned.map(({ own }) => own),
		runtimeImports: owned.filter(({ isType }) => !isType).map(({ own }) => own),
		packages: packages.map(({ name }) => name),
		eagerPackages: packages
			.filter(({ isLazy }) => !isLazy)
			.map(({ name }) => name),
		reExports: owned.filter(({ isExport }) => isExport).map(({ own }) => own),
	};
}
