import { describe, expect, test } from "vitest";
import { blockedExtension } from "../../../core/message/checks.ts";
import { depthOf } from "../../../core/message/schema.ts";
import { mail } from "../../support/mail.ts";
import { problemsOf, write } from "../../support/written.ts";

const file = (fields: object) =>
	mail({ attachments: [{ filename: "a.pdf", ...fields }] });
const templated = (fields: object = {}) => ({
	to: "ann@example.com",
	template: "welcome",
	...fields,
});
const nested = (depth: number): object =>
	depth === 0 ? {} : { in: nested(depth - 1) };

describe("a field that is not allowed", () => {
	test.each<[string, object, string, RegExp]>([
		[
			"a file without content",
			file({}),
			"/attachments/0",
			/either content .* or s3/,
		],
		[
			"a file with both contents",
			file({ content: "", s3: { bucket: "files", key: "k" } }),
			"/attachments/0",
			/either content .* or s3/,
		],
		[
			"a bucket's address",
			file({ s3: { bucket: "s3://files", key: "k" } }),
			"/attachments/0/s3/bucket",
			/a bucket's name/,
		],
		[
			"a link instead of an object to unsubscribe",
			mail({ unsubscribe: "https://example.com/?token=SECRET" }),
			"/unsubscribe",
			/got a string of 33 characters; allowed is an object such as/,
		],
		[
			"a name instead of a file",
			mail({ attachments: ["x"] }),
			"/attachments/0",
			/allowed is a file such as/,
		],
		[
			"an S3 address instead of an object",
			file({ s3: "s3://files/secret" }),
			"/attachments/0/s3",
			/allowed is an object such as/,
		],
		[
			"a list of messages",
			[mail()],
			"",
			/got an array of 1; allowed is one JSON object/,
		],
		[
			"an empty key",
			file({ s3: { bucket: "files", key: "" } }),
			"/attachments/0/s3/key",
			/at least 1/,
		],
		[
			"a key of 1,025 bytes",
			file({ s3: { bucket: "files", key: `${"é".repeat(512)}a` } }),
			"/attachments/0/s3/key",
			/at most 1024 bytes/,
		],
		[
			"a presigned address",
			file({ s3: { bucket: "files", key: "k", url: "https://x" } }),
			"/attachments/0/s3/url",
			/unknown/,
		],
		[
			"a program",
			mail({ attachments: [{ filename: "setup.EXE", content: "" }] }),
			"/attachments/0/filename",
			/Gmail refuses files of the type \.exe/,
		],
		[
			"a thread that is no Message-ID",
			mail({ inReplyTo: "order-1" }),
			"/inReplyTo",
			/Message-ID such as/,
		],
		[
			"CRLF in a Message-ID",
			mail({ inReplyTo: "<a@b>\r\nBcc: x@y.example" }),
			"/inReplyTo",
			/Message-ID such as/,
		],
		[
			"1,001 references",
			mail({ references: Array.from({ length: 1001 }, () => "<a@b>") }),
			"/references",
			/at most 1000/,
		],
		[
			"In-Reply-To twice",
			mail({ inReplyTo: "<a@b>", headers: { "In-Reply-To": "<c@d>" } }),
			"/headers/in-reply-to",
			/the field inReplyTo writes this header/,
		],
		[
			"References that follow from inReplyTo",
			mail({ inReplyTo: "<a@b>", headers: { References: "<c@d>" } }),
			"/headers/references",
			/writes this header/,
		],
		[
			"nowhere to unsubscribe",
			mail({ unsubscribe: {} }),
			"/unsubscribe",
			/at least one of url and email/,
		],
		[
			"unsubscribing by http",
			mail({ unsubscribe: { url: "http://example.com" } }),
			"/unsubscribe/url",
			/starts with https/,
		],
		[
			"CRLF in an unsubscribe address",
			mail({ unsubscribe: { url: "https://example.com/\r\nBcc:x" } }),
			"/unsubscribe/url",
			/without spaces/,
		],
		[
			"an angle bracket in an unsubscribe address",
			mail({ unsubscribe: { url: "https://example.com/>,<mailto:x" } }),
			"/unsubscribe/url",
			/without spaces/,
		],
		[
			"a template with a subject",
			templated({ subject: "x" }),
			"/subject",
			/remove this field/,
		],
		[
			"a template with html",
			templated({ html: "x" }),
			"/html",
			/remove this field/,
		],
		[
			"a template's name with a slash",
			templated({ template: "../x" }),
			"/template",
			/letters, digits/,
		],
		["data that is a list", templated({ data: [1] }), "/data", /an object/],
		[
			"data without a template",
			mail({ data: {} }),
			"/data",
			/data needs a template/,
		],
		[
			"data nested 33 deep",
			templated({ data: nested(33) }),
			"/data",
			/at most 32 deep/,
		],
		[
			"an empty task token",
			mail({ taskToken: "" }),
			"/taskToken",
			/at least 1/,
		],
		[
			"a task token of 2,049 characters",
			mail({ taskToken: "x".repeat(2049) }),
			"/taskToken",
			/at most 2048/,
		],
	])(
		"%s is named with what is allowed",
		(_what, message, pointer, sentence) => {
			expect(problemsOf(message)[pointer]).toMatch(sentence);
		},
	);

	test("of data nested 100,000 deep is refused without exhausting the stack", () => {
		const problems = (levels: number) => {
			const data = `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
			return problemsOf(`{"to":"a@b.example","template":"t","data":${data}}`);
		};
		expect(problems(33)["/data"]).toMatch(/at most 32 deep/);
		expect(problems(100_000)[""]).toMatch(/at most 64/);
	});
});

describe("blockedExtension()", () => {
	test.each([
		["report.pdf", undefined],
		["exe", undefined],
		["x.EXE", ".exe"],
		["x.js.gz", ".js"],
		["x.jar.bz2", ".jar"],
		["x.exe. ", ".exe"],
		["archive.tar.gz", undefined],
	])("of %s is %s", (name, extension) => {
		expect(blockedExtension(name)).toBe(extension);
	});
});

describe("depthOf()", () => {
	test.each([
		["text", 0],
		[{}, 1],
		[[[]], 2],
		[{ a: 1, b: { c: [] } }, 3],
	])("of %j is %d", (value, depth) => {
		expect(depthOf(value)).toBe(depth);
	});
});

describe("a mail of HTML alone", () => {
	test("gets a text that says the same, with links spelled out", async () => {
		const { email } = await write({
			to: "ann@example.com",
			subject: "Hi",
			html: '<style>p{}</style><h1>Hello</h1><p>See <a href="https://example.com/a">your order</a> &amp; more.</p><script>x()</script>',
		});
		const text = email.text ?? "";
		expect(text).toContain("Hello");
		expect(text).toContain("your order [https://example.com/a]");
		expect(text).toContain("& more.");
		expect(text).not.toMatch(/[{}]|x\(\)/);
	});

	test("with a table for its layout reads from cell to cell, however wide it says it is", async () => {
		const { email } = await write({
			to: "ann@example.com",
			subject: "Hi",
			html: '<table><tr><td colspan="1000000" rowspan="1000000">Order</td><td>4711</td></tr><tr><td>Thank you</td></tr></table>',
		});
		expect(email.text?.trim().split("\n")).toEqual(["Order 4711", "Thank you"]);
	});

	test("longer than anybody reads has none", async () => {
		const html = `<p>${"long ".repeat(60_000)}</p>`;
		const { email } = await write({
			to: "ann@example.com",
			subject: "Hi",
			html,
		});
		expect(email.text).toBeUndefined();
	});

	test("of 5,000 nested tables is written all the same", async () => {
		const html = `${"<table><tr><td>".repeat(5000)}deep${"</td></tr></table>".repeat(5000)}`;
		const { email } = await write({
			to: "ann@example.com",
			subject: "Hi",
			html,
		});
		expect(email.html).toContain("deep");
	});
});

describe("a subject", () => {
	test.each([
		["right to left", "מבצע: ההזמנה 4711 נשלחה اليوم"],
		["of 2,000 wide characters", "長".repeat(2000)],
		["of emoji joined by zero-width joiners", "👩‍👩‍👧‍👦".repeat(60)],
	])("%s arrives whole", async (_what, subject) => {
		const { raw, email } = await write(mail({ subject }));
		expect(email.subject).toBe(subject);
		for (const line of raw.split("\r\n")) expect(line.length).toBeLessThan(999);
	});
});
