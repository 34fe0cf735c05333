import { describe, expect, test } from "vitest";
import { OTHERS } from "../../../core/contract.ts";
import type { Bucket } from "../../../core/quota/bucket.ts";
import { NO_QUOTA, type Quota } from "../../../core/quota/quota.ts";
import {
	type Ask,
	giveBack,
	reserveQuota,
} from "../../../core/quota/reserve.ts";
import { usedOf } from "../../../core/quota/window.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 23, 12);
const FIRST = START / HOUR;
const CONSUMER = { messages: 500, recipients: 500 };

const asks = (count: number, ask: Partial<Ask> = {}): readonly Ask[] =>
	Array.from({ length: count }, (_, index) => ({
		id: `m${index}`,
		producer: "shop",
		recipients: 1,
		high: false,
		...ask,
	}));
const bucket = (part: Partial<Bucket> = {}): Bucket => ({
	hour: FIRST,
	messages: 1,
	recipients: 1,
	byProducer: {},
	...part,
});
const having = (...parts: readonly Partial<Bucket>[]): Quota => ({
	version: 7,
	sent: 0,
	buckets: parts.map(bucket),
});
const options = (part: Partial<Parameters<typeof reserveQuota>[2]> = {}) => ({
	limits: CONSUMER,
	now: START,
	reserveForHigh: false,
	...part,
});
const granted = (
	quota: Quota,
	wanted: readonly Ask[],
	part: Parameters<typeof options>[0] = {},
) => reserveQuota(quota, wanted, options(part)).granted.length;

describe("reserve() fills", () => {
	test.each<[string, Partial<Ask>, boolean, number]>([
		["95 % with a producer that sends much", {}, false, 475],
		["85 % with it when room is kept for high priority", {}, true, 425],
		["100 % with high priority", { high: true }, true, 500],
	])("%s", (_name, ask, reserveForHigh, expected) => {
		const wanted = asks(600, ask);
		expect(granted(NO_QUOTA, wanted, { reserveForHigh })).toBe(expected);
		const limits = { messages: 500, recipients: 10_000 };
		expect(granted(NO_QUOTA, wanted, { limits, reserveForHigh })).toBe(
			expected,
		);
	});

	test.each<[string, Partial<Ask>, boolean, number]>([
		["25 more of a little one", { producer: "alarms" }, false, 25],
		["no more than that", { producer: "alarms" }, true, 25],
		["nothing more of the same", {}, false, 0],
		["50 more of high priority", { high: true }, true, 75],
	])(
		"up after a producer that sends much: %s",
		(_name, ask, reserveForHigh, expected) => {
			const full = reserveQuota(
				NO_QUOTA,
				asks(600),
				options({ reserveForHigh }),
			);
			expect(granted(full.quota, asks(600, ask), { reserveForHigh })).toBe(
				expected,
			);
		},
	);

	test("up after producers without a name: a little one with a name has sent nothing of theirs", () => {
		const full = reserveQuota(
			NO_QUOTA,
			asks(600, { producer: OTHERS }),
			options(),
		);
		expect(granted(full.quota, asks(600, { producer: "alarms" }))).toBe(25);
	});

	test("nothing for a name that a bucket has no room for: it may have sent what the rest has", () => {
		const names = Array.from({ length: 49 }, (_, index) => [
			`name-${index}`,
			1,
		]);
		const byProducer = { ...Object.fromEntries(names), [OTHERS]: 426 };
		const used = having({ messages: 475, recipients: 475, byProducer });
		expect(granted(used, asks(1, { producer: "alarms" }))).toBe(0);
	});

	test("nothing between two producers' shares once both send much", () => {
		const used = having({
			messages: 475,
			recipients: 475,
			byProducer: { shop: 450, crm: 25 },
		});
		expect(granted(used, asks(1, { producer: "crm" }))).toBe(0);
	});

	test.each<[string, Partial<Ask>, boolean, number]>([
		["normal", { recipients: 50 }, false, 9],
		["normal, with room for high priority", { recipients: 50 }, true, 8],
		["high priority", { recipients: 50, high: true }, true, 10],
	])(
		"the recipients' limit likewise: %s",
		(_name, ask, reserveForHigh, expected) => {
			const limits = { messages: 100, recipients: 500 };
			const by = { ...ask, producer: "crm" };
			const used = having({
				messages: 5,
				recipients: 0,
				byProducer: { crm: 5 },
			});
			expect(granted(used, asks(20, by), { limits, reserveForHigh })).toBe(
				expected,
			);
		},
	);

	test("what was learned instead of what is configured", () => {
		const learned = {
			fraction: 0.2,
			until: START + HOUR,
			at: START,
			messages: 100,
			recipients: 100,
		};
		expect(granted({ ...NO_QUOTA, learned }, asks(600, { high: true }))).toBe(
			100,
		);
		expect(
			granted({ ...NO_QUOTA, learned }, asks(600, { high: true }), {
				now: START + HOUR,
			}),
		).toBe(500);
	});

	test.each([
		[1, 1],
		[2, 2],
		[6, 6],
		[7, 6],
		[10, 9],
		[20, 17],
	])("of a limit of %i, however small: %i", (limit, expected) => {
		const limits = { messages: limit, recipients: limit };
		expect(granted(NO_QUOTA, asks(50), { limits, reserveForHigh: true })).toBe(
			expected,
		);
	});
});

describe("reserve()", () => {
	const limits = { messages: 100, recipients: 100 };

	test.each([96, 100, 101])(
		"grants a message to %i recipients on an empty window only",
		(recipients) => {
			const wanted = asks(1, { recipients });
			expect(granted(NO_QUOTA, wanted, { limits })).toBe(1);
			const used = having({ byProducer: { shop: 5 } });
			expect(granted(used, wanted, { limits })).toBe(0);
		},
	);

	test("finds a window that has recipients alone not empty", () => {
		const used = having({ messages: 0 });
		expect(granted(used, asks(1, { recipients: 100 }), { limits })).toBe(0);
	});

	test("grants a later small message when an earlier large one doesn't fit", () => {
		const wanted = [
			...asks(1, { id: "large", recipients: 60 }),
			...asks(1, { id: "small" }),
		];
		const { granted, deferred } = reserveQuota(
			having({ messages: 1, recipients: 60 }),
			wanted,
			options({ limits }),
		);
		expect(granted).toEqual(["small"]);
		expect(deferred.map(({ id }) => id)).toEqual(["large"]);
	});

	test("writes the grants to the hour's bucket, and a new version", () => {
		const now = START + 59 * MINUTE;
		const first = reserveQuota(having({ hour: FIRST - 1 }), asks(2), options());
		const { quota, hour } = reserveQuota(
			first.quota,
			asks(1, { producer: "crm", recipients: 3 }),
			options({ now }),
		);
		expect(hour).toBe(FIRST);
		expect(quota).toEqual({
			version: 9,
			sent: 0,
			buckets: [
				bucket({ hour: FIRST - 1 }),
				bucket({
					messages: 3,
					recipients: 5,
					byProducer: { shop: 2, crm: 1 },
				}),
			],
		});
	});

	test.each([
		["nothing is asked", []],
		["nothing is granted", asks(1, { recipients: 100 })],
	])("leaves the quota alone when %s", (_name, wanted) => {
		const quota = having({});
		expect(reserveQuota(quota, wanted, options({ limits })).quota).toBe(quota);
	});

	test("drops what no longer counts when it writes", () => {
		const learned = {
			fraction: 0.2,
			until: START,
			at: 0,
			messages: 1,
			recipients: 1,
		};
		const old = { ...having({ hour: FIRST - 26 }), learned };
		expect(reserveQuota(old, asks(1), options()).quota).toEqual({
			version: 8,
			sent: 0,
			buckets: [bucket({ byProducer: { shop: 1 } })],
		});
	});
});

describe("the window", () => {
	test.each([
		["in its hour", 0, 1],
		["a day after its last moment", 25 * HOUR, 1],
		[
			"while the slowest function may have sent",
			25 * HOUR + 15 * MINUTE - 1,
			1,
		],
		["and then no longer", 25 * HOUR + 15 * MINUTE, 0],
		["before its time, when a clock was wrong", -3 * HOUR, 1],
	])("counts a bucket %s", (_name, after, messages) => {
		expect(usedOf(having({}), START + after)).toMatchObject({ messages });
	});

	test("adds up producers over buckets", () => {
		const quota = having(
			{ byProducer: { shop: 1 } },
			{ hour: FIRST + 1, messages: 3, byProducer: { shop: 2, crm: 1 } },
		);
		expect(usedOf(quota, START)).toEqual({
			messages: 4,
			recipients: 2,
			byProducer: { shop: 3, crm: 1 },
		});
	});

	test("is one item of at most 26 buckets, also when clocks are wrong, and loses nothing", () => {
		let quota = NO_QUOTA;
		for (let hours = 100; hours > 0; hours--) {
			const now = START + hours * HOUR;
			quota = reserveQuota(quota, asks(1), options({ now })).quota;
		}
		expect(quota.buckets.length).toBe(26);
		expect(usedOf(quota, START).messages).toBe(100);
	});
});

describe("producers", () => {
	const crowd = (count: number) =>
		Array.from({ length: count }, (_, index) =>
			asks(1, { producer: `p${index}` }),
		).flat();

	test("beyond fifty an hour are one: others", () => {
		const { quota } = reserveQuota(NO_QUOTA, crowd(60), options());
		const { byProducer } = usedOf(quota, START);
		expect(Object.keys(byProducer)).toHaveLength(51);
		expect(byProducer).toMatchObject({ p0: 1, p49: 1, others: 10 });
	});

	test("beyond fifty share one allowance", () => {
		const { quota } = reserveQuota(NO_QUOTA, crowd(450), options());
		const after = reserveQuota(
			quota,
			asks(100, { producer: "late" }),
			options(),
		);
		expect(after.granted).toHaveLength(25);
		const named = reserveQuota(quota, asks(100, { producer: "p0" }), options());
		expect(named.granted).toHaveLength(25);
		const full = reserveQuota(
			quota,
			asks(25, { producer: "p0" }),
			options(),
		).quota;
		expect(granted(full, asks(1, { producer: "late" }))).toBe(0);
		expect(granted(full, asks(1, { producer: "p1" }))).toBe(1);
	});

	test.each(["constructor", "__proto__", "others"])(
		"may be called %s",
		(producer) => {
			const { quota, granted } = reserveQuota(
				NO_QUOTA,
				asks(3, { producer }),
				options(),
			);
			expect(granted).toHaveLength(3);
			expect(Object.entries(usedOf(quota, START).byProducer)).toEqual([
				[producer, 3],
			]);
		},
	);
});

describe("a deferred message comes back", () => {
	const limits = { messages: 10, recipients: 10 };
	const leaves = START + 25 * HOUR + 15 * MINUTE;
	const full = having({ messages: 10, recipients: 10 });
	const learned = {
		fraction: 0.2,
		until: START + 10 * MINUTE,
		at: START,
		messages: 2,
		recipients: 2,
	};

	test.each<[string, Quota, number, number]>([
		["when room frees", full, leaves - 30 * MINUTE, leaves],
		["in an hour when room frees later", full, START, START + HOUR],
		["in a minute at least", full, leaves - 1, leaves - 1 + MINUTE],
		[
			"when enough frees, not at the first that leaves",
			having(
				{ hour: FIRST - 1, messages: 0, recipients: 1 },
				{ messages: 9, recipients: 9 },
			),
			leaves - 61 * MINUTE,
			leaves - MINUTE,
		],
		[
			"when the learned limit ends",
			{ ...having({ messages: 2, recipients: 2 }), learned },
			START,
			learned.until,
		],
		[
			"at the first of several such moments",
			{
				...having({ hour: FIRST - 25, messages: 2, recipients: 2 }),
				learned: { ...learned, until: START + 5 * MINUTE },
			},
			START,
			START + 5 * MINUTE,
		],
	])("%s", (_name, quota, now, until) => {
		const wanted = asks(1, { recipients: 5 });
		expect(
			reserveQuota(quota, wanted, options({ limits, now })).deferred,
		).toEqual([{ id: "m0", until }]);
	});

	test("not before what a later one in its batch has taken", () => {
		const quota = having(
			{ hour: FIRST - 1, messages: 1, recipients: 4 },
			{ messages: 1, recipients: 3 },
		);
		const now = leaves - HOUR - 30 * MINUTE;
		const wanted = [
			...asks(1, { id: "large", recipients: 6 }),
			...asks(1, { id: "small", recipients: 2 }),
		];
		const { deferred } = reserveQuota(quota, wanted, options({ limits, now }));
		expect(deferred).toEqual([{ id: "large", until: now + HOUR }]);
	});
});

describe("giveBack()", () => {
	const quota = having(
		{ hour: FIRST - 1 },
		{ messages: 5, recipients: 9, byProducer: { shop: 3, others: 2 } },
	);
	const back = { hour: FIRST, producer: "shop", messages: 1, recipients: 4 };

	test.each<[string, Partial<typeof back>, Partial<Bucket>]>([
		[
			"takes it from the bucket and the producer",
			{},
			{ messages: 4, recipients: 5, byProducer: { shop: 2, others: 2 } },
		],
		[
			"forgets a producer that has nothing left",
			{ messages: 3 },
			{ messages: 2, recipients: 5, byProducer: { others: 2 } },
		],
		[
			"takes it from the others when the producer has no name there",
			{ producer: "p51" },
			{ messages: 4, recipients: 5, byProducer: { shop: 3, others: 1 } },
		],
		[
			"never goes below zero recipients",
			{ messages: 4, recipients: 99 },
			{ messages: 1, recipients: 0, byProducer: { others: 2 } },
		],
		[
			"never goes below zero messages",
			{ messages: 99 },
			{ messages: 0, recipients: 5, byProducer: { others: 2 } },
		],
	])("%s", (_name, part, after) => {
		expect(giveBack(quota, [{ ...back, ...part }])).toEqual({
			version: 8,
			sent: 0,
			buckets: [bucket({ hour: FIRST - 1 }), bucket(after)],
		});
	});

	test("undoes a reservation", () => {
		const before = having({ hour: FIRST - 1 });
		const { quota, hour } = reserveQuota(before, asks(2), options());
		const one = { hour, producer: "shop", messages: 1, recipients: 1 };
		expect(giveBack(quota, [one, one])).toEqual({ ...before, version: 9 });
	});

	test.each([
		["the bucket is gone", [{ ...back, hour: FIRST - 30 }]],
		["there is nothing to give", [{ ...back, messages: 0, recipients: 0 }]],
		["the list is empty", []],
	])("leaves the quota alone when %s", (_name, list) => {
		expect(giveBack(quota, list)).toBe(quota);
	});
});

describe("a producer's share", () => {
	const limits = { messages: 10, recipients: 100 };
	const asks = (producer: string, count: number) =>
		Array.from({ length: count }, (_, index) => ({
			id: `${producer}-${index}`,
			producer,
			recipients: 1,
			high: false,
		}));
	const granted = (shares: Readonly<Record<string, number>>) =>
		reserveQuota(NO_QUOTA, [...asks("bulk", 9), ...asks("shop", 2)], {
			limits,
			now: 0,
			reserveForHigh: false,
			shares,
		}).granted;

	test.each([
		[{}, 9],
		[{ bulk: 0.3 }, 3],
		[{ bulk: 0.35 }, 3],
		// It must not wait for ever.
		[{ bulk: 0.01 }, 1],
		[{ shop: 0.1 }, 9],
	])("of %j lets it send %i", (shares, count) => {
		expect(granted(shares).filter((id) => id.startsWith("bulk"))).toHaveLength(
			count,
		);
	});

	test("leaves the rest to others", () => {
		expect(granted({ bulk: 0.3 })).toEqual(
			expect.arrayContaining(["shop-0", "shop-1"]),
		);
	});
});
