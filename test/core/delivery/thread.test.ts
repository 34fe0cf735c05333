import { describe, expect, test } from "vitest";
import { mail } from "../../support/mail.ts";
import { problemsOf, write } from "../../support/written.ts";

const headersOf = async (fields: object) => {
	const { raw } = await write(mail(fields));
	const [head = ""] = raw.split("\r\n\r\n");
	const unfolded = head.replaceAll("\r\n ", " ");
	const header = (name: string) =>
		new RegExp(`^${name}: (.*)$`, "im").exec(unfolded)?.[1]?.trim();
	return {
		inReplyTo: header("In-Reply-To"),
		references: header("References")?.split(" "),
	};
};
const ids = (count: number) =>
	Array.from({ length: count }, (_none, index) => `<${index}@example.com>`);

describe("an answer to a message with an odd Message-ID", () => {
	test.each([
		"<foo$@local@example.com>",
		"<5f2d4ab7deadbeef>",
		"<20220720005922.0000000004E@>",
		"<@example.com>",
		"<a@[192.0.2.1]>",
		'<"a.b"@example.com>',
		"<CAF+x/y=z%1!#'*?^`{|}~@mail.gmail.com>",
		`<${"x".repeat(880)}@example.com>`,
	])("%s names it", async (id) => {
		expect(await headersOf({ inReplyTo: id })).toEqual({
			inReplyTo: id,
			references: [id],
		});
	});

	test.each([
		[" <a@example.com> ", "<a@example.com>"],
		["a@example.com", "<a@example.com>"],
		["20220720.4E@", "<20220720.4E@>"],
	])("%j names it in brackets", async (given, id) => {
		expect(await headersOf({ inReplyTo: given })).toMatchObject({
			inReplyTo: id,
		});
	});

	test.each([
		'<"a b"@example.com>',
		"<a @example.com>",
		"<ä@example.com>",
		`<${"x".repeat(1500)}@example.com>`,
	])("that no header can hold is sent without it: %s", async (id) => {
		expect(await headersOf({ inReplyTo: id })).toEqual({
			inReplyTo: undefined,
			references: undefined,
		});
		expect(
			await headersOf({ inReplyTo: "<last@x.example>", references: [id] }),
		).toEqual({
			inReplyTo: "<last@x.example>",
			references: ["<last@x.example>"],
		});
	});

	test.each([
		"order-1",
		"",
		"<>",
		"<a",
		"a>",
		"<a@b>\r\nBcc: x@y.example",
		"<a\nb>",
	])("that is none is named: %j", (id) => {
		expect(problemsOf(mail({ inReplyTo: id }))["/inReplyTo"]).toMatch(
			/a Message-ID such as <abc@example\.com>/,
		);
	});
});

describe("a long thread", () => {
	test("of 20 messages is named whole", async () => {
		const { references } = await headersOf({
			references: ids(19),
			inReplyTo: "<last@x.example>",
		});
		expect(references).toEqual([...ids(19), "<last@x.example>"]);
	});

	test.each([20, 60, 1000])(
		"of %d and the answered one is cut to the first and the last 19",
		async (count) => {
			const { references } = await headersOf({
				references: ids(count),
				inReplyTo: "<last@x.example>",
			});
			expect(references).toEqual([
				"<0@example.com>",
				...ids(count).slice(-18),
				"<last@x.example>",
			]);
		},
	);

	test("keeps its order, with the answered one at the end, once", async () => {
		const { references } = await headersOf({
			references: ids(3),
			inReplyTo: "<1@example.com>",
		});
		expect(references).toEqual([
			"<0@example.com>",
			"<2@example.com>",
			"<1@example.com>",
		]);
	});

	test("may be copied from a mail's header as it is", async () => {
		const References = ids(200)
			.map((id) => id.replace("@", "@mail.gmail."))
			.join(" ");
		const { references } = await headersOf({ headers: { References } });
		expect(references?.join(" ")).toBe(References);
	});

	test("of long ids has no line that is too long", async () => {
		const { raw } = await write(
			mail({
				references: ids(60).map((id) => id.replace("<", `<${"x".repeat(850)}`)),
			}),
		);
		for (const line of raw.split("\r\n"))
			expect(line.length).toBeLessThanOrEqual(998);
	});
});
