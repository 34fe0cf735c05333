import { describe, expect, test } from "vitest";
import type { Rendered } from "../../../../core/template/template.ts";
import { mail } from "../../../support/mail.ts";
import {
	asking,
	identityOf,
	invalid,
	NO_DATA,
	read,
	TO,
} from "../../../support/understanding.ts";

describe("a message", () => {
	test("is what its fields say, and the same one whatever a deployment does", () => {
		expect(read(mail({ id: "a" }))).toMatchObject({
			kind: "message",
			message: { id: "a", to: [{ address: "ann@example.com" }] },
			isRendered: false,
			noEvents: false,
		});
	});

	test("is not routed, though there is a route for all", () => {
		expect(read(mail(), asking({ defaultRoute: TO }))).toMatchObject({
			message: { to: [{ address: "ann@example.com" }] },
		});
	});

	test.each([
		["text", "not JSON", undefined, undefined],
		["an array", "[]", undefined, undefined],
		["a wrong field", mail({ id: "a", taskToken: "t", cC: 1 }), "a", "t"],
	])(
		"that is %s is a bad message with its id and task",
		(_what, body, id, taskToken) => {
			expect(read(body)).toMatchObject({
				kind: "rejected",
				rejection: { cause: "bad-message", id, taskToken, noEvents: false },
			});
		},
	);
});

describe("a message with a template", () => {
	const { subject: _s, text: _t, ...bare } = mail();
	const templated = {
		...bare,
		id: "a",
		template: "welcome",
		data: { name: "Ann" },
		taskToken: "t",
	};

	test("says what the template makes of its data", () => {
		expect(read(templated)).toMatchObject({
			kind: "message",
			message: { subject: "welcome rendered", text: '{"name":"Ann"}' },
			isRendered: true,
		});
	});

	test("stays the same message when the template changes", () => {
		const render = (): Rendered => ({ kind: "rendered", subject: "New" });
		const [old, now] = [read(templated), read(templated, asking({ render }))];
		expect([old.kind, now.kind]).toEqual(["message", "message"]);
		expect(identityOf(old)).toBe(identityOf(now));
	});

	test("is another message with other data", () => {
		const [ann, bob] = [
			read(templated),
			read({ ...templated, data: { name: "Bob" } }),
		];
		expect(identityOf(ann)).not.toBe(identityOf(bob));
	});

	test("that refuses its data is a bad message with the template's words, and its task hears of it", () => {
		expect(read(templated, asking({ render: invalid }))).toMatchObject({
			kind: "rejected",
			rejection: {
				cause: "bad-message",
				problems: [NO_DATA],
				id: "a",
				isBadByItself: false,
				noEvents: false,
				taskToken: "t",
			},
		});
	});
});
