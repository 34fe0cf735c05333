import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { clockEnvironment } from "local-aws";
import { writeAwsStub, writeNpmStub } from "./aws-stub.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const CLOCK = join(ROOT, "packages/local-aws/lambda/clock-of-parent.ts");
const TERMINAL = join(import.meta.dirname, "at-a-terminal.ts");

export interface Typed {
	readonly command: string;
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
}

/** An empty folder with nothing but `aws` and `npm run ops --`, both of which know only the local stack. */
export class OnCallShell {
	readonly #folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-on-call-"));

	constructor(port: number) {
		writeAwsStub(this.#folder, `http://127.0.0.1:${port}`);
		writeNpmStub(this.#folder, `--local --port ${port}`);
	}

	/** Types a command, as written. `answer` is typed when it asks; `piped` comes by standard input. */
	type(
		command: string,
		{ answer, piped }: { readonly answer?: string; readonly piped?: string },
	): Promise<Typed> {
		const preloads = answer === undefined ? [CLOCK] : [CLOCK, TERMINAL];
		const child = spawn("sh", ["-c", command], {
			cwd: this.#folder,
			env: {
				PATH: `${this.#folder}:/usr/bin:/bin`,
				USER: "ann",
				// Sentences are looked for as they are written.
				COLUMNS: "10000",
				NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
				...clockEnvironment(),
				NODE_NO_WARNINGS: "1",
				NODE_OPTIONS: preloads
					.map((file) => `--import=${pathToFileURL(file)}`)
					.join(" "),
			},
		});
		const written = { out: "", err: "" };
		child.stdout.on("data", (chunk) => (written.out += chunk));
		child.stderr.on("data", (chunk) => (written.err += chunk));
		child.stdin.on("error", () => {});
		child.stdin.end(piped ?? `${answer ?? ""}\n`);
		return new Promise((resolve, reject) => {
			child.on("error", reject);
			child.on("close", (code) => resolve({ command, code, ...written }));
		});
	}

	close(): void {
		rmSync(this.#folder, { recursive: true, force: true });
	}
}
