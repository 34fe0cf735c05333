import { describe, expect, test } from "vitest";
import { readFacts, writeFacts } from "../../core/delivery/dead-letter.ts";
import {
	NO_STREAK,
	othersAlike,
	withLostConnection,
	withLostLogin,
	withRefusal,
} from "../../core/delivery/failures-in-a-row.ts";
import { addressFault, maskAddress } from "../../core/message/address.ts";
import { redactReply } from "../../core/smtp/redact.ts";
import replies from "../fixtures/gmail-replies.json" with { type: "json" };

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

describe("addressFault()", () => {
	test.each([
		"ann@example.com",
		"o'neil+tag@sub.example.co.uk",
		"ann@bücher.example",
		"用户@例子.example",
	])("allows %s", (address) => {
		expect(addressFault(address)).toBeUndefined();
	});

	test.each([
		"",
		"ann",
		"@example.com",
		"ann@",
		"a@b@c.example",
		"a b@c.example",
		"a@b",
		"a@-b.example",
		".a@b.example",
		"a..b@c.example",
		"g: a@b.example;",
		"a@b..example",
		`${"x".repeat(65)}@b.example`,
	])("refuses %j", (address) => {
		expect(addressFault(address)).toBeTypeOf("string");
	});

	test("is followed by a mask that keeps the domain", () => {
		expect(maskAddress("ann@example.com")).toBe("a***@example.com");
	});
});

describe("a streak", () => {
	test("counts other messages that met the same cause", () => {
		const streak = ["a", "b", "b"].reduce(
			(before, key) => withRefusal(before, "transient", key),
			NO_STREAK,
		);
		expect([
			othersAlike(streak, "transient", "a"),
			othersAlike(streak, "transient", "c"),
			othersAlike(streak, "rate", "c"),
		]).toEqual([1, 2, 0]);
	});

	test("counts one message's lost connections once, and every lost login", () => {
		let streak = withLostConnection(withLostConnection(NO_STREAK, "a"), "a");
		expect(streak.lostConnections).toHaveLength(1);
		streak = withLostLogin(withLostLogin(streak));
		expect(streak.lostConnections).toHaveLength(3);
	});
});

describe("dead-letter facts", () => {
	const facts = {
		v: 1,
		cause: "policy",
		failure: 2,
		key: "k",
		at: "2026-11-23T00:00:00Z",
	} as const;

	test("come back from a redrive", () => {
		expect(readFacts(writeFacts(facts))).toMatchObject({
			key: "k",
			failure: 2,
		});
	});

	test("stay within the room the queue leaves, whatever the producer's attributes", () => {
		const attributes = Object.fromEntries(
			Array.from({ length: 10 }, (_, index) => [
				`a${index}`,
				{ type: "String", value: "é".repeat(50_000) },
			]),
		);
		const text = writeFacts({ ...facts, attributes });
		expect(Buffer.byteLength(text)).toBeLessThanOrEqual(12_000);
		expect(readFacts(text)).toMatchObject({ key: "k", failure: 2 });
	});

	test.each([
		undefined,
		"",
		"x",
		"null",
		"{}",
		'{"key":"","failure":1}',
		'{"key":"k","failure":"1"}',
	])("are not read from %j", (text) => {
		expect(readFacts(text)).toBeUndefined();
	});
});
