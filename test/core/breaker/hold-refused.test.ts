import { describe, expect, test } from "vitest";
import {
	type Breaker,
	breakerOf,
	CLOSED,
	itemOf,
} from "../../../core/breaker/breaker.ts";
import type { BreakerEvent } from "../../../core/breaker/event.ts";
import type { Match, MessageRule } from "../../../core/breaker/holds.ts";
import { afterEvent } from "../../../core/breaker/transition.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 23);

const refused = (
	producer: string,
	count: number,
	at = START,
): BreakerEvent => ({
	kind: "refused",
	at,
	id: "r",
	refused: [{ producer, count }],
});
const after = (...events: readonly BreakerEvent[]): Breaker =>
	events.reduce(afterEvent, CLOSED);
const held = ({ rules }: Breaker) => rules.map(({ match }) => match.producer);
const ruled = (
	match: Match,
	more: Partial<MessageRule> = {},
): BreakerEvent => ({
	kind: "ruled",
	at: START,
	rule: {
		id: "ann's",
		kind: "hold",
		match,
		who: "ann",
		why: "flood",
		at: START,
		since: 0,
		...more,
	},
});
const resumed: BreakerEvent = {
	kind: "unruled",
	at: START,
	who: "ann",
	ids: ["r-0"],
};

describe("a producer's refused messages", () => {
	test("hold it from the fiftieth within an hour on, by a rule that says why", () => {
		const before = after(refused("shop", 41), refused("shop", 8));
		expect(before.rules).toEqual([]);
		const breaker = afterEvent(before, refused("shop", 3));
		expect(breaker.rules).toEqual([
			{
				id: "r-0",
				kind: "hold",
				match: { producer: "shop" },
				who: "the sender itself",
				why: "Google refused 52 messages of shop within an hour, as bad-recipient or policy",
				at: START,
				since: 0,
				isAutomatic: true,
			},
		]);
		expect(breaker.history.at(-1)).toMatchObject({
			what: "ruled",
			who: "the sender itself",
		});
	});

	test("count for themselves alone", () => {
		const breaker = after(refused("shop", 49), refused("billing", 49));
		expect(held(breaker)).toEqual([]);
		expect(held(afterEvent(breaker, refused("billing", 1)))).toEqual([
			"billing",
		]);
	});

	test("of several producers in one batch hold each, by a rule of its own", () => {
		const many = ["shop", "billing"].map((producer) => ({
			producer,
			count: 50,
		}));
		const { rules } = after({
			...refused("", 0),
			refused: many,
		} as BreakerEvent);
		expect(rules.map(({ id }) => id)).toEqual(["r-0", "r-1"]);
	});

	test.each([
		["an hour ago count", HOUR, ["shop"]],
		["over an hour and ten minutes ago do not", HOUR + 10 * MINUTE, []],
		["that a fast clock told do not count for ever", -2 * HOUR, []],
	])("%s", (_name, ago, expected) => {
		const breaker = after(
			refused("shop", 49, START - ago),
			refused("shop", 1, START),
		);
		expect(held(breaker)).toEqual(expected);
	});

	test("do not count while it is held, and after the resume anew", () => {
		const underWay = after(refused("shop", 50), refused("shop", 9));
		expect(held(underWay)).toEqual(["shop"]);
		const free = afterEvent(underWay, resumed);
		expect(held(afterEvent(free, refused("shop", 49)))).toEqual([]);
		expect(held(afterEvent(free, refused("shop", 50)))).toEqual(["shop"]);
	});

	test.each<[string, BreakerEvent, number]>([
		["that an operator holds change nothing", ruled({ producer: "shop" }), 1],
		[
			"count when an operator's hold is over",
			ruled({ producer: "shop" }, { until: START }),
			2,
		],
		[
			"count when only some of its mail is held",
			ruled({ producer: "shop", tag: "autumn" }),
			2,
		],
		[
			"count when some is cancelled",
			ruled({ producer: "shop" }, { kind: "cancel" }),
			2,
		],
	])("%s", (_name, rule, count) => {
		expect(after(rule, refused("shop", 50)).rules).toHaveLength(count);
	});

	test("make no more rules than an operator may, and hold as soon as there is room", () => {
		const full = Array.from({ length: 50 }, (_none, index) =>
			ruled({ id: `order-${index}` }, { id: `r${index}` }),
		);
		const breaker = after(...full, refused("shop", 60));
		expect(breaker.rules).toHaveLength(50);
		const roomy = afterEvent(breaker, {
			...resumed,
			ids: ["r7"],
		} as BreakerEvent);
		expect(held(afterEvent(roomy, refused("shop", 1))).at(-1)).toBe("shop");
	});

	test("take little room, whoever and however many are refused", () => {
		const events = Array.from({ length: 3000 }, (_none, index) =>
			refused(`AROA${"X".repeat(50)}${index % 100}`, 1, START + index * 10_000),
		);
		const { refusals } = after(...events);
		expect(JSON.stringify(refusals).length).toBeLessThan(5000);
	});

	test("are kept in the breaker's item, and change nothing of its state", () => {
		const breaker = after(refused("constructor", 3));
		expect(breakerOf(itemOf(breaker))).toEqual({ ...breaker, hold: undefined });
		expect(breaker.state).toEqual({ kind: "closed" });
	});
});
