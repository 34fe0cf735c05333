import { existsSync } from "node:fs";
import { join, relative } from "node:path";

/** The package, or the repository: the program is in dist/ there, this file in ops/init/ here. */
export const HOME =
	[join(import.meta.dirname, ".."), join(import.meta.dirname, "..", "..")].find(
		(folder) => existsSync(join(folder, "templates")),
	) ?? ".";

/** Its documents, as somebody in the current folder would name them. */
export const DOCS = join(relative(process.cwd(), HOME), "docs");
