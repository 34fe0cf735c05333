/** The function's bundle against nodemailer and the three SDK clients alone, in one run: `node bench/bundle.ts`. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { bundleFunction } from "../infra/bundle-function.ts";

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
const SETTINGS = [
	"SENDER_NAME",
	"MAILBOX",
	"SMTP_HOST",
	"SECRET_ARN",
	"QUEUE_URL",
	"DEAD_LETTER_QUEUE_URL",
	"TABLE_NAME",
	"ON_AMBIGUOUS",
];

try {
	const ours = join(
		bundleFunction("send-email", join(folder, "ours")),
		"index.mjs",
	);
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
	const kilobytes = (file: string) => statSync(file).size / 1000;
	const importMs = (file: string) =>
		median(
			Array.from({ length: RUNS }, () =>
				Number(
					execFileSync(process.execPath, [timer, pathToFileURL(file).href], {
						env,
						encoding: "utf8",
					}),
				),
			),
		);
	const env = {
		PATH: process.env.PATH,
		AWS_REGION: "us-east-1",
		SMTP_PORT: "587",
		CONNECTIONS: "3",
		ATTEMPT_BUDGET: "10",
		LEDGER_SECONDS: "1",
		...Object.fromEntries(SETTINGS.map((name) => [name, "x@example.com"])),
	};
	const [a, b] = [importMs(ours), importMs(baseline)];
	console.log(
		`bundle kB: ours ${kilobytes(ours).toFixed(0)}, nodemailer and three clients ${kilobytes(baseline).toFixed(0)}, ratio ${(kilobytes(ours) / kilobytes(baseline)).toFixed(2)}`,
	);
	console.log(
		`import ms: ours ${a.toFixed(0)}, nodemailer and three clients ${b.toFixed(0)}, ratio ${(a / b).toFixed(2)}`,
	);
} finally {
	rmSync(folder, { recursive: true, force: true });
}

function median(numbers: readonly number[]): number {
	return (
		numbers.toSorted((x, y) => x - y)[Math.floor(numbers.length / 2)] ??
		Number.NaN
	);
}
