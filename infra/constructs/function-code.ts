import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Code } from "aws-cdk-lib/aws-lambda";

const here = import.meta.dirname;

/**
 * A function's bundle as an asset. The published package brings it ready made, so that neither
 * esbuild nor Docker is needed; in the repository esbuild makes it, byte for byte the same.
 */
export function functionCode(name: string): Code {
	const packed = join(here, "functions", name);
	return Code.fromAsset(existsSync(packed) ? packed : bundle(name));
}

function bundle(name: string): string {
	const require = createRequire(import.meta.url);
	const { bundleFunction } = require("../bundle-function.ts");
	return bundleFunction(
		name,
		join(here, "..", "..", "node_modules", ".cache", "sqs-gmail-sender", name),
	);
}
