import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..", "..");

/** Declarations of one way into the package. */
export interface TypesOf {
	/** Source file, from the repository's root. */
	readonly entry: string;
	/** Folders that each get a copy, with the source's paths in it. */
	readonly folders: readonly string[];
}

/** Writes the declarations that each entry needs, and no others: what lies behind them may name packages that a user has not. */
export function packTypes(entries: readonly TypesOf[], draft: string): void {
	const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
	const project = join(root, "infra", "tsconfig.types.json");
	execFileSync(
		process.execPath,
		[tsc, "--project", project, "--outDir", draft],
		{ stdio: "inherit" },
	);
	for (const { entry, folders } of entries) {
		const found = new Map<string, string>();
		collect(entry.replace(/\.ts$/, ".d.ts"), draft, found);
		for (const folder of folders) {
			for (const [path, text] of found) {
				mkdirSync(dirname(join(folder, path)), { recursive: true });
				writeFileSync(join(folder, path), text);
			}
		}
	}
	rmSync(draft, { recursive: true });
}

// tsc leaves .ts in the imports of declarations, which a consumer does not have.
const IMPORT = /(from "|import\(")(\.[^"]*)\.ts"/g;

function collect(
	path: string,
	draft: string,
	found: Map<string, string>,
): void {
	if (found.has(path)) return;
	const text = readFileSync(join(draft, path), "utf8");
	found.set(path, text.replace(IMPORT, '$1$2.js"'));
	for (const [, , target = ""] of text.matchAll(IMPORT))
		collect(join(dirname(path), `${target}.d.ts`), draft, found);
}
