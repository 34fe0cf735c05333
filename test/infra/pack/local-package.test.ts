import { execFileSync } from "node:child_process";
import {
	existsSync,
	globSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
	afterAll,
	afterEach,
	beforeAll,
	describe,
	expect,
	inject,
	test,
} from "vitest";
import { parseCli } from "../../../local/options.ts";
import { until } from "../../../packages/local-aws/test/support/tiny-stack.ts";
import { deadLinks } from "../../support/dead-links.ts";
import { installLocal, Typed } from "../../support/local-package.ts";
import { link, PACK_MS } from "../../support/packed.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-laptop-"));
const shop = join(folder, "shop");
const ANY = ["--port", "0", "--inbox-port", "0", "--smtp-port", "0"];

const typed: Typed[] = [];
function type(...args: readonly string[]): Typed {
	const command = new Typed(shop, args);
	typed.push(command);
	return command;
}

/** Waits until a command is over, and all that it has started. */
async function over(command: Typed): Promise<void> {
	await command.exit;
	await until(() => !command.isAlive);
	expect(command.left).toEqual([]);
}

async function messagesIn(
	inbox: string,
): Promise<readonly { readonly Subject: string }[]> {
	const response = await fetch(`${inbox}/api/v1/messages`);
	const { messages } = (await response.json()) as {
		readonly messages: readonly { readonly Subject: string }[];
	};
	return messages;
}

function write(name: string, text: string, place = shop): void {
	const file = join(place, name);
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, text);
}

// The construct by its sources; test/infra/pack/newcomer.test.ts has the package of it.
const STACK = `import { Stack, type StackProps } from "aws-cdk-lib";
import { Code, Function as Lambda, Runtime } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { GmailSender } from "${ROOT}/infra/index.ts";

export class ShopStack extends Stack {
	constructor(scope: Construct, id: string, props?: StackProps) {
		super(scope, id, props);
		const mail = new GmailSender(this, "Mail", { mailbox: "shop@example.com", mailboxType: "workspace" });
		const orders = new Lambda(this, "Orders", {
			functionName: "orders",
			runtime: Runtime.NODEJS_24_X,
			handler: "index.handler",
			code: Code.fromAsset("functions/orders"),
		});
		mail.connect(orders);
	}
}
`;
const orders = (word: string) =>
	`exports.handler = async () => (${JSON.stringify(word)});\n`;

/** What sends by the queue's URL, without any package. */
const SENDING = `export const handler = async ({ id }) => {
	const response = await fetch(process.env.AWS_ENDPOINT_URL, {
		method: "POST",
		headers: { "x-amz-target": "AmazonSQS.SendMessage", "content-type": "application/x-amz-json-1.0" },
		body: JSON.stringify({
			QueueUrl: process.env.MAIL_QUEUE_URL,
			MessageBody: JSON.stringify({ id, to: "ann@example.com", subject: id, text: "Hello" }),
		}),
	});
	if (!response.ok) throw new Error(await response.text());
};
`;

/** A producer's app as another language's CDK writes it: it names the sender's queue by its ARN on AWS. */
function writeProducer(place: string, queueName: string): void {
	const url = {
		"Fn::Join": [
			"",
			[
				"https://sqs.eu-west-1.",
				{ Ref: "AWS::URLSuffix" },
				`/111111111111/${queueName}`,
			],
		],
	};
	const fn = (
		FunctionName: string,
		Runtime: string,
		MAIL_QUEUE_URL: object,
	) => ({
		Type: "AWS::Lambda::Function",
		Properties: {
			FunctionName,
			Runtime,
			Handler: "index.handler",
			Code: { S3Key: "producer.zip" },
			Role: { "Fn::GetAtt": ["Role", "Arn"] },
			Environment: { Variables: { MAIL_QUEUE_URL, GREETING: "it's" } },
		},
	});
	const Role = { Type: "AWS::IAM::Role", Properties: {} };
	const Outputs = { Url: { Value: url, Export: { Name: "mail-url" } } };
	const imported = { "Fn::ImportValue": "mail-url" };
	const stacks = {
		// By their names the one that imports would come first.
		Billing: {
			Resources: {
				Role,
				Node: fn("billing", "nodejs24.x", imported),
				Python: fn("reports", "python3.13", imported),
			},
		},
		Shared: { Resources: {}, Outputs },
	};
	const artifacts = Object.fromEntries(
		Object.keys(stacks).map((name) => [
			name,
			{
				type: "aws:cloudformation:stack",
				environment: "aws://111111111111/eu-west-1",
				properties: { templateFile: `${name}.json` },
			},
		]),
	);
	const missing = [
		{ key: "vpc-provider:default", provider: "vpc-provider", props: {} },
	];
	write(
		"manifest.json",
		JSON.stringify({ version: "48.0.0", artifacts, missing }),
		place,
	);
	for (const [name, template] of Object.entries(stacks))
		write(`${name}.json`, JSON.stringify(template), place);
	write("asset.producer/index.mjs", SENDING, place);
}

beforeAll(() => {
	mkdirSync(shop);
	execFileSync(
		process.execPath,
		[
			join(ROOT, "node_modules", ".bin", "cdk"),
			...["init", "app", "--language", "typescript"],
			...["--generate-only", "--no-notices"],
		],
		{
			cwd: shop,
			stdio: "ignore",
			env: {
				...process.env,
				HOME: folder,
				CDK_DISABLE_VERSION_CHECK: "1",
				CDK_DISABLE_CLI_TELEMETRY: "true",
			},
		},
	);
	link(shop, [
		"aws-cdk-lib",
		"constructs",
		"@types/node",
		".bin/esbuild",
		"esbuild",
	]);
	installLocal(shop, folder);
	// tsx is not here: compiled by esbuild, as tsx does, into a file of the app's own.
	const { context } = JSON.parse(readFileSync(join(shop, "cdk.json"), "utf8"));
	const app = `npx --no-install esbuild bin/shop.ts --bundle --packages=external --external:'${ROOT}/*' --platform=node --format=esm --outfile=app.mjs --log-level=error && node app.mjs`;
	write("cdk.json", JSON.stringify({ app, context }));
	write("lib/shop-stack.ts", STACK);
	write("functions/orders/index.js", orders("one"));
}, PACK_MS);
afterEach(async () => {
	for (const command of typed.splice(0)) {
		if (command.isAlive) command.interrupt("SIGKILL");
		await command.exit;
		rmSync(command.temporary, { recursive: true, force: true });
	}
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("start, in the app of cdk init", () => {
	test("sends a mail, takes over what changes, goes on when the app is broken, and leaves nothing after Ctrl-C", async () => {
		const command = type("start", "--json", "--watch", ...ANY);
		const { endpoint, inbox, region } = await command.line();
		const lambda = new LambdaClient({
			endpoint,
			region,
			credentials: { accessKeyId: "local", secretAccessKey: "local" },
		});
		const word = async () => {
			const { Payload } = await lambda.send(
				new InvokeCommand({ FunctionName: "orders" }),
			);
			return JSON.parse(Buffer.from(Payload ?? []).toString());
		};
		const mails = async () => (await messagesIn(inbox)).length;
		try {
			expect(await mails()).toBe(1);
			expect(await word()).toBe("one");

			write("functions/orders/index.js", orders("two"));
			await command.says("… the run has what changed");
			expect(await word()).toBe("two");

			write("lib/shop-stack.ts", `${STACK}!`);
			await command.says("  the run goes on as it was");
			expect(command.err).toMatch(/lib\/shop-stack\.ts:\d+:\d+/);
			expect(await word()).toBe("two");
			expect(await mails()).toBe(1);
		} finally {
			lambda.destroy();
		}
		command.interrupt();
		expect(await command.exit).toBe(0);
		await over(command);
		expect(command.out.trim().split("\n")).toHaveLength(1);
		await expect(fetch(endpoint)).rejects.toThrow();
		write("lib/shop-stack.ts", STACK);
	});

	test("leaves nothing of an app that Ctrl-C ends while it is synthesized", async () => {
		const pid = join(folder, "pid");
		const command = type(
			"start",
			"--app",
			`node -e 'require("fs").writeFileSync("${pid}", String(process.pid)); setInterval(() => {}, 1e6)'; true`,
		);
		await until(() => existsSync(pid) && readFileSync(pid, "utf8") !== "");
		command.interrupt();
		await over(command);
		await until(() => !isThere(Number(readFileSync(pid, "utf8"))));
	});
});

function isThere(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

describe("--cdk-out, of a sender and of a producer in another language", () => {
	test("runs both: what imports comes after what exports, what can't run here is named with its variables", async () => {
		const template = JSON.parse(
			readFileSync(
				join(inject("assemblyFolder"), "GmailSender-mail.template.json"),
				"utf8",
			),
		);
		// What a team is told of its queue on AWS.
		const queue = Object.values<{ Type: string; Properties: object }>(
			template.Resources,
		).find(
			({ Type, Properties }) =>
				Type === "AWS::SQS::Queue" && "RedrivePolicy" in Properties,
		);
		const sender = join(folder, "sender.out");
		execFileSync("cp", ["-r", inject("assemblyFolder"), sender]);
		Object.assign(queue?.Properties ?? {}, { QueueName: "mail" });
		write("GmailSender-mail.template.json", JSON.stringify(template), sender);
		writeProducer(join(folder, "producer.out"), "mail");

		const command = type(
			"start",
			"--json",
			...ANY,
			"--cdk-out",
			"../producer.out",
			"--cdk-out",
			"../sender.out",
		);
		const { endpoint, inbox, stackName, region } = await command.line();
		expect(stackName).toBe("GmailSender-mail");
		expect(command.err).toContain(
			"made-up values stand for vpc-provider:default: type npx cdk synth once",
		);
		const lambda = new LambdaClient({
			endpoint,
			region,
			credentials: { accessKeyId: "local", secretAccessKey: "local" },
		});
		const { FunctionError } = await lambda.send(
			new InvokeCommand({
				FunctionName: "billing",
				Payload: '{"id":"order-1"}',
			}),
		);
		lambda.destroy();
		expect(FunctionError).toBeUndefined();
		await until(async () =>
			(await messagesIn(inbox)).some(({ Subject }) => Subject === "order-1"),
		);

		const [, file = ""] =
			/By hand +reports, as its runtime is python3\.13\. .*\n +\. (\S+)/.exec(
				command.err,
			) ?? [];
		const shown = execFileSync("sh", ["-c", `. ${file}; env`], {
			encoding: "utf8",
			env: {},
		});
		expect(shown.split("\n")).toEqual(
			expect.arrayContaining([
				`MAIL_QUEUE_URL=${endpoint}/000000000000/mail`,
				"GREETING=it's",
				`AWS_ENDPOINT_URL=${endpoint}`,
				`AWS_REGION=${region}`,
				expect.stringMatching(/^AWS_ACCESS_KEY_ID=AROA/),
			]),
		);
		command.interrupt();
		await over(command);
	});
});

const TEST = `const { connectLocal } = require("sqs-gmail-sender-local");
const { AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, MAIL_QUEUE_URL, DEAD_LETTER_QUEUE_URL } = process.env;
const send = ${SENDING.replace("export const handler = ", "")}
send({ id: "from-the-test" })
	.then(() => connectLocal().inbox.waitFor({ to: "ann@example.com" }))
	.then(({ subject }) => {
		console.log(JSON.stringify({ subject, endpoint: AWS_ENDPOINT_URL, rest: [AWS_REGION === AWS_DEFAULT_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, DEAD_LETTER_QUEUE_URL.length > 0, MAIL_QUEUE_URL === process.env.QUEUE_URL] }));
		process.exitCode = 7;
	});
`;

describe("exec", () => {
	const app = () => ["--cdk-out", inject("assemblyFolder")];

	test("runs a command that finds the stack by its variables, passes its exit code on, prints nothing else, and two at once don't meet", async () => {
		write("mail.test.cjs", TEST);
		const both = [1, 2].map(() =>
			type("exec", ...app(), "--", "node", "mail.test.cjs"),
		);
		for (const command of both) {
			expect(await command.exit, command.err).toBe(7);
			await over(command);
			expect(JSON.parse(command.out)).toMatchObject({
				subject: "from-the-test",
				rest: [true, "local", "local", true, true],
			});
		}
		const [one, other] = both.map(({ out }) => JSON.parse(out).endpoint);
		expect(one).not.toBe(other);
	});

	test("ends with the command that Ctrl-C ends, and leaves nothing", async () => {
		const command = type(
			"exec",
			...app(),
			"--",
			"sh",
			"-c",
			"echo ready; kill -TERM $$",
		);
		expect(await command.exit, command.err).toBe(128 + 15);
		const interrupted = type(
			"exec",
			...app(),
			"--",
			"node",
			"-e",
			"console.error('it runs'); setInterval(() => {}, 1e6)",
		);
		await interrupted.says("it runs");
		interrupted.interrupt();
		expect(await interrupted.exit, interrupted.err).toBe(128 + 2);
		await over(interrupted);
	});

	test.each([
		[["no-such-program"], 127, "Cannot run no-such-program: "],
		[[], 2, "Cannot exec nothing: type the command after --"],
	])("refuses %j", async (words, code, sentence) => {
		const command = type("exec", ...app(), "--", ...words);
		expect(await command.exit).toBe(code);
		expect(command.err).toContain(sentence);
		expect(command.out).toBe("");
	});
});

test("gmail alone takes a login over STARTTLS with the password and the authority that it names", async () => {
	const command = type(
		"gmail",
		"--json",
		"--inbox-port",
		"0",
		"--smtp-port",
		"0",
	);
	const { smtp, user, password, caFile, inbox } = await command.line();
	const script = `import nodemailer from "nodemailer";
const { smtp, user, pass } = JSON.parse(process.argv[2]);
const transport = nodemailer.createTransport({ ...smtp, name: "shop.example.com", requireTLS: true, auth: { user, pass } });
await transport.sendMail({ from: user, to: "ann@example.com", subject: "Alone", text: "x" });
transport.close();
`;
	write("send.mjs", script);
	link(shop, ["nodemailer"]);
	execFileSync(
		process.execPath,
		["send.mjs", JSON.stringify({ smtp, user, pass: password })],
		{ cwd: shop, env: { NODE_EXTRA_CA_CERTS: caFile } },
	);
	await until(async () => (await messagesIn(inbox)).length === 1);
	command.interrupt();
	await over(command);
});

test("a package of types lets strict ES and CommonJS modules compile against it", () => {
	const source = `import { connectLocal, type Mail, startLocal } from "sqs-gmail-sender-local";
export const local = connectLocal("http://127.0.0.1:1");
export const mail: Promise<Mail> = local.inbox.waitFor({ to: "ann@example.com" });
// @ts-expect-error no such option
export const started = startLocal({ folder: "." });
`;
	for (const name of ["typed.mts", "typed.cts"]) write(`typed/${name}`, source);
	write(
		"typed/tsconfig.json",
		JSON.stringify({
			compilerOptions: {
				noEmit: true,
				strict: true,
				module: "node16",
				target: "es2022",
				types: [],
			},
			files: ["typed.mts", "typed.cts"],
		}),
	);
	const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
	execFileSync(process.execPath, [tsc, "--project", join(shop, "typed")], {
		stdio: "inherit",
	});
});

test("its documents lead nowhere but into the package, and name commands that it has", () => {
	const home = join(shop, "node_modules", "sqs-gmail-sender-local");
	const pages = globSync("{*,docs/*}.md", { cwd: home });
	expect(pages).toContain("README.md");
	expect(deadLinks(home, pages)).toEqual([]);
	for (const page of pages) {
		const text = readFileSync(join(home, page), "utf8");
		expect(text, page).not.toMatch(/npm (start|ci|test|run) --|npm run ops/);
		for (const [, words = ""] of text.matchAll(
			/npx sqs-gmail-sender-local ([^\n`#]+)/g,
		)) {
			const args = words.match(/"[^"]*"|\S+/g) ?? [];
			expect(() => parseCli(args), words).not.toThrow();
		}
	}
});

test("the package depends on no CDK, and on exact versions alone", () => {
	const { dependencies } = JSON.parse(
		readFileSync(
			join(shop, "node_modules", "sqs-gmail-sender-local", "package.json"),
			"utf8",
		),
	);
	expect(dependencies).toMatchObject({ fauxqs: "2.4.1" });
	expect(
		Object.keys(dependencies).filter((name) =>
			/cdk|constructs|esbuild/.test(name),
		),
	).toEqual([]);
	for (const version of Object.values(dependencies))
		expect(version).toMatch(/^\d/);
});
