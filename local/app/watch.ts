import { relative, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { watch } from "chokidar";

/** An editor writes several files, or one in several steps. */
const QUIET_MS = 300;
const IGNORED = ["node_modules", "cdk.out", ".git"];

/**
 * Calls back when files in the folders have changed, one call at a time. An app may write files
 * while it is synthesized: what changes during a call makes one more, the same file again none.
 */
export async function watchSources(
	folders: readonly string[],
	onChange: () => Promise<void>,
): Promise<{ close(): Promise<void> }> {
	let timer: NodeJS.Timeout | undefined;
	let meanwhile: Set<string> | undefined;
	const work = async () => {
		const seen = new Set<string>();
		for (let news = true; news; ) {
			meanwhile = new Set();
			await onChange();
			// What it wrote last is told a moment later.
			await sleep(QUIET_MS);
			news = [...meanwhile].some((path) => !seen.has(path));
			for (const path of meanwhile) seen.add(path);
		}
		meanwhile = undefined;
	};
	const watcher = watch([...folders], {
		ignoreInitial: true,
		ignored: (path) => folders.every((folder) => isIgnored(path, folder)),
	});
	watcher.on("all", (_event, path) => {
		if (meanwhile !== undefined) return void meanwhile.add(path);
		clearTimeout(timer);
		timer = setTimeout(() => void work(), QUIET_MS);
	});
	watcher.on("error", (error) => console.error(`  watching: ${error}`));
	await new Promise<void>((resolve) => watcher.once("ready", () => resolve()));
	return {
		close() {
			clearTimeout(timer);
			return watcher.close();
		},
	};
}

function isIgnored(path: string, folder: string): boolean {
	const inside = relative(folder, path).split(sep);
	return inside[0] === ".." || inside.some((part) => IGNORED.includes(part));
}
