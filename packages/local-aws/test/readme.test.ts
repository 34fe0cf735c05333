import { execFile } from "node:child_process";
import {
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const PACKAGE = join(import.meta.dirname, "..");

test("what the README says to try works in an empty folder", async () => {
	const folder = mkdtempSync(join(tmpdir(), "local-aws-readme-"));
	try {
		const readme = readFileSync(join(PACKAGE, "README.md"), "utf8");
		const files = [
			...readme.matchAll(/`([\w./]+)`:\n\n```\w+\n([\s\S]*?)^```/gm),
		];
		expect(files).toHaveLength(3);
		for (const [, path = "", text = ""] of files) {
			mkdirSync(join(folder, dirname(path)), { recursive: true });
			writeFileSync(join(folder, path), text);
		}
		mkdirSync(join(folder, "node_modules"));
		symlinkSync(PACKAGE, join(folder, "node_modules", "local-aws"));
		const year = new Date(Date.now() + 366 * 86_400_000).getUTCFullYear();
		const { stdout } = await promisify(execFile)(
			process.execPath,
			["--no-warnings", "run.mjs"],
			{ cwd: folder },
		);
		expect(stdout).toBe(`Hello Ann at ${year}\n`);
	} finally {
		rmSync(folder, { recursive: true });
	}
});
