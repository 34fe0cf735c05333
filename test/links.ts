/** Fails when a Markdown file of the project links to a file or heading that isn't there. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { deadLinks } from "./support/dead-links.ts";

const files = execFileSync(
	"git",
	["ls-files", "-co", "--exclude-standard", "*.md"],
	{
		encoding: "utf8",
	},
)
	.split("\n")
	.filter((file) => file !== "" && existsSync(file));

const broken = deadLinks(".", files);
for (const line of broken) console.error(`broken link: ${line}`);
process.exitCode = broken.length > 0 ? 1 : 0;
