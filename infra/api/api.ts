/** `npm run api` writes API.md: what the package exports. With --check it only fails when the file is not current. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Application } from "typedoc";
import { renderName } from "./render-api.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const FILE = join(ROOT, "API.md");

/** Each way into the package: its source, and by which name it is imported. */
const ENTRIES: Readonly<Record<string, string>> = {
	"infra/index.ts": "sqs-gmail-sender",
	"publisher/index.ts": "sqs-gmail-sender/publisher",
	"publisher/testing.ts": "sqs-gmail-sender/publisher/testing",
};

const HEAD = `# API

<!-- clone -->
Made of the source by \`npm run api\`.
<!-- end -->

What a member inherits from the CDK or from another name of this page stands there.`;

const app = await Application.bootstrap({
	entryPoints: Object.keys(ENTRIES),
	excludeExternals: true,
	excludePrivate: true,
	excludeProtected: true,
	// tsc has looked for errors.
	skipErrorChecking: true,
	validation: false,
	sort: ["kind", "source-order"],
	logLevel: "Error",
});
const project = await app.convert();
const modules = project?.children ?? [];
const exported = new Set(
	modules.flatMap(({ children = [] }) => children.map(({ name }) => name)),
);
const names = Object.values(ENTRIES);
const sections = modules.map(({ children = [] }, index) =>
	[
		`## ${names[index]}`,
		...children.map((item) => renderName(item, exported)),
	].join("\n\n"),
);
const api = `${[HEAD, ...sections].join("\n\n")}\n`;

if (!process.argv.includes("--check")) writeFileSync(FILE, api);
else if (readFileSync(FILE, "utf8") !== api) {
	console.error("API.md is not current: run npm run api");
	process.exitCode = 1;
}
