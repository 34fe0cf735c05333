/** The functions' bundles against nodemailer and the three SDK clients alone, in one run: `node bench/bundle.ts`. */
import { execFileSync } from "node:child_process";
import {
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { BREAKER_ENV, ENV } from "../core/contract.ts";
import { bundleFunction } from "../infra/pack/bundle-function.ts";
import { spreadOf } from "./parts/spread.ts";
import type { Bundle, BundleFigures, Results } from "./results.ts";

const RUNS = 21;
const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-bundle-"));

const BASELINE = `
import { createTransport } from "nodemailer";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
export const parts = [createTransport, new SQSClient({}), new SecretsManagerClient({}), new DynamoDBClient({})];
`;
const NUMBERS: ReadonlySet<string> = new Set([
	ENV.smtpPort,
	ENV.connections,
	ENV.attemptBudget,
	ENV.ledgerSeconds,
	ENV.messageLimit,
	ENV.recipientLimit,
	BREAKER_ENV.retention,
	BREAKER_ENV.deadLetterRetention,
]);
const JSONS: Readonly<Record<string, string>> = {
	[ENV.aliases]: "[]",
	[ENV.producers]: "{}",
	[ENV.highPriority]: "[]",
	[ENV.routes]: "[]",
	[ENV.defaultRoute]: "",
	[ENV.attachmentBuckets]: "[]",
	[ENV.shares]: "{}",
	[ENV.bucketOwners]: "{}",
	[ENV.onlyFor]: "{}",
};

try {
	const bundleOf = (name: string) =>
		join(bundleFunction(name, join(folder, name)), "index.mjs");
	const [ours, breaker] = [bundleOf("send-email"), bundleOf("breaker")];
	const baseline = join(folder, "baseline.mjs");
	buildSync({
		stdin: { contents: BASELINE, resolveDir: root },
		outfile: baseline,
		bundle: true,
		minify: true,
		platform: "node",
		target: "node24",
		format: "esm",
		mainFields: ["module", "main"],
		banner: {
			js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);',
		},
		logLevel: "error",
	});
	const timer = join(folder, "time.mjs");
	writeFileSync(
		timer,
		"const start = performance.now(); await import(process.argv[2]); console.log(performance.now() - start);",
	);
	/** Of what is loaded at the start; the rest is loaded when it is asked for. */
	const kilobytes = (file: string) =>
		[...loadedAtStart(file)].reduce((sum, one) => sum + statSync(one).size, 0) /
		1000;
	const importMs = (file: string) =>
		spreadOf(
			Array.from({ length: RUNS }, () =>
				Number(
					execFileSync(process.execPath, [timer, pathToFileURL(file).href], {
						env,
						encoding: "utf8",
					}),
				),
			),
		).median;
	const env = {
		PATH: process.env.PATH,
		AWS_REGION: "us-east-1",
		...Object.fromEntries(
			[...Object.values(ENV), ...Object.values(BREAKER_ENV)].map((name) => [
				name,
				JSONS[name] ?? (NUMBERS.has(name) ? "10" : "x@example.com"),
			]),
		),
		AWS_LAMBDA_FUNCTION_NAME: "bench",
		AWS_LAMBDA_LOG_GROUP_NAME: "bench",
	};
	const measure = (of: (file: string) => number): BundleFigures => ({
		ours: of(ours),
		alone: of(baseline),
		breaker: of(breaker),
	});
	const report = (what: string, figures: BundleFigures) =>
		console.log(
			`${what}: ours ${figures.ours.toFixed(0)}, nodemailer and three clients ${figures.alone.toFixed(0)}, ratio ${(figures.ours / figures.alone).toFixed(2)}; the breaker function ${figures.breaker.toFixed(0)}`,
		);
	const bundle: Bundle = {
		loadedKb: measure(kilobytes),
		importMs: measure(importMs),
	};
	report("loaded kB", bundle.loadedKb);
	report("import ms", bundle.importMs);
	keep(bundle);
} finally {
	rmSync(folder, { recursive: true, force: true });
}

/** For the report, if `npm run bench` has left results. */
function keep(bundle: Bundle): void {
	const file = join(import.meta.dirname, "results.json");
	if (!existsSync(file)) return;
	const results: Results = JSON.parse(readFileSync(file, "utf8"));
	writeFileSync(
		file,
		`${JSON.stringify({ ...results, bundle }, undefined, "\t")}\n`,
	);
}

function loadedAtStart(
	file: string,
	seen = new Set<string>(),
): ReadonlySet<string> {
	if (seen.has(file)) return seen;
	seen.add(file);
	const imports = readFileSync(file, "utf8").matchAll(
		/(?:from|import)\s*"\.\/(later-\w+\.mjs)"/g,
	);
	for (const [, name = ""] of imports)
		loadedAtStart(join(dirname(file), name), seen);
	return seen;
}
