import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Links of Markdown files, by their paths in a folder, to a file or heading that isn't there. */
export function deadLinks(
	folder: string,
	files: readonly string[],
): readonly string[] {
	return files.flatMap((file) =>
		[...readFileSync(join(folder, file), "utf8").matchAll(/\]\(([^)\s]+)\)/g)]
			.map(([, target = ""]) => target)
			.filter((target) => !/^[a-z]+:/.test(target))
			.filter((target) => !leadsSomewhere(join(folder, file), target))
			.map((target) => `${file}: ${target}`),
	);
}

function leadsSomewhere(file: string, target: string): boolean {
	const [path = "", anchor] = target.split("#");
	const full = path === "" ? file : join(dirname(file), path);
	if (!existsSync(full)) return false;
	return anchor === undefined || anchorsOf(full).includes(anchor);
}

function anchorsOf(file: string): string[] {
	return [...readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm)].map((match) =>
		(match[1] ?? "")
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, "")
			.trim()
			.replaceAll(" ", "-"),
	);
}
