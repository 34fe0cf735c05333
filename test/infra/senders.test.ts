import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readSenders } from "../../infra/senders.ts";
import { synthesize } from "../../local/app/synthesize.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-senders-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(content: unknown): string {
	const file = join(folder, `${crypto.randomUUID()}.json`);
	writeFileSync(
		file,
		typeof content === "string" ? content : JSON.stringify(content),
	);
	return file;
}

describe("readSenders()", () => {
	test("reads the committed file", () => {
		expect(readSenders()).toMatchObject([{ name: "mail" }]);
	});

	test.each([
		[{ senders: [] }, /at least one sender[\s\S]*Write \{"senders": /],
		[{ senders: [{ name: "a" }] }, /senders\.0\.mailbox is missing/],
		[
			{ senders: [{ name: "a", mailbox: "a@b.example", mailboks: 1 }] },
			/mailboks is not a setting/,
		],
		["{", /Cannot read \S+\.json as JSON/],
		[
			{
				senders: [
					{ name: "a", mailbox: "a@b.example" },
					{ name: "a", mailbox: "c@b.example" },
				],
			},
			/two senders named a/,
		],
		[
			{
				senders: [
					{ name: "a", mailbox: "a@b.example", alarmEmail: "A@b.example" },
				],
			},
			/the alarmEmail of a is its own mailbox, a@b\.example.*allowed: any other/,
		],
	])("says what is wrong with %o", (content, sentence) => {
		expect(() => readSenders(fileWith(content))).toThrow(sentence);
	});

	test("takes routes and who may publish from the file", () => {
		const sender = {
			name: "a",
			mailbox: "a@b.example",
			allowProducers: ["account:123456789012", "organization:o-a1b2c3d4e5"],
			routes: [{ match: { source: ["aws.ec2"] }, to: "ann@b.example" }],
			defaultRoute: { to: ["ann@b.example"] },
		};
		expect(readSenders(fileWith({ senders: [sender] }))).toEqual([sender]);
	});

	test.each([
		[
			{ allowProducers: ["123456789012"] },
			/allowProducers\.0 is "123456789012"; allowed: account:123456789012 or/,
		],
		[
			{ routes: [{ match: { source: "x" }, too: "y" }] },
			/routes\.0\.too is not a setting/,
		],
		[{ routes: [{ to: "ann@b.example" }] }, /routes\.0\.match is missing/],
		[
			{ defaultRoute: { match: {}, to: "y" } },
			/defaultRoute\.match is not a setting/,
		],
	])("says what is wrong with %o in the file", (fields, sentence) => {
		const sender = { name: "a", mailbox: "a@b.example", ...fields };
		expect(() => readSenders(fileWith({ senders: [sender] }))).toThrow(
			sentence,
		);
	});
});

describe("the app", () => {
	test("makes the stacks of the file that -c senders names, in the order in which CDK deploys them", async () => {
		const senders = fileWith({
			senders: [
				{ name: "billing", mailbox: "billing@gmail.com" },
				{ name: "alerts", mailbox: "alerts@gmail.com" },
			],
		});
		const { stacks } = await synthesize(join(folder, "assembly"), {
			folder: ROOT,
			context: { senders },
		});
		expect(stacks.map(({ stackName }) => stackName)).toEqual([
			"GmailSender-alerts",
			"GmailSender-billing",
		]);
	});

	test("names the file of -c senders that it cannot read", async () => {
		const senders = join(folder, "nowhere.json");
		const app = { folder: ROOT, context: { senders } };
		await expect(synthesize(folder, app)).rejects.toThrow(
			`Cannot read ${senders} as JSON: ENOENT`,
		);
	});
});
