import { describe, expect, test } from "vitest";
import { redactReply } from "../../../core/smtp/reply.ts";
import replies from "../../fixtures/gmail-replies.json" with { type: "json" };

describe("redactReply()", () => {
	test.each(replies)(
		"leaves no sign-in link and no address in $id",
		({ text }) => {
			const redacted = redactReply(text);
			expect(redacted).not.toMatch(/accounts\.google\.com|plt=|someone@/);
			expect(redacted.length).toBeLessThanOrEqual(1000);
		},
	);

	test("removes a sign-in link that is broken over two lines", () => {
		const reply =
			"534-5.7.14 <https://accounts.google.com/signin/continue?sarp=1&scc=1&plt=AKgnsbv\n534-5.7.14 SECRETREST> Please log in via your web browser";
		expect(redactReply(reply)).not.toMatch(/AKgnsbv|SECRETREST/);
	});

	test("masks addresses", () => {
		expect(redactReply("550 5.1.1 <ann.lee@example.com> unknown")).toContain(
			"a***@example.com",
		);
	});
});
