import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the page is made of, by the names under which a package has it beside this file. */
export type PageBundle = Readonly<
	Record<"page.js" | "page.css" | "runbook.md", string>
>;

const HERE = import.meta.dirname;
let bundle: Promise<PageBundle> | undefined;

/** The finished files beside this one, as a package has them; in the repository they are built, once. */
export function pageBundle(): Promise<PageBundle> {
	bundle ??= existsSync(join(HERE, "page.js"))
		? Promise.resolve(finished())
		: buildPage();
	return bundle;
}

/** Builds the page's files from its sources. */
export async function buildPage(): Promise<PageBundle> {
	const { buildSync } = await import("esbuild");
	const { outputFiles } = buildSync({
		entryPoints: ["page.tsx", "page.css"].map((name) =>
			join(HERE, "client", name),
		),
		outdir: HERE,
		bundle: true,
		write: false,
		minify: true,
		format: "esm",
		target: "es2022",
		jsx: "automatic",
		jsxImportSource: "preact",
		legalComments: "none",
		logLevel: "error",
	});
	const textOf = (name: string) =>
		outputFiles.find(({ path }) => path === join(HERE, name))?.text ?? "";
	return {
		"page.js": textOf("page.js"),
		"page.css": textOf("page.css"),
		"runbook.md": readFileSync(
			join(HERE, "..", "..", "docs", "runbook.md"),
			"utf8",
		),
	};
}

function finished(): PageBundle {
	const textOf = (name: string) => readFileSync(join(HERE, name), "utf8");
	return {
		"page.js": textOf("page.js"),
		"page.css": textOf("page.css"),
		"runbook.md": textOf("runbook.md"),
	};
}
