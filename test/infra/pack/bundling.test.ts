import { execFileSync } from "node:child_process";
import {
	globSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack } from "aws-cdk-lib";
import { Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction, OutputFormat } from "aws-cdk-lib/aws-lambda-nodejs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { link, PACK_MS, packInto } from "../../support/packed.ts";

const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-bundling-"));
const project = join(folder, "app");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HANDLER = `
const sqs = { send: async () => ({ Successful: [{ Id: "0", MessageId: "sqs-id" }] }) };
const email = { id: "order-1", to: "ann@example.com", subject: "Hello", text: "Hello" };
const queueUrl = "https://sqs.eu-west-1.amazonaws.com/111111111111/mail";
const why = ({ message }) => message;
const nextYear = new Date(Date.now() + 31_536_000_000);
const scheduler = { queueArn: "arn", scheduleGroup: "group", schedulerRoleArn: "role" };
const long = { ...email, text: "x".repeat(2_000_000) };
export const handler = async () => [
	await sendEmail(email, { queueUrl, sqs }),
	await sendEmail(long, { queueUrl, sqs, payloadBucket: "bucket" }).catch(why),
	await scheduleEmail(email, nextYear, scheduler).catch(why),
	await outcomeOf("order-1", { tableName: "state", producer: "shop" }).catch(why),
];
`;
const FILES = {
	"imports.ts": `import { outcomeOf, scheduleEmail, sendEmail } from "sqs-gmail-sender/publisher";\n${HANDLER}`,
	"requires.js": `const { outcomeOf, scheduleEmail, sendEmail } = require("sqs-gmail-sender/publisher");\n${HANDLER.replace("export const handler =", "exports.handler =")}`,
};

/** An app that has installed the package, and of AWS's clients the one for SQS. */
beforeAll(() => {
	mkdirSync(project);
	for (const [name, text] of Object.entries(FILES))
		writeFileSync(join(project, name), text);
	writeFileSync(join(project, "package.json"), "{}");
	writeFileSync(join(project, "package-lock.json"), "{}");
	link(project, ["@aws-sdk/client-sqs", "esbuild", ".bin/esbuild"]);
	packInto(join(project, "node_modules", "sqs-gmail-sender"));
}, PACK_MS);

const MISSING = (what: string, name: string) =>
	`Cannot ${what} as the package ${name} can't be loaded: install it where this code is bundled or runs, npm install ${name}`;

/** What the bundled handler answers. */
function run(bundle: string): unknown {
	const call = `import(${JSON.stringify(bundle)}).then(({ handler }) => handler()).then((said) => console.log(JSON.stringify(said)))`;
	return JSON.parse(
		execFileSync(process.execPath, ["-e", call], { encoding: "utf8" }),
	);
}

const CASES = Object.keys(FILES).flatMap((entry) =>
	[false, true].map((bundleAwsSDK) => ({
		entry,
		bundleAwsSDK,
		format: entry.endsWith(".ts") ? OutputFormat.ESM : OutputFormat.CJS,
		aws: bundleAwsSDK ? "with its client for SQS" : "without AWS's clients",
	})),
);

test.each(CASES)(
	"NodejsFunction bundles $entry $aws, and what is not installed is told when it is needed",
	({ entry, bundleAwsSDK, format }) => {
		const app = new App({ outdir: mkdtempSync(join(project, "cdk.out-")) });
		new NodejsFunction(new Stack(app, "Shop"), "Orders", {
			entry: join(project, entry),
			runtime: Runtime.NODEJS_24_X,
			projectRoot: project,
			depsLockFilePath: join(project, "package-lock.json"),
			// AWS's clients as ES modules, as some CommonJS calls require().
			bundling: { bundleAwsSDK, format, mainFields: ["module", "main"] },
		});
		const [bundle = ""] = globSync(
			join(app.synth().directory, "asset.*", "index.*"),
		);
		expect(run(bundle)).toEqual([
			{ id: "order-1", messageId: "sqs-id" },
			`Cannot queue the message: S3 did not take it, Error: ${MISSING("store a long message", "@aws-sdk/client-s3")}`,
			MISSING("schedule mail", "@aws-sdk/client-scheduler"),
			MISSING("ask for an outcome", "@aws-sdk/client-dynamodb"),
		]);
	},
);
