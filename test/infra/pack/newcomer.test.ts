import { execFileSync } from "node:child_process";
import {
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAssembly } from "../../../local/app/assembly.ts";
import { Harness } from "../../support/harness.ts";
import { installLocal } from "../../support/local-package.ts";
import { installInto, link, PACK_MS } from "../../support/packed.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-newcomer-"));
const shop = join(folder, "shop");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Types a command in the app's folder, with this Node.js in front. */
function type(command: string, cwd = shop): string {
	return execFileSync("sh", ["-c", command], {
		cwd,
		encoding: "utf8",
		stdio: ["ignore", "pipe", "pipe"],
		env: {
			PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
			HOME: folder,
			npm_config_offline: "true",
			CDK_DISABLE_VERSION_CHECK: "1",
			CDK_DISABLE_CLI_TELEMETRY: "true",
		},
	});
}

function edit(file: string, change: (text: string) => string): void {
	const path = join(shop, file);
	writeFileSync(path, change(readFileSync(path, "utf8")));
}

const PROGRAMS = [".bin/cdk", ".bin/esbuild", ".bin/tsc"];
const PRODUCER = `
import { sendEmail } from "sqs-gmail-sender/publisher";

export const handler = (order: { id: string; email: string; data: object }) =>
	sendEmail({ id: \`order-\${order.id}-shipped\`, to: order.email, template: "order-shipped", data: { ...order.data } });
`;
const FUNCTION = `
		const orders = new NodejsFunction(this, "Orders", {
			functionName: "orders",
			entry: "lib/orders.ts",
			runtime: Runtime.NODEJS_24_X,
		});
		this.mail.connect(orders, { producer: "orders" });
`;
const IMPORTS = `import { Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
`;

/** The lines that a step of init shows, indented as code. */
const codeOf = (step: string, said: string) =>
	said
		.split(/^\d+\. /m)
		.find((text) => text.startsWith(step))
		?.match(/^ {3}\S.*$/gm)
		?.map((line) => line.trim()) ?? [];

let said: string;
beforeAll(() => {
	mkdirSync(shop);
	link(folder, PROGRAMS);
	type(
		`${join(folder, "node_modules", ".bin", "cdk")} init app --language typescript --generate-only --no-notices`,
	);
	// Its tools are linked from here instead, so that nothing is fetched; Jest is not here.
	edit("package.json", (text) =>
		JSON.stringify({ ...JSON.parse(text), devDependencies: {} }),
	);
	rmSync(join(shop, "test"), { recursive: true });
	installInto(shop, folder);
	link(shop, ["@aws-sdk/client-sqs", "@types/node", "esbuild", ...PROGRAMS]);
	said = type("npx --no-install sqs-gmail-sender init");
}, PACK_MS);

describe("a newcomer with the app of cdk init", () => {
	test("is told each file that init writes, and by a second init that all is there", () => {
		expect(said).toMatch(
			/^Written:\n {2}lib\/mail-stack\.ts\n {2}templates\/order-shipped\//,
		);
		expect(said).toContain("Add the stack to bin/shop.ts");
		expect(type("npx --no-install sqs-gmail-sender init")).toMatch(
			/^Nothing is written\.\n/,
		);
	});

	test("sees the template that the help names", () => {
		const shown = type(
			"npx --no-install sqs-gmail-sender preview templates/order-shipped --out mail.html",
		);
		expect(shown).toContain("Subject: Your order FF-20417");
	});

	test("sends a mail from a bundled function, after the steps of init", async () => {
		const [imported = "", created = ""] = codeOf("Add the stack", said);
		edit(
			"bin/shop.ts",
			(text) => `${text.replace("\n", `\n${imported}\n`)}${created}\n`,
		);
		edit(
			"lib/mail-stack.ts",
			(text) =>
				`${IMPORTS}${text.replace(/\t\}\n\}\n$/, `${FUNCTION}\t}\n}\n`)}`,
		);
		writeFileSync(join(shop, "lib", "orders.ts"), PRODUCER);
		// As tsx runs it: compiled by esbuild, file by file.
		type(
			`npx --no-install tsc --types node >&2 && npx --no-install esbuild bin/shop.ts --bundle --packages=external --platform=node --outfile=app.cjs --log-level=error`,
		);
		type(
			"npx --no-install cdk synth MailStack --quiet --no-notices --app 'node app.cjs'",
		);
		const stacks = readAssembly(join(shop, "cdk.out"));
		const stack = await Harness.start({
			stacks: stacks.filter(({ stackName }) => stackName === "MailStack"),
		});
		const lambda = new LambdaClient(stack.local.aws.client);
		try {
			const data = JSON.parse(
				readFileSync(
					join(shop, "templates", "order-shipped", "sample.json"),
					"utf8",
				),
			);
			const { FunctionError } = await lambda.send(
				new InvokeCommand({
					FunctionName: "orders",
					Payload: JSON.stringify({ id: "7", email: "ann@example.com", data }),
				}),
			);
			expect(FunctionError).toBeUndefined();
			await stack.settle();
			const [mail] = stack.local.inbox.store.list();
			expect(mail).toMatchObject({
				recipients: ["ann@example.com"],
				email: { subject: expect.stringContaining("FF-20417 is on its way") },
			});
		} finally {
			lambda.destroy();
			await stack.stop();
		}
	});
});

describe("a newcomer who has read how to test an app", () => {
	const page = readFileSync(join(ROOT, "docs", "testing-your-app.md"), "utf8");

	test("runs the page's test by the last line of the page's workflow", () => {
		installLocal(shop, folder);
		link(shop, ["vitest", ".bin/vitest"]);
		const [, code = ""] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
		mkdirSync(join(shop, "test"));
		writeFileSync(join(shop, "test", "mail.test.ts"), code);
		edit("package.json", (text) =>
			JSON.stringify({
				...JSON.parse(text),
				scripts: { test: "vitest run" },
			}),
		);
		edit("cdk.json", (text) =>
			JSON.stringify({ ...JSON.parse(text), app: "node app.cjs" }),
		);
		const steps = [...page.matchAll(/^ +- run: (.*)$/gm)];
		const [install, run] = steps.map(([, command = ""]) => command);
		expect(install).toBe("npm ci");
		expect(type(run ?? "")).toMatch(/Tests .*2 passed/);
	});
});

test("a newcomer without an app deploys senders.json", () => {
	const empty = join(folder, "empty");
	mkdirSync(empty);
	link(empty, ["aws-cdk-lib", "constructs", ...PROGRAMS]);
	execFileSync("cp", [
		"-r",
		join(shop, "node_modules", "sqs-gmail-sender"),
		join(empty, "node_modules"),
	]);
	type("node node_modules/sqs-gmail-sender/dist/ops.js init", empty);
	const synthesized = type("npx --no-install cdk synth --no-notices", empty);
	expect(synthesized).toContain(
		"npx sqs-gmail-sender set-password --stack GmailSender-mail",
	);
});
