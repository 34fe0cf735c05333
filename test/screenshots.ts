/** `npm run screenshots [-- FOLDER]`: pictures of the page of a running stack; docs/page.png is one of them. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { synthesize } from "../local/app/synthesize.ts";
import { run } from "../local/run.ts";
import { startBrowser } from "./support/browser.ts";
import { NICE_MAILS } from "./support/nice-mails.ts";

const ROOT = join(import.meta.dirname, "..");
const PICTURE = join(ROOT, "docs", "page.png");
const WIDTHS = [1280, 375];
const SCHEMES = ["light", "dark"] as const;

const [folder = join(tmpdir(), "sqs-gmail-sender-screenshots")] =
	process.argv.slice(2);
await mkdir(folder, { recursive: true });
const assembly = await mkdtemp(join(tmpdir(), "sqs-gmail-sender-synth-"));
const { stacks } = await synthesize(assembly, { folder: ROOT });
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
	await ask("drills", { alarm: "auth-refused" });
	await send({ id: "late", to: "ann@example.com", subject: "Late", text: "x" });
	await ask("clock", { minutes: 2 });
	await page.locator(".alarms").waitFor();
	await takeAll("red");
	await page.setViewportSize({ width: 1280, height: 760 });
	await page.emulateMedia({ colorScheme: "light" });
	await page.getByText("Vielen Dank").first().click();
	await page.getByText("The ledger says").waitFor();
	await page.waitForTimeout(500);
	await page.screenshot({ path: PICTURE });
	await page.getByRole("button", { name: "Break it" }).click();
	await page.locator(".drills li").first().waitFor();
	await takeAll("drawer");
} finally {
	await browser.close();
	await local.stop();
	await rm(assembly, { recursive: true, force: true });
}
console.log(`The pictures are in ${folder}; docs/page.png is one of them`);

async function takeAll(name: string): Promise<void> {
	for (const width of WIDTHS)
		for (const colorScheme of SCHEMES) await take(name, width, colorScheme);
}

async function take(
	name: string,
	width: number,
	colorScheme: (typeof SCHEMES)[number],
): Promise<void> {
	await page.setViewportSize({ width, height: 800 });
	await page.emulateMedia({ colorScheme });
	await page.waitForTimeout(300);
	const path = join(folder, `${name}-${width}-${colorScheme}.png`);
	await page.screenshot({ path, fullPage: width < 500 });
}

async function sendMails(): Promise<void> {
	for (const message of NICE_MAILS) await send(message);
	// One of them is refused once, and tried again after a minute.
	await ask("clock", { minutes: 2 });
}

async function ask(what: "clock" | "drills", body: object): Promise<void> {
	const response = await fetch(`${local.inbox.url}/local/${what}`, {
		method: "POST",
		body: JSON.stringify(body),
	});
	if (!response.ok) throw new Error(await response.text());
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
