import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What is of use in the repository alone. */
const OF_THE_REPOSITORY = new Set([
	"private",
	"files",
	"workspaces",
	"scripts",
	"devDependencies",
	"allowScripts",
]);

/** Writes the package's own package.json and licence: npm would pack the repository's. */
export function writeManifest(root: string, home: string): void {
	const manifest: object = JSON.parse(
		readFileSync(join(root, "package.json"), "utf8"),
	);
	const own = Object.entries(manifest).filter(
		([field]) => !OF_THE_REPOSITORY.has(field),
	);
	writeFileSync(
		join(home, "package.json"),
		`${JSON.stringify(Object.fromEntries(own), undefined, "\t")}\n`,
	);
	cpSync(join(root, "LICENSE"), join(home, "LICENSE"));
}
