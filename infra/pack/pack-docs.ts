import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Markdown of the package by its place there, with its place in the repository. */
const PAGES = {
	"README.md": "docs/package.md",
	"API.md": "API.md",
	"docs/deploying.md": "docs/deploying.md",
	"docs/google-account.md": "docs/google-account.md",
	"docs/message-format.md": "docs/message-format.md",
	"docs/publishing.md": "docs/publishing.md",
	"docs/runbook.md": "docs/runbook.md",
	"docs/templates.md": "docs/templates.md",
};

/** What a page may link to besides pages: its place in the repository, with its place in the package. */
const FILES = {
	"schema/email-message.v1.json": "dist/email-message.v1.json",
	"templates/order-shipped": "templates/order-shipped",
};

/** Places in the package by those in the repository. */
const PLACES: ReadonlyMap<string, string> = new Map([
	...Object.entries(PAGES).map(([place, source]) => [source, place] as const),
	...Object.entries(FILES),
]);

/** Writes the package's documents: as somebody reads them who has installed it, and has no clone. */
export function packDocs(root: string, home: string): void {
	for (const [source, place] of Object.entries(FILES))
		cpSync(join(root, source), join(home, place), { recursive: true });
	for (const [place, source] of Object.entries(PAGES)) {
		mkdirSync(dirname(join(home, place)), { recursive: true });
		const text = readFileSync(join(root, source), "utf8");
		writeFileSync(join(home, place), packedText(text, { source, place }));
	}
}

function packedText(
	text: string,
	{ source, place }: { readonly source: string; readonly place: string },
): string {
	return text
		.replace(/<!-- clone -->[\s\S]*?<!-- end -->\n*/g, "")
		.replaceAll("npm run ops --", "npx sqs-gmail-sender")
		.replace(/\[([^\]]*)\]\(([^)\s]+)\)/g, (link, label, target) => {
			if (/^([a-z]+:|#)/.test(target)) return link;
			const [path, anchor] = target.split("#");
			const there = PLACES.get(join(dirname(source), path));
			// The repository has it, the package has not.
			if (there === undefined) return label;
			const to = relative(dirname(place), there);
			return `[${label}](${anchor === undefined ? to : `${to}#${anchor}`})`;
		});
}
