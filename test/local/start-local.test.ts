import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import {
	connectLocal,
	type StartedLocal,
	startLocal,
} from "../../local/client/index.ts";

const CLIENT = join(import.meta.dirname, "../../local/client/index.ts");

let local: StartedLocal;
let sqs: SQSClient;
beforeAll(async () => {
	local = await startLocal({ cdkOut: [inject("assemblyFolder")] });
	sqs = new SQSClient({
		endpoint: local.endpoint,
		region: local.env.AWS_REGION ?? "",
		credentials: { accessKeyId: "local", secretAccessKey: "local" },
		useQueueUrlAsEndpoint: false,
	});
});
afterAll(async () => {
	sqs?.destroy();
	await local?.stop();
});

async function send(id: string, fields: object = {}): Promise<void> {
	const mail = { id, to: `${id}@example.com`, subject: id, text: "Hello" };
	await sqs.send(
		new SendMessageCommand({
			QueueUrl: local.queueUrl,
			MessageBody: JSON.stringify({ ...mail, ...fields }),
		}),
	);
}

describe("startLocal()", () => {
	test("gives a mail as its recipients got it", async () => {
		const content = Buffer.from("a,b\n1,2\n");
		await send("whole", {
			bcc: "Boss@example.com",
			html: "<p>Hello</p>",
			attachments: [
				{ filename: "table.csv", content: content.toString("base64") },
			],
		});
		const mail = await local.inbox.waitFor({
			to: "boss@EXAMPLE.com",
			subject: "who",
		});
		expect(mail).toMatchObject({
			recipients: ["whole@example.com", "Boss@example.com"],
			subject: "whole",
			text: expect.stringContaining("Hello"),
			html: expect.stringContaining("<p>Hello</p>"),
			attachments: [{ filename: "table.csv", size: content.length }],
		});
		const [file] = mail.attachments;
		const got = await fetch(file?.url ?? "");
		expect(Buffer.from(await got.arrayBuffer())).toEqual(content);
		expect(await (await fetch(mail.source)).text()).toContain("Subject: whole");
	});

	test("tells what came, and what stops mail, when a mail does not", async () => {
		await send("other");
		await local.inbox.waitFor({ to: "other@example.com" });
		const missing = { to: "nobody@example.com", subject: "Order" };
		await expect(
			local.inbox.waitFor(missing, { timeoutMs: 1 }),
		).rejects.toThrow(
			/^Cannot find a mail to nobody@example\.com with "Order" in its subject after 0\.001 s\n[\s\S]*other@example\.com: other[\s\S]*\nmail: Sending/,
		);
	});

	test("lets Gmail fail, and time pass", async () => {
		await local.gmail.fail({
			stage: "rcpt",
			reply: "450 4.2.1 Too fast",
			times: 1,
		});
		await send("deferred");
		const before = await local.clock.now();
		const after = await local.clock.advance({ minutes: 5 });
		expect(after.aheadMs - before.aheadMs).toBe(300_000);
		await local.inbox.waitFor({ to: "deferred@example.com" });
	});

	test("passes on what the stack refuses", async () => {
		await expect(
			local.gmail.fail({ stage: "lunch" as "data", drop: true }),
		).rejects.toThrow(/stage "lunch".* allowed are token, connect/);
		await expect(
			local.clock.advance({ fortnights: 1 } as object),
		).rejects.toThrow(/fortnights/);
	});

	test("begins and ends a drill", async () => {
		const { sentences } = await local.drill.begin("dead-lettered");
		expect(sentences.join(" ")).toMatch(/dead-lettered/);
		expect((await local.state()).drills).toEqual(["dead-lettered"]);
		await local.drill.end();
		expect((await local.state()).drills).toEqual([]);
	});

	test("says what the program said when an app can't be started", async () => {
		await expect(startLocal({ cdkOut: ["/nowhere"] })).rejects.toThrow(
			/^Cannot start the local stack: it ended with 1\n[\s\S]*\/nowhere/,
		);
	});

	test("leaves nothing when its own process is killed", async () => {
		const code = `import { startLocal } from ${JSON.stringify(CLIENT)};
			const { endpoint } = await startLocal({ cdkOut: [${JSON.stringify(inject("assemblyFolder"))}] });
			console.log(endpoint);
			setInterval(() => {}, 1000);`;
		const parent = spawn(
			process.execPath,
			["--input-type=module", "--eval", code],
			{ stdio: ["ignore", "pipe", "inherit"] },
		);
		const [line] = await once(parent.stdout, "data");
		const endpoint = String(line).trim();
		expect((await fetch(endpoint)).status).toBeGreaterThan(0);
		parent.kill("SIGKILL");
		await expect
			.poll(
				() =>
					fetch(endpoint).then(
						() => "there",
						() => "gone",
					),
				{
					timeout: 60_000,
				},
			)
			.toBe("gone");
	});
});

describe("connectLocal()", () => {
	test("says how to get a stack when there is none", () => {
		expect(() => connectLocal("")).toThrow(/exec -- npm test.*startLocal\(\)/);
	});
});
