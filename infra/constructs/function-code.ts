import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Code } from "aws-cdk-lib/aws-lambda";
import { TEMPLATES_FILE } from "../../functions/send-email/contract.ts";

const here = import.meta.dirname;

/**
 * A function's bundle as an asset. The published package brings it ready made, so that neither
 * esbuild nor Docker is needed; in the repository esbuild makes it, byte for byte the same.
 */
export function functionCode(name: string): Code {
	return Code.fromAsset(bundleOf(name));
}

/** The sending function's bundle with checked templates beside it, made in `folder`. */
export function codeWithTemplates(templates: string, folder: string): Code {
	mkdirSync(folder, { recursive: true });
	for (const name of ["send-email", "templates"])
		cpSync(bundleOf(name), folder, { recursive: true });
	writeFileSync(join(folder, TEMPLATES_FILE), templates);
	return Code.fromAsset(folder);
}

function bundleOf(name: string): string {
	const packed = join(here, "functions", name);
	return existsSync(packed) ? packed : bundle(name);
}

function bundle(name: string): string {
	const require = createRequire(import.meta.url);
	const {
		bundleFunction,
		bundleTemplateEngine,
	} = require("../bundle-function.ts");
	const folder = join(
		here,
		"..",
		"..",
		"node_modules",
		".cache",
		"sqs-gmail-sender",
		name,
	);
	return name === "templates"
		? bundleTemplateEngine(folder)
		: bundleFunction(name, folder);
}
