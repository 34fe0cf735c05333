import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { discard } from "../../ops/commands/discard.ts";
import { hold } from "../../ops/commands/hold.ts";
import { report } from "../../ops/commands/report.ts";
import { resume } from "../../ops/commands/resume.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";
import { runOps } from "../support/ops.ts";

let stack: Harness;
let text: string;
beforeAll(async () => {
	stack = await Harness.start();
	await stack.send(mail({ id: "before" }));
	await stack.send(mail({ id: "refused", to: "reply-550-5.1.1@example.com" }));
	await stack.send(mail({ id: "thrown", to: "reply-550-5.1.1@example.com" }));
	await stack.settle();
	const why = ["--id", "thrown", "--reason", "told bob@corp.example", "--yes"];
	await runOps(stack, discard, why);
	await runOps(stack, hold, [
		"--for",
		"1h",
		"--why",
		"bob@corp.example | says *so*",
	]);
	await stack.pass(5, 5);
	await runOps(stack, resume, []);
	stack.gmail.mailboxes.setPassword("anotherpassword");
	stack.gmail.dropConnections();
	await stack.pass(2, 2);
	await stack.send(mail({ id: "waiting" }));
	await stack.settle();
	await stack.pass(12);
	text = (await runOps(stack, report, ["--since", "12h"])).out;
});
afterAll(() => stack.stop());

const section = (title: string) =>
	text.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? "";

describe("ops report", () => {
	test("says how it is now and what is lost", () => {
		expect(text).toMatch(/^# Mail of mail, \S+Z to \S+Z\n/);
		expect(text).toContain("**Now:** Not sending since");
		expect(section("Is mail lost?")).toContain(
			"No, but this mail was not delivered and is in the dead-letter queue: 1 bad-recipient.",
		);
	});

	test("has who did what, and when the outage began, in order", () => {
		const lines = section("Timeline")
			.split("\n")
			.filter((line) => line.startsWith("- "));
		expect(lines.map((line) => line.replace(/^- \S+Z: /, ""))).toEqual([
			expect.stringMatching(/^put on hold by ann \(b\*?.* says \\\*so\\\*\)/),
			"resumed by ann",
			"sending stopped: Google refuses the App Password (auth)",
			expect.stringMatching(/^still stopped since .*next try/),
		]);
	});

	test("has what was sent by hour and by producer, and what waits", () => {
		const sent = section("Waiting and sent");
		expect(sent).toMatch(
			/Waiting now: \d ready, \d in flight.*kept back for 1\d min/,
		);
		expect(sent).toMatch(/\| Hour \| Sent \| Recipients \|\n\| --- \|/);
		expect(sent.match(/^\| \d{4}-/gm)?.length).toBe(13);
		expect(section("By producer")).toMatch(/\| \S+ \| \d \|/);
	});

	test("has the dead letters by cause, and Google's words", () => {
		expect(section("Dead letters")).toMatch(
			/^\| bad-recipient \| 1 \| \S+Z \| \S+Z \| /m,
		);
		const said = section("Replies from Google");
		expect(said).toMatch(/^- `535-5\.7\.8/m);
		expect(said).toMatch(/^- `550[ -]5\.1\.1/m);
	});

	test("has what was discarded, by whom and why", () => {
		expect(section("Discards")).toMatch(
			/^\| bad-recipient \| 1 \| \S+Z? \| ann \| told b\\\*\S* \|$/m,
		);
		expect(section("Doubts")).toContain("None in this time.");
	});

	test("has no address in it", async () => {
		const { out } = await runOps(stack, report, ["--since", "12h", "--json"]);
		for (const all of [text, out]) {
			expect(all).not.toMatch(/[\w.+-]{2,}@[\w.-]+/);
			expect(all).not.toContain("bob");
		}
		expect(JSON.parse(out)).toMatchObject({ verdict: { verdict: "auth" } });
	});

	test("says unknown where the table cannot be read, and still reports the rest", async () => {
		stack.local.aws.endpoint.intercept = (service) =>
			service === "dynamodb" ? "error" : undefined;
		const { out } = await runOps(stack, report, []);
		stack.local.aws.endpoint.intercept = () => undefined;
		expect(out).toMatch(/## Timeline\n\nunknown \(\w+\)/);
		expect(out).toMatch(/Waiting now: \d ready/);
		expect(out).toContain("Unknown: the dead letters cannot be read");
	});

	test.each([
		[["--since", "noon"], /Cannot read --since noon/],
		[["--since", "2999-01-01"], /in the past/],
		[["12h"], /Cannot report since 12h/],
	])("misused as %j says what is allowed", async (args, sentence) => {
		expect(await runOps(stack, report, args)).toMatchObject({
			code: 2,
			err: expect.stringMatching(sentence),
		});
	});
});
