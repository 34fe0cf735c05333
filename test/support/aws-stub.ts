import { writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes an executable `aws` into a folder that works against a local endpoint: the commands and
 * options that the documents use, by the real SDK (aws-cli.ts). Everything else fails.
 */
export function writeAwsStub(folder: string, endpoint: string): void {
	const cli = join(import.meta.dirname, "aws-cli.ts");
	writeExecutable(
		join(folder, "aws"),
		`AWS_STUB_ENDPOINT=${endpoint} exec "${process.execPath}" "${cli}" "$@"`,
	);
}

/** Writes an executable `npm` that knows only `npm run ops -- …`, and runs it with these options added. */
export function writeNpmStub(folder: string, options = ""): void {
	const cli = join(import.meta.dirname, "..", "..", "ops", "cli.ts");
	writeExecutable(
		join(folder, "npm"),
		`[ "$1 $2 $3" = "run ops --" ] || { echo "unknown: npm $*" >&2; exit 252; }
shift 3
exec "${process.execPath}" "${cli}" "$@" ${options}`,
	);
}

function writeExecutable(path: string, script: string): void {
	writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}
