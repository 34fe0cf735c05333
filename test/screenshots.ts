/** `npm run screenshots [-- FOLDER]`: pictures of the page of a running stack; docs/page.png is one of them. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Page } from "playwright-core";
import { readFinished } from "../local/app/assembly.ts";
import { synthesize } from "../local/app/synthesize.ts";
import { run } from "../local/run.ts";
import { startBrowser } from "./support/browser.ts";
import { NICE_MAILS } from "./support/nice-mails.ts";

const MINUTE = 60_000;
const WIDTHS = [1280, 375];
const SCHEMES = ["light", "dark"] as const;

const [folder = join(tmpdir(), "sqs-gmail-sender-screenshots")] =
	process.argv.slice(2);
await mkdir(folder, { recursive: true });
const assembly = await mkdtemp(join(tmpdir(), "sqs-gmail-sender-synth-"));
await synthesize(assembly, { folder: join(import.meta.dirname, "..") });
const { stacks } = readFinished([assembly]);
const local = await run({ stacks, port: 0, inboxPort: 0, smtpPort: 0 });
const browser = await startBrowser();
if (browser === undefined) throw new Error("No Chromium starts here");
const page = await browser.context.newPage();
try {
	await sendMails();
	await page.goto(local.inbox.url);
	await page.getByText("order 1041").first().waitFor();
	await page.getByText("Confirm your address").first().waitFor();
	await takeAll("empty");
	await page.getByText("order 1041").first().click();
	await page.getByText("The ledger says").waitFor();
	await takeAll("mail");
	await page.setViewportSize({ width: 1280, height: 800 });
	await page.emulateMedia({ colorScheme: "light" });
	await page.screenshot({
		path: join(import.meta.dirname, "..", "docs", "page.png"),
	});
	await fetch(`${local.inbox.url}/gmail/password`, {
		method: "PUT",
		body: '{"password":"changedpassword1"}',
	});
	await send({
		id: "late-1",
		to: "ann@example.com",
		subject: "Late",
		text: "x",
	});
	for (let minutes = 0; minutes < 3; minutes += 1) {
		await page.waitForTimeout(1000);
		local.aws.advance(MINUTE);
	}
	await page.getByText("Not sending").first().waitFor();
	await page.locator(".alarms").waitFor();
	await takeAll("red");
	await page.getByRole("button", { name: "Break it" }).click();
	await page
		.locator(".drills li")
		.first()
		.waitFor({ timeout: 5000 })
		.catch(() => {});
	await takeAll("drawer");
} finally {
	await browser.close();
	await local.stop();
	await rm(assembly, { recursive: true, force: true });
}
console.log(`The pictures are in ${folder}, and docs/page.png`);

async function takeAll(name: string): Promise<void> {
	for (const width of WIDTHS)
		for (const colorScheme of SCHEMES) await take(name, width, colorScheme);
}

async function take(
	name: string,
	width: number,
	colorScheme: (typeof SCHEMES)[number],
): Promise<Page> {
	await page.setViewportSize({ width, height: 800 });
	await page.emulateMedia({ colorScheme });
	await page.waitForTimeout(300);
	const path = join(folder, `${name}-${width}-${colorScheme}.png`);
	await page.screenshot({ path, fullPage: width < 500 });
	return page;
}

async function sendMails(): Promise<void> {
	for (const message of NICE_MAILS) await send(message);
	// One of them is refused once, and tried again after a minute.
	await page.waitForTimeout(3000);
	local.aws.advance(2 * MINUTE);
	await page.waitForTimeout(3000);
}

async function send(message: object): Promise<void> {
	const client = new SQSClient({
		...local.aws.client,
		useQueueUrlAsEndpoint: false,
	});
	const QueueUrl = local.senders[0]?.queueUrl;
	const MessageBody = JSON.stringify(message);
	await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
	client.destroy();
}
