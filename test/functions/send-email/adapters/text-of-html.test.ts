import { describe, expect, test } from "vitest";
import { textOfHtml } from "../../../../functions/send-email/adapters/text-of-html.ts";
import { write } from "../../../support/written.ts";

describe("the text of HTML", () => {
	test("has what images stand for, beside their links", () => {
		expect(
			textOfHtml(
				'<p>Status: <img src="r.png" alt="RED"> since 9:00.</p><a href="https://shop.example.com/confirm?t=abc"><img src="b.png" alt="Confirm your address"></a>',
			),
		).toBe(
			"Status: RED since 9:00.\n\nConfirm your address [https://shop.example.com/confirm?t=abc]",
		);
	});

	test.each([
		['<img src="spacer.gif">', ""],
		['<img src="spacer.gif" alt="">', ""],
		['<img src="spacer.gif" alt="  ">', ""],
		["<img alt='Two\n  lines &amp; more'>", "Two lines & more"],
		["<td>A<img alt=B>C</td>", "ABC"],
	])("of %s is %j", (html, text) => {
		expect(textOfHtml(html)).toBe(text);
	});

	test.each([
		["&zwnj;&nbsp;", "as most newsletters have it"],
		["&#847; &zwnj; &nbsp; &#8199; &shy; &#65279; ", "of all kinds"],
		["&#8203;", "of one kind"],
		["\u2007\u034f ", "written out"],
	])("leaves out the padding of a preview line (%s, %s)", (padding) => {
		const html = `<div style="display:none">Your order is on its way${padding.repeat(120)}</div><p>Dear Ann,</p>`;
		expect(textOfHtml(html)).toBe("Your order is on its way\n\nDear Ann,");
		expect(textOfHtml(`<div>${padding.repeat(120)}</div><p>Hi</p>`)).toBe("Hi");
	});

	test.each([
		[
			"the joiner of an emoji",
			"<p>👩‍👩‍👧‍👦 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️</p><p>x</p>",
			"👩‍👩‍👧‍👦 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️\n\nx",
		],
		["the joiners of Persian", "<p>می‌خواهم نمی‌دانم</p>", "می‌خواهم نمی‌دانم"],
		[
			"a soft hyphen",
			"<p>Donau&shy;dampf&shy;schiff</p>",
			"Donau\u00addampf\u00adschiff",
		],
	])("keeps %s", (_what, html, text) => {
		expect(textOfHtml(html)).toBe(text);
	});

	test("with a megabyte of padding takes no time", () => {
		const html = `<p>a${"&zwnj; ".repeat(30_000)}b</p>`;
		expect(textOfHtml(html)).toBe("a\nb");
	});
});

test("a mail of one image has its alternative text as text", async () => {
	const { email } = await write({
		to: "ann@example.com",
		subject: "Sale",
		html: '<img src="https://shop.example.com/sale.png" alt="20 % off until Sunday">',
	});
	expect(email.text?.trim()).toBe("20 % off until Sunday");
});
