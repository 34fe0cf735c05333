import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Harness } from "../support/harness.ts";
import { BILLING, SHOP, startWithLimits } from "../support/limits.ts";
import { mail } from "../support/mail.ts";

let stack: Harness;
beforeEach(async () => {
	stack = await startWithLimits({ messages: 1000, recipients: 1000 });
});
afterEach(() => stack.stop());

const pointing = (told: object) => ({
	GmailSender: JSON.stringify({
		v: 1,
		cause: "policy",
		failure: 1,
		key: "invoice-1",
		row: "of#billing#invoice-1",
		at: "2026-11-23T00:00:00Z",
		...told,
	}),
});

interface Attack {
	readonly body: unknown;
	readonly attributes?: Readonly<Record<string, string>>;
}

const own = (fields: object = {}) => mail({ id: "mine", ...fields });

/** What a producer may do who has nothing but sqs:SendMessage. */
const ATTACKS: Readonly<Record<string, () => Attack>> = {
	"the same ids, with other content": () => ({
		body: mail({ id: "invoice-1", text: "not yours" }),
	}),
	"our attribute, to another's row": () => ({
		body: own(),
		attributes: pointing({}),
	}),
	"our attribute, with the name of another": () => ({
		body: own(),
		attributes: pointing({ producer: "billing", failure: 1_000_000 }),
	}),
	"our attribute, with a producer of 200 kB": () => ({
		body: own(),
		attributes: pointing({ producer: "x".repeat(200_000) }),
	}),
	"our attribute, on a body that nobody can read": () => ({
		body: "not JSON",
		attributes: pointing({ failure: 2 ** 53, key: "k".repeat(3000) }),
	}),
	"our attribute, to the quota's item": () => ({
		body: own(),
		attributes: pointing({ row: "quota#me@example.com" }),
	}),
	"nesting that doubles the work at each level": () => ({
		body: `{"id":"17793124-05d4-b198-2fde-7ededc63b103","detail-type":"x","source":"shop","account":"123456789012","time":"2026-11-25T08:00:00Z","region":"eu-west-1","resources":[],"detail":${'{"a":{},"b":'.repeat(60)}1${"}".repeat(60)}}`,
	}),
	"a megabyte of brackets": () => ({ body: "[{".repeat(490_000) }),
	"a megabyte of empty objects": () => ({
		body: `{"to":[${"{},".repeat(300_000)}{}]}`,
	}),
	"a bucket's name of a megabyte": () => ({
		body: `{"id":"17793124-05d4-b198-2fde-7ededc63b103","detail-type":"Object Created","source":"aws.s3","account":"123456789012","time":"2026-11-25T08:00:00Z","region":"eu-west-1","resources":[],"detail":{"bucket":{"name":"${"a".repeat(900_000)}"}}}`,
	}),
	"400 wrong addresses": () => ({
		body: own({ to: Array(400).fill("no address at all") }),
	}),
	"an address that reads like the account's limit": () => ({
		body: own({ to: "userratelimitexceeded@refused.example.com" }),
	}),
};

describe("whatever one producer does", () => {
	test.each(Object.entries(ATTACKS))(
		"%s: another's mail arrives once, in its own name space",
		async (_name, attack) => {
			stack.gmail.faults.replace([
				{
					stage: "rcpt",
					reply:
						"553-5.1.3 The recipient address <userratelimitexceeded@refused.example.com> is not a valid RFC-5321\n553 5.1.3 address. https://support.google.com/a/answer/3221692 - gsmtp",
					to: "userratelimitexceeded@refused.example.com",
				},
			]);
			const { body, attributes = {} } = attack();
			await stack.send(body as string, attributes, undefined, SHOP);
			for (const index of [1, 2, 3]) {
				const invoice = mail({
					id: `invoice-${index}`,
					to: `customer-${index}@example.com`,
				});
				await stack.send(invoice, {}, undefined, BILLING);
			}
			await stack.send(body as string, attributes, undefined, SHOP);
			await stack.settle();
			for (const index of [1, 2, 3])
				expect(stack.acceptedBy()[`customer-${index}@example.com`]).toBe(1);
			const rows = await stack.rows();
			expect(
				rows
					.filter(({ producer }) => producer === "billing")
					.map(({ pk, state }) => [pk, state])
					.toSorted(),
			).toEqual(
				[1, 2, 3].map((index) => [`of#billing#invoice-${index}`, "SENT"]),
			);
			expect(await stack.breaker()).not.toMatchObject({ kind: "open" });
			for (const row of rows)
				expect(JSON.stringify(row).length).toBeLessThan(100_000);
			for (const line of stack.lines.filter((each) => each.startsWith("{")))
				expect(() => JSON.parse(line)).not.toThrow();
		},
	);

	test("another's failed message is redriven by nobody else", async () => {
		stack.gmail.faults.replace([
			{ stage: "eom", reply: "550 5.7.1 likely unsolicited mail", times: 1 },
		]);
		await stack.send(mail({ id: "invoice-1" }), {}, undefined, BILLING);
		await stack.settle();
		const before = await stack.row("invoice-1");
		expect(before).toMatchObject({ state: "FAILED", failure: 1 });
		await stack.send(
			mail({ id: "invoice-1", text: "another text" }),
			pointing({}),
			undefined,
			SHOP,
		);
		await stack.settle();
		const rows = await stack.rows();
		expect(rows.find(({ pk }) => pk === "of#billing#invoice-1")).toEqual(
			before,
		);
		expect(rows.find(({ pk }) => pk === "of#shop#invoice-1")).toMatchObject({
			state: "SENT",
			producer: "shop",
		});
	});
});
