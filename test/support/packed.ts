import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");

/** To pack: on a busy machine slow, not wrong. */
export const PACK_MS = 600_000;

/** Makes the package as `npm pack` does, in a folder of its own: several tests may at once. @returns the folder. */
export function packInto(folder: string): string {
	execFileSync(
		process.execPath,
		[join(ROOT, "infra", "pack", "pack.ts"), folder],
		{ stdio: ["ignore", "ignore", "inherit"] },
	);
	return folder;
}

/** Links packages of this repository into a project, so that nothing is fetched. */
export function link(project: string, names: readonly string[]): void {
	for (const name of names) {
		const place = join(project, "node_modules", name);
		mkdirSync(dirname(place), { recursive: true });
		symlinkSync(join(ROOT, "node_modules", name), place);
	}
}
