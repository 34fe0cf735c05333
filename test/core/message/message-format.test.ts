import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
	emailMessageJson,
	emailMessageSchema,
} from "../../../schema/email-message.ts";
import { mail } from "../../support/mail.ts";
import { problemsOf, type Written, write } from "../../support/written.ts";

type Effect = readonly [input: object, seen: (written: Written) => void];

const ROOT = join(import.meta.dirname, "..", "..", "..");
const text = (file: string) => readFileSync(join(ROOT, file), "utf8");
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** What each property of the schema does, seen in the bytes. Those seen elsewhere name the file and its test. */
const EFFECTS: Readonly<Record<string, Effect | string>> = {
	$schema: [
		{ $schema: "https://example.com/schema" },
		({ raw }) => expect(raw).not.toContain("schema"),
	],
	version: [
		{ version: 1 },
		({ raw }) => expect(raw).not.toContain("version: 1"),
	],
	id: "end-to-end/sending.test.ts: that comes twice with one id is sent once",
	notAfter:
		"end-to-end/sending.test.ts: past its notAfter is acknowledged as expired",
	priority:
		"end-to-end/quota-tiers.test.ts: of a producer it was granted to goes out at once while other mail is deferred",
	tags: "end-to-end/outcomes.test.ts: tells producers each outcome, with tags and without addresses",
	from: [
		{ from: { name: "Billing", address: "billing@example.com" } },
		({ email }) =>
			expect(email.from).toMatchObject({
				name: "Billing",
				address: "billing@example.com",
			}),
	],
	to: [
		{ to: ["ann@example.com", { name: "Bob B.", address: "bob@example.com" }] },
		({ email, envelope }) => {
			expect(email.to).toMatchObject([
				{ address: "ann@example.com" },
				{ name: "Bob B.", address: "bob@example.com" },
			]);
			expect(envelope).toEqual(["ann@example.com", "bob@example.com"]);
		},
	],
	cc: [
		{ cc: "carl@example.com" },
		({ email, envelope }) => {
			expect(email.cc).toMatchObject([{ address: "carl@example.com" }]);
			expect(envelope).toContain("carl@example.com");
		},
	],
	bcc: [
		{ bcc: "dora@example.com" },
		({ raw, envelope }) => {
			expect(raw).not.toContain("dora");
			expect(envelope).toContain("dora@example.com");
		},
	],
	replyTo: [
		{ replyTo: "help@example.com" },
		({ email }) =>
			expect(email.replyTo).toMatchObject([{ address: "help@example.com" }]),
	],
	subject: [
		{ subject: "Grüße aus Köln 😀" },
		({ email }) => expect(email.subject).toBe("Grüße aus Köln 😀"),
	],
	text: [
		{ text: "Hello\n.\n..dots" },
		({ email }) =>
			expect(email.text?.replace(/\r/g, "").trimEnd()).toBe("Hello\n.\n..dots"),
	],
	html: [
		{ html: "<p>日本語</p>" },
		({ email }) => expect(email.html).toContain("<p>日本語</p>"),
	],
	attachments: [
		{
			attachments: [
				{
					filename: "report.pdf",
					contentType: "application/pdf",
					content: base64("%PDF-1.7"),
				},
			],
		},
		({ email }) => {
			expect(email.attachments).toMatchObject([
				{ filename: "report.pdf", mimeType: "application/pdf" },
			]);
			expect(
				Buffer.from(email.attachments[0]?.content as ArrayBuffer).toString(),
			).toBe("%PDF-1.7");
		},
	],
	headers: [
		{ headers: { "X-Order": "42", "In-Reply-To": "<a@b.example>" } },
		({ raw }) => {
			expect(raw).toMatch(/^X-Order: 42\r$/m);
			expect(raw).toMatch(/^In-Reply-To: <a@b\.example>\r$/m);
		},
	],
	inReplyTo: [
		{ inReplyTo: "<a@b.example>" },
		({ raw }) => {
			expect(raw).toMatch(/^In-Reply-To: <a@b\.example>\r$/m);
			expect(raw).toMatch(/^References: <a@b\.example>\r$/m);
		},
	],
	references: [
		{
			references: [{ id: "first" }, "<x@y.example>"],
			inReplyTo: { id: "third" },
		},
		({ raw }) =>
			expect(raw).toMatch(
				/^References: <first@example\.com> <x@y\.example> <third@example\.com>\r$/m,
			),
	],
	unsubscribe: [
		{
			unsubscribe: { url: "https://example.com/u?x=1", email: "u@example.com" },
		},
		({ raw }) => {
			expect(raw.replaceAll("\r\n ", " ")).toMatch(
				/^List-Unsubscribe: <https:\/\/example\.com\/u\?x=1>, <mailto:u@example\.com\?subject=unsubscribe>\r$/m,
			);
			expect(raw).toMatch(
				/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m,
			);
		},
	],
	template: "end-to-end/templates.test.ts: a message by template is rendered",
	data: "end-to-end/templates.test.ts: a message by template is rendered",
	taskToken:
		"end-to-end/task-tokens/outcomes.test.ts: succeeds when Google has taken it, and not before",
	"attachments/cid": [
		{
			html: '<img src="cid:logo">',
			attachments: [
				{
					filename: "logo.png",
					contentType: "image/png",
					content: base64("png"),
					cid: "logo",
				},
			],
		},
		({ email }) =>
			expect(email.attachments).toMatchObject([
				{ contentId: "<logo>", related: true },
			]),
	],
};

const WRITTEN = Object.entries(EFFECTS).filter(
	(row): row is [string, Effect] => typeof row[1] !== "string",
);
const headerNamesOf = ({ raw }: Written) =>
	[...(raw.split("\r\n\r\n")[0] ?? "").matchAll(/^([\w-]+):/gm)].map(
		([, name = ""]) => name.toLowerCase(),
	);

describe("the message format", () => {
	const { properties } = emailMessageSchema() as {
		properties: Record<string, unknown>;
	};
	const fields = Object.keys(properties);

	test("has a row here for every property of its schema", () => {
		expect(fields.filter((name) => !(name in EFFECTS))).toEqual([]);
	});

	test.each(
		Object.values(EFFECTS).filter(
			(row): row is string => typeof row === "string",
		),
	)("has its effect seen by %s", (row) => {
		const [file = "", name = ""] = row.split(/: (.*)/);
		expect(text(join("test", file))).toContain(`test("${name}"`);
	});

	test("has a row in docs/message-format.md for every property of its schema, and no other", () => {
		const [, table = ""] =
			/^\| field \| what it is \|\n((?:\|.*\n)+)/m.exec(
				text("docs/message-format.md"),
			) ?? [];
		const names = [...table.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(
			([, cell = ""]) => cell.replaceAll("`", "").split(", "),
		);
		expect(names.toSorted()).toEqual(fields.toSorted());
	});

	test("is published as it is enforced, byte by byte as `npm run schema` writes it", () => {
		expect(text("schema/email-message.v1.json")).toBe(emailMessageJson());
	});

	test.each(WRITTEN)("gives %s its effect", async (_name, [input, seen]) => {
		seen(await write(mail(input)));
	});

	test.each(WRITTEN.filter(([name]) => name !== "headers"))(
		"refuses a header that %s writes, too",
		async (_name, [input]) => {
			const usual = headerNamesOf(await write(mail()));
			const added = headerNamesOf(await write(mail(input))).filter(
				(name) =>
					!usual.includes(name) &&
					/^(x-|list-|references|in-reply-to)/.test(name),
			);
			for (const name of added)
				expect(
					problemsOf(mail({ ...input, headers: { [name]: "x" } })),
				).toHaveProperty([`/headers/${name}`]);
		},
	);

	test("writes the same bytes for the same message", async () => {
		const message = mail({
			html: "<b>x</b>",
			attachments: [{ filename: "a.txt", content: base64("a") }],
		});
		expect((await write(message)).raw).toBe((await write(message)).raw);
	});

	test("takes the sender's address and display name when a message names none", async () => {
		const { email } = await write(mail());
		expect(email.from).toMatchObject({
			name: "The Sender",
			address: "sender@example.com",
		});
	});

	test("writes its own Message-ID at the sender's domain", async () => {
		expect((await write(mail())).raw).toMatch(
			/^Message-ID: <[0-9a-f]{40}@example\.com>\r$/m,
		);
	});
});

describe("a difficult message", () => {
	test("with non-Latin names keeps them", async () => {
		const { email } = await write(
			mail({ to: { name: "Ольга 😀 王", address: "olga@example.com" } }),
		);
		expect(email.to).toMatchObject([
			{ name: "Ольга 😀 王", address: "olga@example.com" },
		]);
	});

	test("with a quote, comma or angle bracket in a name reaches one address", async () => {
		const { email, envelope } = await write(
			mail({
				to: {
					name: 'Eve", <evil@example.com>, "x',
					address: "eve@example.com",
				},
			}),
		);
		expect(envelope).toEqual(["eve@example.com"]);
		expect(email.to).toHaveLength(1);
		expect(email.to?.[0]).toMatchObject({ address: "eve@example.com" });
	});

	test("to an internationalised domain goes to its ASCII form", async () => {
		expect((await write(mail({ to: "ann@bücher.example" }))).envelope).toEqual([
			"ann@xn--bcher-kva.example",
		]);
	});

	test.each(["text", "html"])(
		"with a line of 3,000 octets in %s has none longer than 998 on the wire",
		async (field) => {
			const { raw } = await write(mail({ [field]: "x".repeat(3000) }));
			expect(
				Math.max(...raw.split("\r\n").map(({ length }) => length)),
			).toBeLessThanOrEqual(998);
		},
	);

	test("with a long subject folds it", async () => {
		const subject = `${"word ".repeat(200)}end`;
		const { raw, email } = await write(mail({ subject }));
		expect(
			Math.max(...raw.split("\r\n").map(({ length }) => length)),
		).toBeLessThanOrEqual(998);
		expect(email.subject).toBe(subject);
	});

	test("with one recipient in to, cc and bcc reaches it once", async () => {
		expect(
			(
				await write(
					mail({
						to: "ann@example.com",
						cc: "ann@EXAMPLE.com",
						bcc: "ann@example.com",
					}),
				)
			).envelope,
		).toEqual(["ann@example.com"]);
	});

	test("of 1 MiB is written whole", async () => {
		const text = "line of text\n".repeat(75_000);
		expect(
			(await write(mail({ text }))).email.text?.replace(/\r/g, "").length,
		).toBeGreaterThanOrEqual(text.length - 1);
	});
});

const recipients = (count: number) =>
	Array.from({ length: count }, (_, index) => `r${index}@example.com`);

describe("a message that is refused", () => {
	test.each<[string, unknown, string, RegExp]>([
		["no JSON", "{", "", /not JSON/],
		[
			"a JSON string",
			JSON.stringify("hello"),
			"",
			/got a string of 5 characters; allowed is one JSON object per message/,
		],
		["null", "null", "", /got null/],
		["no recipient", { subject: "x", text: "y" }, "/to", /no recipient/],
		["no subject", { to: "a@b.example", text: "y" }, "/subject", /missing/],
		[
			"neither text nor html",
			{ to: "a@b.example", subject: "x" },
			"/text",
			/neither text nor html/,
		],
		[
			"two addresses in one string",
			mail({ to: "a@b.example, c@d.example" }),
			"/to",
			/one e-mail address/,
		],
		[
			"a name in an address",
			mail({ to: "Ann <ann@example.com>" }),
			"/to",
			/write a name as/,
		],
		[
			"101 in one list",
			mail({ to: recipients(101) }),
			"/to",
			/at most 100 addresses/,
		],
		[
			"CRLF in the subject",
			mail({ subject: "x\r\nBcc: a@b.example" }),
			"/subject",
			/line breaks/,
		],
		[
			"CRLF in a name",
			mail({ to: { name: "x\r\nBcc: a@b.example", address: "a@b.example" } }),
			"/to/name",
			/line breaks/,
		],
		[
			"CRLF in an address",
			mail({ to: "a@b.example\r\nRCPT TO:<c@d.example>" }),
			"/to",
			/line break/,
		],
		[
			"CRLF in a header",
			mail({ headers: { "X-A": "b\r\nBcc: a@b.example" } }),
			"/headers/X-A",
			/line breaks/,
		],
		[
			"CRLF in a header's name",
			mail({ headers: { "X-A\r\nBcc": "b" } }),
			"/headers/X-A\r\nBcc",
			/X-/,
		],
		[
			"CRLF in a file name",
			mail({ attachments: [{ filename: "a\r\nb", content: "" }] }),
			"/attachments/0/filename",
			/line breaks/,
		],
		[
			"CRLF in a media type",
			mail({
				attachments: [
					{ filename: "a", contentType: "text/plain\r\nX: y", content: "" },
				],
			}),
			"/attachments/0/contentType",
			/media type/,
		],
		[
			"CRLF in a cid",
			mail({ attachments: [{ filename: "a", cid: "a\r\nb", content: "" }] }),
			"/attachments/0/cid",
			/letters, digits/,
		],
		[
			"a Bcc header",
			mail({ headers: { Bcc: "a@b.example" } }),
			"/headers/Bcc",
			/X-…, List-…/,
		],
		[
			"a From header",
			mail({ headers: { From: "a@b.example" } }),
			"/headers/From",
			/X-…, List-…/,
		],
		[
			"a prepared header",
			mail({ headers: { "X-A": { prepared: true, value: "x" } } }),
			"/headers/X-A",
			/got an object/,
		],
		[
			"an attachment by path",
			mail({ attachments: [{ filename: "a", path: "/etc/passwd" }] }),
			"/attachments/0/path",
			/unknown/,
		],
		[
			"an attachment by href",
			mail({
				attachments: [{ filename: "a", href: "http://169.254.169.254/" }],
			}),
			"/attachments/0/href",
			/unknown/,
		],
		[
			"text by path",
			mail({ text: { path: "/etc/passwd" } }),
			"/text",
			/got an object/,
		],
		["raw", mail({ raw: "From: x" }), "/raw", /unknown/],
		[
			"an envelope",
			mail({ envelope: { to: "a@b.example" } }),
			"/envelope",
			/unknown/,
		],
		["an odd priority", mail({ priority: "urgent" }), "/priority", /"high" or/],
		[
			"a date that is none",
			mail({ notAfter: "tomorrow" }),
			"/notAfter",
			/a time with zone/,
		],
		["version 2", mail({ version: 2 }), "/version", /allowed is 1/],
		["an empty id", mail({ id: "" }), "/id", /at least 1 character/],
		[
			"base64 that is none",
			mail({ attachments: [{ filename: "a", content: "%%%" }] }),
			"/attachments/0/content",
			/base64/,
		],
		[
			"base64 without its padding",
			mail({ attachments: [{ filename: "a", content: "YWE" }] }),
			"/attachments/0/content",
			/padded/,
		],
		[
			"base64 of another alphabet",
			mail({ attachments: [{ filename: "a", content: "YW-_" }] }),
			"/attachments/0/content",
			/base64/,
		],
		[
			"a path in a file name",
			mail({ attachments: [{ filename: "../a", content: "" }] }),
			"/attachments/0/filename",
			/without \//,
		],
		[
			"eleven tags",
			mail({
				tags: Object.fromEntries(
					Array.from({ length: 11 }, (_, index) => [`t${index}`, "x"]),
				),
			}),
			"/tags",
			/at most 10/,
		],
		[
			"a header twice",
			mail({ headers: { "X-A": "1", "x-a": "2" } }),
			"/headers/x-a",
			/twice/,
		],
	])(
		"for %s says where and what is allowed",
		(_name, input, pointer, sentence) => {
			expect(problemsOf(input)[pointer]).toMatch(sentence);
		},
	);

	test("for 101 recipients in three lists names the number", () => {
		expect(
			problemsOf(mail({ to: recipients(100), bcc: "one-more@example.com" }))[
				"/to"
			],
		).toMatch(/has 101 recipients[\s\S]*at most 100/);
	});

	test("never repeats a value of the message in its sentences", () => {
		const secret = "canary-4711";
		const input = {
			id: 5,
			to: `${secret}@x y`,
			subject: `${secret}\n`,
			text: { a: secret },
			headers: { "X-A": `${secret}\r\n` },
			attachments: [{ filename: `${secret}/x`, content: `%${secret}` }],
		};
		expect(JSON.stringify(problemsOf(input))).not.toContain(secret);
	});
});
