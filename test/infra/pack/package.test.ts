import { execFileSync } from "node:child_process";
import {
	cpSync,
	existsSync,
	globSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { runCli } from "../../../ops/run-cli.ts";
import { deadLinks } from "../../support/dead-links.ts";
import { testIo } from "../../support/ops.ts";
import { installArchive, PACK_MS } from "../../support/packed.ts";
import { newApp, stackWith } from "../../support/synth.ts";
import { TEMPLATES } from "../../support/templates.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-package-"));
const project = join(folder, "app");
const producer = join(folder, "producer");
const bin = join(folder, "bin");

const APP = `
import { App, Stack } from "aws-cdk-lib";
import { GmailSender } from "sqs-gmail-sender";
const app = new App({ outdir: "cdk.out" });
const stack = new Stack(app, "Team");
new GmailSender(stack, "Alerts", { mailbox: "alerts@example.com", mailboxType: "workspace" });
new GmailSender(stack, "Billing", { mailbox: "billing@example.com", mailboxType: "workspace", onAmbiguous: "hold" });
app.synth();
`;
const APP_WITH_TEMPLATES = APP.replaceAll(
	'mailboxType: "workspace"',
	'mailboxType: "workspace", templates: "templates"',
).replaceAll("cdk.out", "cdk.templates.out");
const TYPED = `
import { App, Stack } from "aws-cdk-lib";
import { GmailSender, type GmailSenderProps } from "sqs-gmail-sender";
const props: GmailSenderProps = { mailbox: "alerts@example.com", mailboxType: "workspace" };
// @ts-expect-error a type of mailbox that Google does not have
export const wrong: GmailSenderProps = { mailbox: "alerts@example.com", mailboxType: "gsuite" };
const sender = new GmailSender(new Stack(new App(), "Team"), "Mail", props);
export const metric = sender.metricSent();
// @ts-expect-error the mailbox is required
new GmailSender(new Stack(new App(), "Other"), "Mail", {});
`;

const PRODUCER = `
import { outcomeOf, sendEmail } from "sqs-gmail-sender/publisher";
const sqs = { send: async () => ({ Successful: [{ Id: "0", MessageId: "sqs-id" }] }) };
const email = { id: "order-1", to: "ann@example.com", subject: "Hello", text: "Hello" };
sendEmail(email, { queueUrl: "https://sqs.eu-west-1.amazonaws.com/111111111111/mail", sqs })
	.then((receipt) => console.log(JSON.stringify(receipt)))
	.then(() => sendEmail({ ...email, to: "nobody" }, { queueUrl: "none", sqs }))
	.catch(({ name, problems }) => console.log(name, problems[0].pointer))
	.then(() => outcomeOf("order-1", { tableName: "state", producer: "shop" }))
	.catch(({ message }) => console.log(message.split(":")[0]));
`;
const TYPED_PRODUCER = `
import { type Email, type EmailOutcome, EmailRefused, outcomeOf, scheduleEmail, sendEmail, sendEmails } from "sqs-gmail-sender/publisher";
import { type FakeMail, fakeMail } from "sqs-gmail-sender/publisher/testing";
export const mail: FakeMail = fakeMail();
mail.outcome("order-1", "failed", { cause: "bad-recipient" });
// @ts-expect-error an outcome that a message does not have
mail.outcome("order-1", "lost");
const email: Email = { id: "order-1", to: ["ann@example.com", { name: "Bob", address: "bob@example.com" }], subject: "Hello", text: "Hello" };
// @ts-expect-error a field that a message does not have
export const wrong: Email = { receiver: "ann@example.com" };
export async function use(): Promise<EmailOutcome> {
	const receipt = await sendEmail(email);
	const [first] = await sendEmails([email], { delaySeconds: 60 });
	if (first?.kind === "invalid") throw new EmailRefused(first.problems);
	const by: "queue" | "schedule" = (await scheduleEmail(email, new Date())).by;
	return by === "queue" ? outcomeOf(receipt) : outcomeOf("order-1", { tableName: "state" });
}
`;

beforeAll(() => {
	mkdirSync(project);
	mkdirSync(producer);
	mkdirSync(bin);
	symlinkSync(process.execPath, join(bin, "node"));
	const packed = execFileSync(
		"npm",
		["pack", "--json", "--pack-destination", folder],
		{ cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
	);
	const [{ filename }] = JSON.parse(packed.slice(packed.indexOf("[")));
	writeFileSync(
		join(project, "package.json"),
		JSON.stringify({ name: "app", private: true, type: "module" }),
	);
	installArchive(join(folder, filename), project);
	writeFileSync(
		join(producer, "package.json"),
		JSON.stringify({ name: "producer", private: true }),
	);
	// It depends on nothing, so this is all that npm would install.
	cpSync(
		join(project, "node_modules", "sqs-gmail-sender"),
		join(producer, "node_modules", "sqs-gmail-sender"),
		{ recursive: true },
	);
	writeProducer();
	writeFileSync(join(project, "app.mjs"), APP);
	writeFileSync(join(project, "app.cjs"), required(APP));
	writeFileSync(join(project, "templates.mjs"), APP_WITH_TEMPLATES);
	writeFileSync(join(project, "templates.cjs"), required(APP_WITH_TEMPLATES));
	cpSync(TEMPLATES, join(project, "templates"), { recursive: true });
	writeFileSync(join(project, "typed.ts"), TYPED);
	writeFileSync(
		join(project, "tsconfig.json"),
		JSON.stringify({
			compilerOptions: {
				noEmit: true,
				strict: true,
				exactOptionalPropertyTypes: true,
				module: "nodenext",
				target: "es2022",
				types: [],
				skipLibCheck: true,
			},
			files: ["typed.ts"],
		}),
	);
}, PACK_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An app as CommonJS. */
function required(app: string): string {
	return app
		.replace(/import (.*) from (.*);/g, "const $1 = require($2);")
		.replace(".out", ".cjs.out");
}

/** A producer's own project: nothing of AWS's but the client for SQS, and no CDK. */
function writeProducer(): void {
	linkClient("client-sqs");
	writeFileSync(join(producer, "app.mjs"), PRODUCER);
	writeFileSync(
		join(producer, "app.cjs"),
		PRODUCER.replace(/import (.*) from (.*);/, "const $1 = require($2);"),
	);
	writeFileSync(join(producer, "esm.mts"), TYPED_PRODUCER);
	writeFileSync(join(producer, "cjs.cts"), TYPED_PRODUCER);
	writeFileSync(
		join(producer, "tsconfig.json"),
		JSON.stringify({
			compilerOptions: {
				noEmit: true,
				strict: true,
				exactOptionalPropertyTypes: true,
				// A CommonJS file may import no ES module.
				module: "node16",
				target: "es2022",
				types: [],
				skipLibCheck: true,
			},
			files: ["esm.mts", "cjs.cts"],
		}),
	);
}

function linkClient(name: string): void {
	const scope = join(producer, "node_modules", "@aws-sdk");
	mkdirSync(scope, { recursive: true });
	symlinkSync(join(ROOT, "node_modules", "@aws-sdk", name), join(scope, name));
}

/** What a bundler makes of a module in the producer's project. */
function bundleOf(contents: string) {
	const { metafile, outputFiles } = buildSync({
		stdin: { contents, resolveDir: producer },
		bundle: true,
		write: false,
		metafile: true,
		format: "esm",
		platform: "node",
		external: ["@aws-sdk/*", "aws-cdk-lib", "constructs"],
		logLevel: "silent",
	});
	const [output] = Object.values(metafile.outputs);
	return {
		text: outputFiles[0]?.text ?? "",
		imports: (kind: string) => {
			const paths = (output?.imports ?? [])
				.filter((imported) => imported.kind === kind)
				.map(({ path }) => path)
				.filter((path) => !path.startsWith("node:"));
			return [...new Set(paths)].toSorted();
		},
	};
}

/** Runs in a project with nothing but node on the PATH. */
function runAlone(...args: string[]): string {
	return runIn(project, ...args);
}

function runIn(cwd: string, ...args: string[]): string {
	return execFileSync(join(bin, "node"), args, {
		cwd,
		env: {
			PATH: bin,
			HOME: folder,
			NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
		},
		encoding: "utf8",
	});
}

function assetHashes(templateFile: string): string[] {
	const keys =
		JSON.stringify(JSON.parse(readFileSync(templateFile, "utf8"))).match(
			/[0-9a-f]{64}\.zip/g,
		) ?? [];
	return [...new Set(keys)].toSorted();
}

describe("the packed library", () => {
	test.each(["app.mjs", "app.cjs"])(
		"synthesizes two senders from %s without esbuild or docker, with the repository's own two bundles",
		(file) => {
			runAlone(file);
			const hashes = assetHashes(
				join(
					project,
					file === "app.mjs" ? "cdk.out" : "cdk.cjs.out",
					"Team.template.json",
				),
			);
			expect(hashes).toHaveLength(2);
			expect(hashes).toEqual(
				assetHashes(
					join(inject("assemblyFolder"), "GmailSender-mail.template.json"),
				),
			);
		},
	);

	test.each(["templates.mjs", "templates.cjs"])(
		"synthesizes templates from %s, with the repository's own asset",
		(file) => {
			runAlone(file);
			const outdir = join(folder, "with-templates");
			const app = newApp({ outdir });
			stackWith({ templates: TEMPLATES }, { app });
			app.synth();
			const hashes = assetHashes(
				join(
					project,
					file.endsWith(".mjs") ? "cdk.templates.out" : "cdk.templates.cjs.out",
					"Team.template.json",
				),
			);
			expect(hashes).toHaveLength(2);
			expect(hashes).toEqual(assetHashes(join(outdir, "Team.template.json")));
		},
	);

	test("tells what is wrong with a template", () => {
		writeFileSync(
			join(project, "broken.mjs"),
			APP_WITH_TEMPLATES.replaceAll('"templates"', '"broken"'),
		);
		mkdirSync(join(project, "broken", "mail"), { recursive: true });
		expect(() => runAlone("broken.mjs")).toThrow(/mail: it has no subject/);
	});

	test("has types that a strict project compiles against", () => {
		const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
		const output = runAlone(tsc, "--project", "tsconfig.json");
		expect(output).toBe("");
	});

	test("is packed with that of the local run beside it", () => {
		const archives = globSync("*.tgz", { cwd: folder }).toSorted();
		expect(archives).toEqual([
			expect.stringMatching(/^sqs-gmail-sender-\d/),
			expect.stringMatching(/^sqs-gmail-sender-local-\d/),
		]);
	});

	test("brings the commands", () => {
		expect(
			runAlone(
				join("node_modules", "sqs-gmail-sender", "dist", "ops.js"),
				"help",
			),
		).toContain("set-password");
	});

	test("brings documents that say nothing of a clone, and lead nowhere but into the package", async () => {
		const home = join(project, "node_modules", "sqs-gmail-sender");
		const pages = globSync("{*,docs/*}.md", { cwd: home });
		expect(pages).toEqual(expect.arrayContaining(["README.md", "API.md"]));
		expect(deadLinks(home, pages)).toEqual([]);
		for (const page of pages) {
			const text = readFileSync(join(home, page), "utf8");
			expect(text, page).not.toMatch(/npm (start|ci|test|run) /);
			for (const [, verb = ""] of text.matchAll(
				/npx sqs-gmail-sender (?!help)([\w-]+)/g,
			))
				expect(await runCli(["help", verb], testIo().io), verb).toBe(0);
		}
	});

	test("brings the JSON Schema", () => {
		const schema = JSON.parse(
			readFileSync(
				join(
					project,
					"node_modules",
					"sqs-gmail-sender",
					"dist",
					"email-message.v1.json",
				),
				"utf8",
			),
		);
		expect(schema).toMatchObject({
			type: "object",
			additionalProperties: false,
		});
	});
});

describe("the packed library for producers", () => {
	const installed = join(producer, "node_modules", "sqs-gmail-sender");

	test("needs neither the CDK nor any other package to be installed", () => {
		const { dependencies, peerDependencies, peerDependenciesMeta } = JSON.parse(
			readFileSync(join(installed, "package.json"), "utf8"),
		);
		expect(dependencies).toBeUndefined();
		expect(Object.keys(peerDependencies)).not.toEqual([]);
		for (const peer of Object.keys(peerDependencies))
			expect(peerDependenciesMeta[peer], peer).toEqual({ optional: true });
		expect(existsSync(join(installed, "node_modules"))).toBe(false);
	});

	test.each(["app.mjs", "app.cjs"])(
		"works in %s with the client for SQS alone",
		(file) => {
			expect(runIn(producer, file).trim().split("\n")).toEqual([
				'{"id":"order-1","messageId":"sqs-id"}',
				"EmailRefused /to",
				"Cannot ask for an outcome as the package @aws-sdk/client-dynamodb can't be loaded",
			]);
		},
	);

	test("runs the unit test of the documents, without AWS", () => {
		const page = readFileSync(join(ROOT, "docs", "publishing.md"), "utf8");
		const [, example = ""] =
			/```ts\n([^`]*publisher\/testing"[\s\S]*?)```/.exec(page) ?? [];
		writeFileSync(join(producer, "example.test.ts"), example);
		expect(runIn(producer, "--test", "example.test.ts")).toMatch(/pass 1\n/);
	});

	test("shares a fake between code that imports and code that requires", () => {
		writeFileSync(
			join(producer, "mixed.mjs"),
			`import { createRequire } from "node:module";
import { fakeMail } from "sqs-gmail-sender/publisher/testing";
const { outcomeOf, scheduleEmail, sendEmail } = createRequire(import.meta.url)("sqs-gmail-sender/publisher");
const mail = fakeMail();
mail.outcome("1", "sent");
await sendEmail({ id: "1", to: "ann@example.com", subject: "s", text: "x".repeat(2_000_000) });
await scheduleEmail({ id: "2", to: "ann@example.com", subject: "s", text: "t" }, new Date("2126-12-01"));
const ids = [...mail.sent, ...mail.scheduled.map(({ email }) => email)].map(({ id }) => id);
console.log(...ids, (await outcomeOf("1")).kind);`,
		);
		expect(runIn(producer, "mixed.mjs")).toBe("1 2 sent\n");
	});

	test("has types that strict ES and CommonJS modules compile against", () => {
		const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
		expect(runIn(producer, tsc, "--project", "tsconfig.json")).toBe("");
	});

	test("has types that name no package but AWS's clients", () => {
		const files = globSync(join(installed, "dist/publisher/**/*.d.ts"));
		expect(files.length).toBeGreaterThan(10);
		const named = files
			.map((file) => readFileSync(file, "utf8"))
			.flatMap((text) => [
				...text.matchAll(/(?:from |import\()"([^".][^"]*)"/g),
			])
			.map(([, name = ""]) => name);
		expect([...new Set(named)].toSorted()).toEqual([
			"@aws-sdk/client-dynamodb",
			"@aws-sdk/client-s3",
			"@aws-sdk/client-scheduler",
			"@aws-sdk/client-sqs",
		]);
	});

	test("lets a bundler leave out all that sendEmail() does not use", () => {
		const { imports, text } = bundleOf(
			'import { sendEmail } from "sqs-gmail-sender/publisher"; export const send = sendEmail;',
		);
		expect(imports("import-statement")).toEqual(["@aws-sdk/client-sqs"]);
		expect(imports("dynamic-import")).toEqual(["@aws-sdk/client-s3"]);
		expect(text).not.toMatch(/nodemailer|aws-cdk-lib/);
	});

	test("leaves nothing in a bundle that does not use it, unlike the CDK part", () => {
		const { text } = bundleOf('import "sqs-gmail-sender/publisher";');
		expect(text.replace(/^\/\/.*$/gm, "").trim()).toBe("");
		const cdk = bundleOf('import "sqs-gmail-sender";');
		expect(cdk.text).toContain("sqs-gmail-sender");
		expect(cdk.text.length).toBeGreaterThan(10_000);
	});
});
