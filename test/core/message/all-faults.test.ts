import { describe, expect, test } from "vitest";
import { parseMessage } from "../../../core/message/parse.ts";
import { mail } from "../../support/mail.ts";
import { problemsOf } from "../../support/written.ts";

const pointersOf = (input: unknown) => Object.keys(problemsOf(input));

describe("all faults of a message are found at once:", () => {
	test.each<[string, object, readonly string[]]>([
		[
			"unknown fields hide no missing ones",
			{ sbject: "Hi", recipient: "ann@example.com" },
			["/recipient", "/sbject", "/subject", "/text", "/to"],
		],
		[
			"unknown fields hide no others",
			mail({ body: "x", message: "y", attachments: [{ fileName: "a.pdf" }] }),
			[
				"/attachments/0/fileName",
				"/attachments/0/filename",
				"/body",
				"/message",
			],
		],
		[
			"wrong values hide no missing fields",
			{ to: "ann", priority: "urgent" },
			["/priority", "/subject", "/text", "/to"],
		],
		[
			"a list that is too long hides nothing",
			{
				to: Array.from({ length: 101 }, () => "ann@example.com"),
				text: 5,
				subjct: "Hi",
			},
			["/subjct", "/subject", "/text", "/to"],
		],
		[
			"half a character hides nothing",
			{ to: "ann@example.com", subject: "\ud800", txt: "x" },
			["/subject", "/text", "/txt"],
		],
		[
			"a bad template's name hides no field beside it",
			{ ...mail(), template: "a b" },
			["/subject", "/template", "/text"],
		],
		[
			"a bad time hides no header that is twice",
			mail({ notAfter: "tomorrow", headers: { "X-A": "1", "x-a": "2" } }),
			["/headers/x-a", "/notAfter"],
		],
	])("%s", (_what, input, pointers) => {
		expect(pointersOf(input).toSorted()).toEqual(pointers);
	});

	test("a field that is there, but wrong, is not called missing", () => {
		expect(pointersOf({ to: "ann", subject: 5, html: null })).toEqual([
			"/to",
			"/subject",
			"/html",
		]);
	});
});

describe("an unknown field", () => {
	test.each([
		["sbject", "subject"],
		["Subject", "subject"],
		["reply_to", "replyTo"],
		["attachment", "attachments"],
		["tag", "tags"],
		["bbc", "bcc"],
		["hmtl", "html"],
	])("%s is to be renamed to %s", (name, near) => {
		expect(problemsOf({ ...mail(), [name]: "x" })[`/${name}`]).toMatch(
			`the field is unknown; rename it to ${near}; allowed are $schema, version, id, from, to, cc,`,
		);
	});

	test.each(["body", "__proto__", "constructor", "x".repeat(100_000), ""])(
		"that is near no other is to be removed",
		(name) => {
			const [sentence] = Object.values(
				problemsOf(
					JSON.parse(
						`{"to":"a@example.com","subject":"s","text":"t",${JSON.stringify(name)}:1}`,
					),
				),
			);
			expect(sentence).toMatch(/the field is unknown; remove it; allowed are/);
			expect(sentence?.length).toBeLessThan(600);
		},
	);

	test("lists the allowed names once for each kind of object", () => {
		const sentences = Object.values(
			problemsOf(
				mail({
					a: 1,
					b: 2,
					to: [{ adress: "x" }, { address: "ann@example.com", nme: "Ann" }],
					attachments: [
						{ filename: "a", content: "", s3: undefined, type: "x" },
					],
				}),
			),
		);
		const lists = sentences.filter((one) => one.includes("; allowed are "));
		expect(lists.map((one) => /\/\S+/.exec(one)?.[0]).toSorted()).toEqual([
			"/a",
			"/attachments/0/type",
			"/to/0/adress",
		]);
	});
});

describe("a sentence", () => {
	test.each([
		[" ann@example.com", "/to", /it starts with a space/],
		["ann@example.com ", "/to", /it ends with a space/],
		["ann@example.com\n", "/to", /line break or control character/],
		["ann @example.com", "/to", /it contains a space/],
	])("names where a space is: %j", (to, pointer, sentence) => {
		expect(problemsOf({ ...mail(), to })[pointer]).toMatch(sentence);
	});

	test.each([
		["data:application/pdf;base64,AAAA", /a data: URL; give only what follows/],
		["DATA:,x", /a data: URL/],
		["AAAA\nAAAA", /a space or line break/],
		["AA-_", /base64url/],
		["AAA", /its padding is missing/],
		["Ää==", /a character that base64 does not have/],
	])("names what keeps %j from being base64", (content, sentence) => {
		const pointer = "/attachments/0/content";
		const attachments = [{ filename: "a.pdf", content }];
		expect(problemsOf(mail({ attachments }))[pointer]).toMatch(sentence);
	});

	test.each([
		[5],
		[{}],
		[[]],
		[[5, {}]],
		[{ address: 5 }],
		[null],
		[[[]]],
		[{ address: "ann", name: 5, phone: 1 }],
	])("appears once, whatever branches of a union fail: %j", (to) => {
		const parsed = parseMessage(JSON.stringify({ ...mail(), to }));
		if (parsed.kind === "message") throw new Error("no problem");
		const sentences = parsed.problems.map(({ sentence }) => sentence);
		expect(new Set(sentences).size).toBe(sentences.length);
		expect(sentences.length).toBeGreaterThan(0);
		expect(sentences.join()).not.toContain("undefined");
	});

	test("names what an object lacks, wherever an address or a list may be", () => {
		expect(pointersOf({ ...mail(), to: { adress: "x" } })).toEqual([
			"/to/address",
			"/to/adress",
		]);
		expect(pointersOf({ ...mail(), to: [{ name: "x" }] })).toEqual([
			"/to/0/address",
		]);
	});

	test("about what is no JSON names the schema by its address", () => {
		expect(problemsOf("{to: ann}")[""]).toMatch(
			/see https:\/\/\S+email-message\.v1\.json/,
		);
	});
});
