import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import {
	afterAll,
	beforeAll,
	beforeEach,
	describe,
	expect,
	test,
} from "vitest";
import { type Browser, startBrowser } from "../support/browser.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";
import { OnCallShell } from "../support/on-call-shell.ts";

// Found out before the tests are counted: without a browser they are skipped, not passed.
const browser: Browser | undefined = await startBrowser();

let stack: Harness;
let page: Page;
const dialogs: string[] = [];
/** A stranger's server on another port: every connection to it is one too many. */
const stranger = createServer((socket) => {
	connections += 1;
	socket.destroy();
});
let connections = 0;

beforeAll(async () => {
	if (browser === undefined) return;
	stack = await Harness.start();
	await browser.context.grantPermissions(["clipboard-read", "clipboard-write"]);
	page = await browser.context.newPage();
	await new Promise<void>((resolve) =>
		stranger.listen(0, "127.0.0.1", resolve),
	);
	page.on("dialog", (dialog) => {
		dialogs.push(dialog.message());
		void dialog.dismiss();
	});
});
afterAll(async () => {
	await browser?.close();
	stranger.close();
	await stack?.stop();
});

beforeEach(async () => {
	if (browser === undefined) return;
	stack.local.inbox.store.delete([]);
	stack.gmail.faults.replace([]);
	await page.emulateMedia({ colorScheme: "light" });
	await page.goto(stack.local.inbox.url);
	await page.getByText("No mail yet").waitFor();
});

const row = (subject: string) =>
	page.getByRole("link").filter({ hasText: subject });

async function arrive(...messages: readonly object[]): Promise<void> {
	for (const message of messages) await stack.send(mail(message));
	await stack.settle();
}

describe.skipIf(browser === undefined)("the page", () => {
	test("shows a mail that arrives while one looks, unread until it is opened", async () => {
		await arrive({ subject: "Parcel 7" });
		await row("Parcel 7").waitFor();
		expect(await page.title()).toBe("(1) Inbox");
		expect(await row("Parcel 7").textContent()).toContain("Unread");
		await row("Parcel 7").click();
		await page.getByRole("heading", { name: "Parcel 7" }).waitFor();
		await page.getByText("0 unread").waitFor();
		await page.getByText("The ledger says SENT").waitFor();
		expect(page.url()).toContain("/view/");
		await page.reload();
		await page.getByRole("heading", { name: "Parcel 7" }).waitFor();
	});

	test("copies a command", async () => {
		await page.getByRole("button", { name: "Copy" }).first().click();
		await page.getByText("Copied").waitFor();
		expect(await page.evaluate("navigator.clipboard.readText()")).toBe(
			`npm run ops -- send --to you@example.com --subject Hello --local --port ${stack.local.aws.port}`,
		);
	});

	test("finds mails by a search, and says how many there are", async () => {
		await arrive(
			{ subject: "Apples", to: "ann@example.com" },
			{ subject: "Pears", to: "bob@example.com" },
		);
		await row("Pears").waitFor();
		await page.getByLabel("Search mails").fill("to:bob");
		await page.getByText("1 of 2 mails").waitFor();
		expect(await row("Apples").count()).toBe(0);
		await page.getByLabel("Search mails").fill("cheese");
		await page.getByText("No mail fits").waitFor();
	});

	test("hands out an attachment byte by byte", async () => {
		const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
		await arrive({
			subject: "With file",
			attachments: [{ filename: "all.bin", content: bytes.toString("base64") }],
		});
		await row("With file").click();
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("link", { name: "all.bin" }).click(),
		]);
		expect(download.suggestedFilename()).toBe("all.bin");
		expect(readFileSync(await download.path())).toEqual(bytes);
	});

	test("lets a hostile mail do nothing", async () => {
		const address = stranger.address();
		const port = typeof address === "object" ? address?.port : undefined;
		const evil = `http://127.0.0.1:${port}`;
		await expect(fetch(evil)).rejects.toThrow();
		expect(connections).toBe(1);
		connections = 0;
		await arrive({
			subject: "Win <img src=x onerror=alert(1)> \u202Egpj.exe",
			html: hostile(evil),
		});
		await row("Win").click();
		const frame = page.frameLocator("iframe");
		await frame.getByText("Click me").waitFor();
		for (const words of ["Click me", "Top", "Press"])
			await frame
				.getByText(words)
				.click({ timeout: 1000 })
				.catch(() => {});
		// What a refresh or a timer of it would do comes within that.
		await page.waitForTimeout(1500);
		await page.getByRole("heading", { name: "Win <img" }).waitFor();
		expect(connections).toBe(0);
		expect(dialogs).toEqual([]);
		expect(browser?.context.pages().length).toBeLessThanOrEqual(2);
		expect(page.url()).toMatch(/\/view\/[\w-]+$/);
	});

	test("is not torn by a subject or a name of any length", async () => {
		await stack.local.inbox.store.add({
			id: "long",
			at: Date.now(),
			mailbox: stack.sender.mailbox,
			from: stack.sender.mailbox,
			recipients: [`${"a".repeat(10_000)}@example.com`],
			raw: Buffer.from(
				`From: ${"n".repeat(100_000)} <a@example.com>\r\nSubject: ${"w".repeat(1_000_000)}\r\n\r\n${"x".repeat(1_000_000)}`,
			),
			reply: undefined,
		});
		await page.getByRole("link").first().click();
		await page.getByRole("heading", { name: "www" }).waitFor();
		for (const width of [1280, 375]) {
			await page.setViewportSize({ width, height: 720 });
			expect(await page.evaluate(WIDEST)).toBeLessThanOrEqual(width);
		}
		await page.setViewportSize({ width: 1280, height: 720 });
	});

	test("is used by keyboard alone", async () => {
		await arrive(
			{ subject: "First", to: "a@example.com" },
			{ subject: "Second", to: "b@example.com" },
			{ subject: "Third", to: "c@example.com" },
		);
		for (const subject of ["First", "Second", "Third"])
			await row(subject).waitFor();
		const subjects = await page.locator(".subject").allTextContents();
		const heading = (at: number) =>
			page.getByRole("heading", { name: subjects[at] ?? "" }).waitFor();
		await page.keyboard.press("j");
		await heading(0);
		await page.keyboard.press("ArrowDown");
		await heading(1);
		await page.keyboard.press("k");
		await heading(0);
		await page.keyboard.press("Enter");
		expect(await page.evaluate("document.activeElement.id")).toBe("subject");
		await page.keyboard.press("Delete");
		await page.getByText("2 mails").waitFor();
		await heading(1);
		await page.keyboard.press("/");
		await page.keyboard.type(`subject:${subjects[2]}`);
		await page.getByText("1 of 2 mails").waitFor();
		await page.keyboard.press("Enter");
		await heading(2);
		for (let presses = 0; presses < 12; presses += 1) {
			await page.keyboard.press("Tab");
			if (await page.evaluate("document.activeElement.role === 'tab'")) break;
		}
		await page.keyboard.press("ArrowRight");
		expect(await page.evaluate("document.activeElement.textContent")).toBe(
			"Source",
		);
		await page.getByText("Message-ID:").waitFor();
	});

	test("has nothing that axe minds, light and dark", async () => {
		await arrive({
			subject: "Accessible",
			html: "<p>Hi</p>",
			attachments: [{ filename: "a.txt", content: "YQ==" }],
		});
		await row("Accessible").click();
		await page.getByText("The ledger says").waitFor();
		await page.getByRole("button", { name: "Break it" }).click();
		await page.getByRole("heading", { name: "Break it" }).waitFor();
		await page.locator(".drills li").first().waitFor();
		await expectAccessible();
	});

	test("sets a fault of Gmail by a form, and takes it back", async () => {
		await page.getByRole("button", { name: "Break it" }).click();
		await page.getByLabel("Reply", { exact: true }).fill("452 4.3.1 Full");
		await page.getByLabel("To", { exact: true }).fill("ann@example.com");
		await page.getByLabel("Times").fill("2");
		await page.getByRole("button", { name: "Add fault" }).click();
		await page.getByRole("button", { name: "Clear 1" }).waitFor();
		expect(stack.gmail.faults.list()).toEqual([
			{
				stage: "rcpt",
				reply: "452 4.3.1 Full",
				to: "ann@example.com",
				times: 2,
			},
		]);
		await page.getByLabel("Reply", { exact: true }).fill("nonsense");
		await page.getByRole("button", { name: "Add fault" }).click();
		await page.getByText("Cannot set fault").waitFor();
		await page.getByRole("button", { name: "Clear 1" }).click();
		await page.getByRole("button", { name: "Clear 0" }).waitFor();
		expect(stack.gmail.faults.list()).toEqual([]);
	});

	test("goes from a button to red to green, by the runbook", async () => {
		const shell = new OnCallShell(stack.local.aws.port);
		const press = (name: string) =>
			page.getByRole("button", { name, exact: true }).click();
		await press("Break it");
		await press("auth-refused");
		await page.getByText("The new App Password:").waitFor();
		const password = await page.locator(".said .command code").textContent();
		await stack.send(mail({ subject: "During the game day" }));
		await press("+1 min");
		await page.getByText("The clock moved +1 min").waitFor();
		await press("+1 min");
		await page.getByText("Not sending", { exact: true }).waitFor();
		const alarm = page.locator(".alarms details");
		await alarm.getByText("mail: Google refuses the login").waitFor();
		expect(await alarm.locator(".runbook").textContent()).toContain(
			`npm run ops -- set-password --local --port ${stack.local.aws.port}`,
		);
		await expectAccessible();
		const { code, err } = await shell.type("npm run ops -- set-password", {
			piped: `${password}\n`,
		});
		shell.close();
		expect(code, err).toBe(0);
		await row("During the game day").waitFor();
		await press("+1 min");
		await page.getByText("Sending", { exact: true }).waitFor();
		await alarm.waitFor({ state: "detached" });
		await press("End all");
		await page.getByText("Ended: auth-refused.").waitFor();
	});
});

/** What of the page is beyond its right edge. */
const WIDEST = "document.documentElement.scrollWidth";

const hostile = (evil: string) => `
<base href="${evil}/" target="_top">
<meta http-equiv="refresh" content="0;url=${evil}/refresh">
<link rel="preconnect" href="${evil}"><link rel="stylesheet" href="${evil}/a.css">
<style>@import url(${evil}/b.css);body{background:url(${evil}/c.png)}</style>
<script>alert(1);fetch("${evil}/d");parent.location="${evil}/e"</script>
<img src="${evil}/f.png" onerror="alert(2)"><svg onload="alert(3)"><image href="${evil}/g.svg"/></svg>
<iframe src="${evil}/h"></iframe><object data="${evil}/i"></object><video src="${evil}/j" autoplay></video>
<p><a href="${evil}/k" target="_top">Top</a> <a href="${evil}/l">Click me</a></p>
<form action="${evil}/m" target="_blank"><button autofocus>Press</button></form>`;

async function expectAccessible(): Promise<void> {
	// A stranger's HTML is as it is.
	const builder = () => new AxeBuilder({ page }).exclude("iframe");
	const light = await builder().analyze();
	await page.emulateMedia({ colorScheme: "dark" });
	// Nothing but colours differs.
	const dark = await builder().withRules(["color-contrast"]).analyze();
	expect(dark.passes).not.toEqual([]);
	expect(
		[...light.violations, ...dark.violations].flatMap(({ id, nodes }) =>
			nodes.map(({ html, failureSummary }) => [id, html, failureSummary]),
		),
	).toEqual([]);
}
