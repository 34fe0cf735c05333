import { createHash } from "node:crypto";
import { cpSync, existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { DockerImage, FileSystem } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { TEMPLATES_FILE } from "../../../core/contract.ts";

const here = import.meta.dirname;

/**
 * A function's bundle as an asset. The published package brings it ready made, so that neither
 * esbuild nor Docker is needed; in the repository esbuild makes it, byte for byte the same.
 */
export function bundleCode(name: string): Code {
	return Code.fromAsset(bundleOf(name));
}

/** The sending function's bundle with checked templates beside it, and what renders them. */
export function bundleCodeWithTemplates(templates: string): Code {
	const folders = [bundleOf("send-email"), bundleOf("templates")];
	return Code.fromAsset(folders[0] ?? "", {
		// Without it CDK takes two senders for one whose assets differ by what the callback below does.
		assetHash: hashOf(folders, templates),
		bundling: {
			// Never pulled: what is done here needs no container.
			image: DockerImage.fromRegistry("none"),
			local: {
				tryBundle(outputDir) {
					for (const folder of folders)
						cpSync(folder, outputDir, { recursive: true });
					writeFileSync(join(outputDir, TEMPLATES_FILE), templates);
					return true;
				},
			},
		},
	});
}

function hashOf(folders: readonly string[], templates: string): string {
	const hash = createHash("sha256").update(templates);
	for (const folder of folders) hash.update(FileSystem.fingerprint(folder));
	return hash.digest("hex");
}

function bundleOf(name: string): string {
	const packed = join(here, "functions", name);
	if (existsSync(packed)) return packed;
	const require = createRequire(import.meta.url);
	const { bundleFunction } = require("../../pack/bundle-function.ts");
	const cache = "../../../node_modules/.cache/sqs-gmail-sender";
	return bundleFunction(name, join(here, cache, name));
}
