import { describe, expect, test } from "vitest";
import {
	type Hold,
	holdNow,
	isForgotten,
	type Match,
	type MessageRule,
	type RuledMessage,
	ruleFor,
} from "../../../core/breaker/holds.ts";

const NOW = Date.UTC(2026, 10, 23);
const HOUR = 3_600_000;

const message: RuledMessage = {
	producer: "billing",
	id: "invoice-1",
	tags: { campaign: "autumn", order: "4711" },
	sentAt: NOW - HOUR,
};
const rule = (match: Match, more: Partial<MessageRule> = {}): MessageRule => ({
	id: "r1",
	kind: "hold",
	match,
	who: "ann",
	why: "flood",
	at: NOW,
	since: 0,
	...more,
});
const hold = (more: Partial<Hold> = {}): Hold => ({
	who: "ann",
	why: "migration",
	at: NOW,
	...more,
});

describe("ruleFor()", () => {
	test.each<[Match, boolean]>([
		[{ producer: "billing" }, true],
		[{ producer: "shop" }, false],
		[{ producer: "bill" }, false],
		[{ id: "invoice-1" }, true],
		[{ id: "invoice-11" }, false],
		[{ tag: "campaign" }, true],
		[{ tag: "campaign=autumn" }, true],
		[{ tag: "campaign=spring" }, false],
		[{ tag: "autumn" }, false],
		[{ tag: "season" }, false],
		[{ producer: "billing", tag: "order=4711" }, true],
		[{ producer: "billing", tag: "order=4712" }, false],
		[{ producer: "billing", id: "invoice-2" }, false],
	])("with %o fits: %s", (match, isFitting) => {
		const found = ruleFor([rule(match)], message, NOW);
		expect(found !== undefined).toBe(isFitting);
	});

	test.each<[string, Partial<MessageRule>, boolean]>([
		["from the second it was sent", { since: message.sentAt }, true],
		["from a moment later", { since: message.sentAt + 1 }, false],
		["up to a moment after it was sent", { before: message.sentAt + 1 }, true],
		["up to the second it was sent", { before: message.sentAt }, false],
		["until a moment from now", { until: NOW + 1 }, true],
		["until now", { until: NOW }, false],
	])("with a rule %s", (_when, more, isFitting) => {
		const found = ruleFor([rule({ producer: "billing" }, more)], message, NOW);
		expect(found !== undefined).toBe(isFitting);
	});

	test("takes a cancellation before a hold, wherever it stands", () => {
		const held = rule({ producer: "billing" }, { id: "held" });
		const cancelled = rule(
			{ id: "invoice-1" },
			{ id: "cancelled", kind: "cancel" },
		);
		for (const rules of [
			[held, cancelled],
			[cancelled, held],
		])
			expect(ruleFor(rules, message, NOW)?.id).toBe("cancelled");
	});

	test("takes the first of two holds", () => {
		const rules = ["first", "second"].map((id) =>
			rule({ producer: "billing" }, { id }),
		);
		expect(ruleFor(rules, message, NOW)?.id).toBe("first");
	});
});

describe("holdNow()", () => {
	test.each<[string, Hold | undefined, boolean]>([
		["without a hold", undefined, false],
		["without an end", hold(), true],
		["with an end to come", hold({ until: NOW + 1 }), true],
		["with an end just reached", hold({ until: NOW }), false],
	])("%s", (_what, given, isHeld) => {
		expect(holdNow(given, NOW) !== undefined).toBe(isHeld);
	});
});

describe("isForgotten()", () => {
	test.each<[string, Hold, number, boolean]>([
		["without an end, for an hour", hold(), HOUR, false],
		["without an end, for over an hour", hold(), HOUR + 1, true],
		[
			"with an end, for a day",
			hold({ until: NOW + 99 * HOUR }),
			24 * HOUR,
			false,
		],
		[
			"with an end, for over a day",
			hold({ until: NOW + 99 * HOUR }),
			24 * HOUR + 1,
			true,
		],
	])("of a hold %s", (_what, given, age, forgotten) => {
		expect(isForgotten(given, NOW + age)).toBe(forgotten);
	});
});
