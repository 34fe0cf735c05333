import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const CLI = join(ROOT, "local", "cli.ts");
const UPLOADS = join("examples", "upload-to-mail.ts");
const ANY = ["--port", "0", "--inbox-port", "0", "--smtp-port", "0"];

const running: (ChildProcess | Server)[] = [];
afterEach(() => {
	for (const part of running.splice(0)) {
		if ("kill" in part) part.kill("SIGKILL");
		else part.close();
	}
});

function start(...args: string[]) {
	const child = spawn(process.execPath, [CLI, ...args], {
		cwd: ROOT,
		stdio: ["ignore", "pipe", "pipe"],
	});
	running.push(child);
	const text = { out: "", err: "" };
	child.stdout.on("data", (chunk) => (text.out += chunk));
	child.stderr.on("data", (chunk) => (text.err += chunk));
	const exit = new Promise<number | null>((resolve) =>
		child.on("close", resolve),
	);
	const line = async () => {
		while (!text.out.includes("\n"))
			await new Promise((resolve) => setTimeout(resolve, 20));
		return text.out;
	};
	return { child, text, exit, line };
}

describe("npm start", () => {
	test("--once sends the sample, prints what ran where in 80 columns, and exits", async () => {
		const { text, exit } = start("--once", ...ANY);
		expect(await exit).toBe(0);
		const lines = text.out.trimEnd().split("\n");
		expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(
			80,
		);
		expect(text.out).toMatch(/250 2\.0\.0 OK/);
		expect(text.out).not.toMatch(/npm run ops|Ctrl-C/);
		expect(text.err).toContain("… starting the AWS endpoint");
	});

	test("--json prints one line when ready, and stops on Ctrl-C", async () => {
		const { child, text, exit, line } = start("--json", ...ANY);
		const ready = JSON.parse(await line());
		expect(Object.keys(ready)).toEqual([
			"endpoint",
			"inbox",
			"region",
			"smtp",
			"queueUrl",
			"deadLetterQueueUrl",
			"secretName",
			"stackName",
			"senders",
		]);
		expect(
			await (await fetch(`${ready.inbox}/api/v1/messages`)).json(),
		).toMatchObject({ total: 1 });
		child.kill("SIGINT");
		expect(await exit).toBe(0);
		expect(text.out.trimEnd().split("\n")).toHaveLength(1);
		await expect(fetch(ready.endpoint)).rejects.toThrow();
	});

	test("says which port is taken when it was asked for", async () => {
		const server = createServer();
		running.push(server);
		await new Promise<void>((resolve) =>
			server.listen(0, "127.0.0.1", resolve),
		);
		const address = server.address();
		const port =
			typeof address === "object" && address !== null ? address.port : 0;
		const { text, exit } = start("--once", ...ANY, "--port", String(port));
		expect(await exit).toBe(1);
		expect(text.err).toContain(
			`Cannot use port ${port} as another program listens on it`,
		);
	});

	test("--app starts another CDK app, and tells its outputs", async () => {
		const { text, exit } = start("--once", ...ANY, "--app", UPLOADS);
		expect(await exit).toBe(0);
		expect(text.out).toMatch(/^ {2}Stack +UploadToMail$/m);
		expect(text.out).toMatch(/^ {2}Bucket +uploadtomail-files\S+$/m);
		expect(text.out).toMatch(/250 2\.0\.0 OK/);
	});

	test.each([
		["examples/none.ts", /as there is no file \S+examples\/none\.ts: name/],
		["core/contract.ts", /as it makes no CDK app: let it begin with new App/],
		[
			"test/fixtures/app-without-sender.ts",
			/as none of its stacks has a sender \(Lonely\): make one by new Gmail/,
		],
	])("--app %s is refused with a sentence", async (file, sentence) => {
		const { text, exit } = start("--once", ...ANY, "--app", file);
		expect(await exit).toBe(1);
		expect(text.err).toContain(`Cannot start ${file} as `);
		expect(text.err).toMatch(sentence);
		expect(text.out).toBe("");
	});

	test("refuses an option it does not know", async () => {
		const { text, exit } = start("--frob");
		expect(await exit).toBe(2);
		expect(text.err).toContain("--frob");
	});
});
