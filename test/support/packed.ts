import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");

/** To pack: on a busy machine slow, not wrong. */
export const PACK_MS = 600_000;

/** Makes the package as `npm pack` does, in a folder of its own: several tests may at once. */
export function packInto(folder: string): void {
	execFileSync(
		process.execPath,
		[join(ROOT, "infra", "pack", "pack.ts"), folder],
		{ stdio: ["ignore", "ignore", "inherit"] },
	);
}

/** Installs an archive by npm, with the CDK linked from here, so that nothing is fetched. */
export function installArchive(archive: string, project: string): void {
	const peers = ["aws-cdk-lib", "constructs"].map((name) =>
		join(ROOT, "node_modules", name),
	);
	execFileSync(
		"npm",
		["install", "--offline", "--no-audit", "--no-fund", archive, ...peers],
		{ cwd: project, stdio: ["ignore", "ignore", "inherit"] },
	);
}

/** Packs into a folder and installs from there. */
export function installInto(project: string, folder: string): void {
	const place = join(folder, "package");
	packInto(place);
	execFileSync("npm", ["pack", place, "--pack-destination", folder], {
		stdio: "ignore",
	});
	const [archive = ""] = globSync(join(folder, "*.tgz"));
	installArchive(archive, project);
}

/** Links packages of this repository into a project, but for those that are there. */
export function link(project: string, names: readonly string[]): void {
	for (const name of names) {
		const place = join(project, "node_modules", name);
		if (existsSync(place)) continue;
		mkdirSync(dirname(place), { recursive: true });
		symlinkSync(join(ROOT, "node_modules", name), place);
	}
}
