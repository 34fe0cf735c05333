import { execFileSync } from "node:child_process";
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { newApp, stackWith } from "../support/synth.ts";
import { TEMPLATES } from "../support/templates.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-package-"));
const project = join(folder, "app");
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

beforeAll(() => {
	mkdirSync(project);
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
	// The peers are linked from here, so that nothing is fetched.
	const peers = ["aws-cdk-lib", "constructs"].map((name) =>
		join(ROOT, "node_modules", name),
	);
	execFileSync(
		"npm",
		[
			"install",
			"--offline",
			"--no-audit",
			"--no-fund",
			join(folder, filename),
			...peers,
		],
		{ cwd: project, stdio: "ignore" },
	);
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
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An app as CommonJS. */
function required(app: string): string {
	return app
		.replace(/import (.*) from (.*);/g, "const $1 = require($2);")
		.replace(".out", ".cjs.out");
}

/** Runs in the project with nothing but node on the PATH. */
function runAlone(...args: string[]): string {
	return execFileSync(join(bin, "node"), args, {
		cwd: project,
		env: { PATH: bin, HOME: folder },
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

	test("brings the commands", () => {
		expect(
			runAlone(
				join("node_modules", "sqs-gmail-sender", "dist", "ops.js"),
				"help",
			),
		).toContain("set-password");
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
