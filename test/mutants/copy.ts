import { execFile } from "node:child_process";
import {
	cpSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyMutant, type Mutant } from "./mutant.ts";

const ROOT = join(import.meta.dirname, "../..");
const LEFT_OUT = new Set(["node_modules", ".git", "cdk.out", "dist"]);

export interface Ran {
	readonly isWell: boolean;
	readonly said: string;
}

/** A copy of the project in which a bug does no harm. */
export class Copy {
	readonly #folder = mkdtempSync(join(tmpdir(), "mutants-"));

	constructor() {
		cpSync(ROOT, this.#folder, {
			recursive: true,
			filter: (source) => !LEFT_OUT.has(source.slice(ROOT.length + 1)),
		});
		symlinkSync(join(ROOT, "node_modules"), join(this.#folder, "node_modules"));
	}

	/** Does something while the mutant is in the copy. */
	async with<T>(mutant: Mutant, run: () => Promise<T>): Promise<T> {
		const file = join(this.#folder, mutant.path);
		const source = readFileSync(file, "utf8");
		writeFileSync(file, applyMutant(source, mutant));
		try {
			return await run();
		} finally {
			writeFileSync(file, source);
		}
	}

	/** Runs a program of Node's in it. One that takes longer than `ms` is ended, and not well. */
	run(args: readonly string[], ms: number): Promise<Ran> {
		return new Promise((resolve) => {
			execFile(
				process.execPath,
				args,
				{
					cwd: this.#folder,
					timeout: ms,
					maxBuffer: 2 ** 26,
					env: { ...process.env, NO_COLOR: "1" },
				},
				(error, stdout, stderr) =>
					resolve({ isWell: error === null, said: `${stdout}${stderr}` }),
			);
		});
	}

	remove(): void {
		rmSync(this.#folder, { recursive: true, force: true });
	}
}
