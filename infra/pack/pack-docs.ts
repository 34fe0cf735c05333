import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Markdown or other files by their place in a package, with their place in the repository. */
type Places = Readonly<Record<string, string>>;

/** Pages of the package. */
const PAGES: Places = {
	"README.md": "docs/package.md",
	"API.md": "API.md",
	"docs/deploying.md": "docs/deploying.md",
	"docs/google-account.md": "docs/google-account.md",
	"docs/message-format.md": "docs/message-format.md",
	"docs/publishing.md": "docs/publishing.md",
	"docs/runbook.md": "docs/runbook.md",
	"docs/templates.md": "docs/templates.md",
};

/** Pages of `sqs-gmail-sender-local`. */
const LOCAL_PAGES: Places = {
	"README.md": "docs/local-package.md",
	"docs/testing-your-app.md": "docs/testing-your-app.md",
	"docs/runbook.md": "docs/runbook.md",
};

/** What a page may link to besides pages: its place in the repository, with its place in the package. */
const FILES: Places = {
	"schema/email-message.v1.json": "dist/email-message.v1.json",
	"templates/order-shipped": "templates/order-shipped",
};

/** Writes the package's documents: as somebody reads them who has installed it, and has no clone. */
export function packDocs(root: string, home: string): void {
	for (const [source, place] of Object.entries(FILES))
		cpSync(join(root, source), join(home, place), { recursive: true });
	writePages(PAGES, FILES, { root, home });
}

/** Writes the documents of `sqs-gmail-sender-local`. */
export function packLocalDocs(root: string, home: string): void {
	writePages(LOCAL_PAGES, {}, { root, home });
}

function writePages(
	pages: Places,
	files: Places,
	{ root, home }: { readonly root: string; readonly home: string },
): void {
	/** By places in the repository. */
	const places = new Map([
		...Object.entries(pages).map(([place, source]) => [source, place] as const),
		...Object.entries(files),
	]);
	for (const [place, source] of Object.entries(pages)) {
		mkdirSync(dirname(join(home, place)), { recursive: true });
		const text = readFileSync(join(root, source), "utf8");
		writeFileSync(
			join(home, place),
			packedText(text, { source, place, places }),
		);
	}
}

function packedText(
	text: string,
	{
		source,
		place,
		places,
	}: {
		readonly source: string;
		readonly place: string;
		readonly places: ReadonlyMap<string, string>;
	},
): string {
	return text
		.replace(/<!-- clone -->[\s\S]*?<!-- end -->\n*/g, "")
		.replaceAll("npm run ops --", "npx sqs-gmail-sender")
		.replace(/\[([^\]]*)\]\(([^)\s]+)\)/g, (link, label, target) => {
			if (/^([a-z]+:|#)/.test(target)) return link;
			const [path, anchor] = target.split("#");
			const there = places.get(join(dirname(source), path));
			// The repository has it, the package has not.
			if (there === undefined) return label;
			const to = relative(dirname(place), there);
			return `[${label}](${anchor === undefined ? to : `${to}#${anchor}`})`;
		});
}
