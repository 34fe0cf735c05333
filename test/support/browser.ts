import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";

const FLAGS = [
	...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"],
	...["--no-first-run", "--disable-background-networking"],
	...["--disable-component-update", "--disable-sync"],
	// Grey edges of letters: pictures are half as large.
	"--disable-lcd-text",
];

const START_MS = 20_000;

export interface Browser {
	readonly context: BrowserContext;
	close(): Promise<void>;
}

/** Starts a Chromium with a folder of its own. @returns undefined when none starts on this machine. */
export async function startBrowser(): Promise<Browser | undefined> {
	const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-browser-"));
	const tidy = () => rmSync(folder, { recursive: true, force: true });
	for (const executablePath of await programs()) {
		try {
			const context = await chromium.launchPersistentContext(folder, {
				executablePath,
				args: FLAGS,
				timeout: START_MS,
			});
			return {
				context,
				async close() {
					await context.close();
					tidy();
				},
			};
		} catch {
			// The next one may start.
		}
	}
	tidy();
	return undefined;
}

/** The one that was asked for alone; else the machine's own, and the one that a package brings along. */
async function programs(): Promise<readonly string[]> {
	const asked = process.env.CHROME_PATH;
	if (asked !== undefined) return [asked];
	const own = ["/usr/bin/chromium", "/usr/bin/google-chrome"];
	const packed = await import("@sparticuz/chromium")
		.then(({ default: chromium }) => chromium.executablePath())
		.catch(() => undefined);
	return [
		...own.filter((path) => existsSync(path)),
		...(packed === undefined ? [] : [packed]),
	];
}
