import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readSenders } from "../../infra/senders.ts";

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

const none = () => undefined;
const context = (values: Record<string, string>) => (key: string) =>
	values[key];

describe("readSenders()", () => {
	test("reads the committed file", () => {
		expect(readSenders(none)).toMatchObject([{ name: "mail" }]);
	});

	test.each([
		[{ senders: [] }, /at least one sender[\s\S]*npx cdk synth -c mailbox=/],
		[{ senders: [{ name: "a" }] }, /senders\.0\.mailbox is missing/],
		[
			{ senders: [{ name: "a", mailbox: "a@b.example", mailboks: 1 }] },
			/mailboks is not a setting/,
		],
		["{", /Cannot read senders\.json as JSON/],
		[
			{
				senders: [
					{ name: "a", mailbox: "a@b.example" },
					{ name: "a", mailbox: "c@b.example" },
				],
			},
			/two senders named a/,
		],
	])("says what is wrong with %o", (content, sentence) => {
		expect(() => readSenders(none, fileWith(content))).toThrow(sentence);
	});

	test("takes routes and who may publish from the file", () => {
		const sender = {
			name: "a",
			mailbox: "a@b.example",
			allowProducers: ["account:123456789012", "organization:o-a1b2c3d4e5"],
			routes: [{ match: { source: ["aws.ec2"] }, to: "ann@b.example" }],
			defaultRoute: { to: ["ann@b.example"] },
		};
		expect(readSenders(none, fileWith({ senders: [sender] }))).toEqual([
			sender,
		]);
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
		expect(() => readSenders(none, fileWith({ senders: [sender] }))).toThrow(
			sentence,
		);
	});

	test("takes routes and who may publish from context", () => {
		expect(
			readSenders(
				context({
					mailbox: "a@b.example",
					alarmEmail: "none",
					allowProducers: "account:123456789012,organization:o-a1b2c3d4e5",
					routes: '[{"match":{"source":"aws.ec2"},"to":"ann@b.example"}]',
					defaultRoute: '{"to":"ann@b.example"}',
				}),
			),
		).toMatchObject([
			{
				allowProducers: ["account:123456789012", "organization:o-a1b2c3d4e5"],
				routes: [{ match: { source: "aws.ec2" }, to: "ann@b.example" }],
				defaultRoute: { to: "ann@b.example" },
			},
		]);
	});

	test("says what is wrong with routes from context that are no JSON", () => {
		expect(() =>
			readSenders(
				context({ mailbox: "a@b.example", alarmEmail: "none", routes: "[{" }),
			),
		).toThrow(/routes is "\[\{"; allowed: a list of routes/);
	});

	test("takes one sender from context", () => {
		expect(
			readSenders(
				context({ mailbox: "a@b.example", alarmEmail: "oncall@b.example" }),
			),
		).toEqual([
			{ name: "gmail", mailbox: "a@b.example", alarmEmail: "oncall@b.example" },
		]);
	});

	test("refuses context that would silently drop the alarm subscription", () => {
		expect(() => readSenders(context({ mailbox: "a@b.example" }))).toThrow(
			/alarmEmail is missing[\s\S]*-c alarmEmail=none/,
		);
	});

	test.each(["alarmEmail", "smtpHost", "pageTopicArn"])(
		"refuses -c %s without a mailbox instead of ignoring it",
		(key) => {
			expect(() => readSenders(context({ [key]: "x" }))).toThrow(
				/mailbox is missing/,
			);
		},
	);

	test("takes every setting from context, numbers as numbers", () => {
		expect(
			readSenders(
				context({
					mailbox: "a@b.example",
					alarmEmail: "none",
					smtpPort: "465",
					aliases: "c@b.example,d@b.example",
				}),
			),
		).toEqual([
			{
				name: "gmail",
				mailbox: "a@b.example",
				smtpPort: 465,
				aliases: ["c@b.example", "d@b.example"],
			},
		]);
	});

	test("refuses a name from context that a later deploy without flags would overwrite", () => {
		expect(() =>
			readSenders(
				context({ mailbox: "a@b.example", alarmEmail: "none", name: "mail" }),
			),
		).toThrow(/senders\.json has a sender of that name/);
	});
});
