/** Fails when a Markdown file of the project links to a file or heading that isn't there. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const files = execFileSync(
	"git",
	["ls-files", "-co", "--exclude-standard", "*.md"],
	{
		encoding: "utf8",
	},
)
	.split("\n")
	.filter((file) => file !== "" && existsSync(file));

const broken = files.flatMap((file) =>
	[...readFileSync(file, "utf8").matchAll(/\]\(([^)\s]+)\)/g)]
		.map((match) => match[1] ?? "")
		.filter((target) => !/^[a-z]+:/.test(target))
		.filter((target) => !leadsSomewhere(file, target))
		.map((target) => `${file}: ${target}`),
);
for (const line of broken) console.error(`broken link: ${line}`);
process.exitCode = broken.length > 0 ? 1 : 0;

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
