import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
	type Breaker,
	CLOSED,
	type OpenFacts,
} from "../../../core/breaker/breaker.ts";
import type { MessageRule } from "../../../core/breaker/holds.ts";
import { NO_QUOTA } from "../../../core/quota/quota.ts";
import * as gauges from "../../../core/status/gauges.ts";
import {
	automaticHolds,
	blockedSeconds,
	confirmedCause,
	failingSince,
	freeSince,
	isHoldForgotten,
	isStalled,
	NOTHING_RUNS_MS,
	type Seen,
	stopping,
} from "../../../core/status/gauges.ts";

const text = readFileSync(import.meta.filename, "utf8");

test.each(Object.keys(gauges).filter((name) => !/^[A-Z]/.test(name)))(
	"%s() has its rules here",
	(name) => {
		expect(text).toMatch(new RegExp(`^(describe|test)\\("${name}\\(\\)`, "m"));
	},
);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 10, 23);
const ago = (ms: number) => NOW - ms;

const facts: OpenFacts = {
	cause: "auth",
	stage: "auth",
	reply: "no",
	since: ago(2 * HOUR),
	until: NOW + MINUTE,
	attempt: 1,
	secretVersion: "v1",
};
const open = (more: Partial<OpenFacts> = {}): Partial<Breaker> => ({
	state: { kind: "open", ...facts, ...more },
});
const halfOpen = (more: Partial<OpenFacts> = {}): Partial<Breaker> => ({
	state: {
		kind: "half-open",
		token: { owner: "one", until: NOW + MINUTE },
		lost: 0,
		...facts,
		...more,
	},
});
const closedAt = (at: number): Partial<Breaker> => ({
	history: [{ at, what: "closed" }],
});
const held = (at: number, until?: number): Partial<Breaker> => ({
	hold: { who: "ann", why: "x", at, ...(until === undefined ? {} : { until }) },
});

const seen = (breaker: Partial<Breaker>, more: Partial<Seen> = {}): Seen => ({
	now: NOW,
	breaker: { ...CLOSED, ...breaker },
	ready: 0,
	waiting: 5,
	readySince: undefined,
	waitingSince: ago(24 * HOUR),
	quota: { ...NO_QUOTA, lastRunAt: NOW },
	atLimit: false,
	...more,
});

describe("stopping()", () => {
	const quota = { cause: "quota", stage: "data" } as const;
	const over = { until: NOW };

	test.each<[string, Seen, string | undefined]>([
		["closed", seen(CLOSED), undefined],
		["open", seen(open()), "auth"],
		[
			"open, its time over, nothing waiting, and a login decides",
			seen(open(over), { waiting: 0 }),
			"auth",
		],
		[
			"open, its time not over, nothing waiting",
			seen(open(quota), { waiting: 0 }),
			"quota",
		],
		[
			"open, its time over, mail waiting to try with",
			seen(open({ ...quota, ...over })),
			"quota",
		],
		[
			"open, its time over, no mail to try with",
			seen(open({ ...quota, ...over }), { waiting: 0 }),
			undefined,
		],
		[
			"half-open",
			seen(halfOpen({ ...quota, ...over }), { waiting: 1 }),
			"quota",
		],
		[
			"half-open, with no mail to try",
			seen(halfOpen({ ...quota, ...over }), { waiting: 0 }),
			undefined,
		],
		[
			"open, confirmed by nobody",
			seen(open({ attempt: 0, since: ago(3 * MINUTE) })),
			undefined,
		],
		[
			"open, and nobody is there to confirm it",
			seen(open({ attempt: 0, since: ago(3 * MINUTE + 1) })),
			"auth",
		],
		[
			"open for messages, confirmed by no trial",
			seen(open({ ...quota, attempt: 0 })),
			undefined,
		],
		[
			"half-open as the prober gets in",
			seen(halfOpen({ worksSince: NOW })),
			undefined,
		],
		[
			"half-open as the prober gets in, though messages failed",
			seen(halfOpen({ ...quota, ...over, worksSince: NOW }), { waiting: 1 }),
			"quota",
		],
	])("of a breaker that is %s", (_what, given, cause) => {
		expect(stopping(given)).toBe(cause);
	});
});

test("confirmedCause() is what stops mail, whether or not some waits", () => {
	const { breaker, now } = seen(open({ cause: "quota", stage: "data" }));
	expect(confirmedCause(breaker, now + HOUR)).toBe("quota");
	expect(confirmedCause(CLOSED, now)).toBeUndefined();
});

describe("blockedSeconds()", () => {
	test.each<[string, Seen, number]>([
		["nothing stops it", seen(CLOSED), 0],
		["nothing waits", seen(open(), { waiting: 0 }), 0],
		["the breaker has been open for two hours", seen(open()), 7200],
		["a message is being tried", seen(halfOpen()), 7200],
		["it has been on hold for an hour", seen(held(ago(HOUR))), 3600],
		["a hold has just ended", seen(held(ago(HOUR), NOW)), 0],
		[
			"an outage began before the hold",
			seen({ ...open(), ...held(ago(HOUR)) }),
			7200,
		],
		[
			"Google has taken nothing for a day",
			seen(open({ since: ago(24 * HOUR) })),
			86_400,
		],
		[
			"an outage of a day, but mail that came ten minutes ago",
			seen(open({ since: ago(24 * HOUR) }), {
				waitingSince: ago(10 * MINUTE),
			}),
			600,
		],
		[
			"the daily limit has kept a message back for three days",
			seen(CLOSED, {
				quota: {
					...NO_QUOTA,
					deferred: { oldestSentAt: ago(72 * HOUR), at: ago(HOUR) },
				},
			}),
			259_200,
		],
		[
			"it did, and the message has not come back since",
			seen(CLOSED, {
				quota: {
					...NO_QUOTA,
					deferred: { oldestSentAt: ago(72 * HOUR), at: ago(2 * HOUR) },
				},
			}),
			0,
		],
		[
			"a hold began before the outage",
			seen({ ...open(), ...held(ago(3 * HOUR)) }),
			10_800,
		],
	])("when %s", (_what, given, seconds) => {
		expect(blockedSeconds(given)).toBe(seconds);
	});
});

describe("isStalled()", () => {
	const long = { ready: 3, readySince: ago(15 * MINUTE) };
	const outcome = (lastOutcomeAt: number) => ({
		...NO_QUOTA,
		lastOutcomeAt,
		lastRunAt: NOW,
	});
	const rule: MessageRule = {
		id: "1",
		kind: "hold",
		match: { producer: "shop" },
		who: "ann",
		why: "flood",
		at: ago(HOUR),
		since: 0,
	};
	const ran = (lastRunAt: number) => ({ ...NO_QUOTA, lastRunAt });

	test.each<[string, Seen, boolean]>([
		[
			"mail has been ready for 15 minutes and none came to its end",
			seen(CLOSED, long),
			true,
		],
		[
			"for a moment less",
			seen(CLOSED, { ...long, readySince: ago(15 * MINUTE) + 1 }),
			false,
		],
		["none is ready", seen(CLOSED), false],
		[
			"a message came to its end meanwhile",
			seen(CLOSED, { ...long, quota: outcome(ago(MINUTE)) }),
			false,
		],
		[
			"one did, long ago",
			seen(CLOSED, { ...long, quota: outcome(ago(HOUR)) }),
			true,
		],
		[
			"some of much held mail comes to ask all the time",
			seen({ rules: [rule] }, long),
			false,
		],
		[
			"some of what the sender itself holds does",
			seen({ rules: [{ ...rule, isAutomatic: true }] }, long),
			false,
		],
		[
			"held mail is ready, and no batch of it comes to its end",
			seen({ rules: [rule] }, { ...long, quota: ran(ago(15 * MINUTE)) }),
			true,
		],
		[
			"some has waited for long, all of it at work, and no batch came to its end",
			seen(CLOSED, { quota: ran(ago(NOTHING_RUNS_MS)) }),
			true,
		],
		[
			"a batch did, within the longest wait of a message that Google defers",
			seen(CLOSED, { quota: ran(ago(NOTHING_RUNS_MS - MINUTE)) }),
			false,
		],
		[
			"mail has only just come to a function that did not run for days",
			seen(CLOSED, { quota: ran(0), waitingSince: ago(MINUTE) }),
			false,
		],
		[
			"the daily limit is full and no batch runs",
			seen(CLOSED, { quota: ran(0), atLimit: true }),
			true,
		],
		["the breaker is open", seen(open(), long), false],
		["a hold is on", seen(held(ago(HOUR)), long), false],
		[
			"a hold has ended by itself",
			seen(held(ago(HOUR), ago(MINUTE)), long),
			true,
		],
		[
			"the daily limit is full",
			seen(CLOSED, { ...long, atLimit: true }),
			false,
		],
		["an outage has just ended", seen(closedAt(ago(MINUTE)), long), false],
		["an outage ended long ago", seen(closedAt(ago(HOUR)), long), true],
		[
			"the prober has been let in for a quarter of an hour, and no message was taken",
			seen(halfOpen({ worksSince: ago(15 * MINUTE) }), {
				waitingSince: ago(HOUR),
			}),
			true,
		],
		[
			"the prober has been let in for a while",
			seen(halfOpen({ worksSince: ago(14 * MINUTE) }), {
				waitingSince: ago(HOUR),
			}),
			false,
		],
		[
			"somebody has just resumed",
			seen({ history: [{ at: ago(MINUTE), what: "resumed" }] }, long),
			false,
		],
	])("when %s", (_what, given, stalled) => {
		expect(isStalled(given)).toBe(stalled);
	});
});

describe("failingSince()", () => {
	const failing = (oldestSentAt: number, at: number) =>
		seen(CLOSED, { quota: { ...NO_QUOTA, failing: { oldestSentAt, at } } });
	test.each<[string, Seen, number | undefined]>([
		["nothing fails", seen(CLOSED), undefined],
		["a message has failed for an hour", failing(ago(HOUR), NOW), undefined],
		[
			"a message has failed for longer",
			failing(ago(HOUR + 1), ago(HOUR)),
			ago(HOUR + 1),
		],
		[
			"it was not seen of late",
			failing(ago(9 * HOUR), ago(2 * HOUR)),
			undefined,
		],
	])("when %s", (_what, given, since) => {
		expect(failingSince(given)).toBe(since);
	});
});

describe("freeSince()", () => {
	test.each<[string, Partial<Breaker>, number]>([
		["nothing ever stopped mail", {}, 0],
		["a hold lasts", held(ago(HOUR), NOW + 1), 0],
		["a hold has ended", held(ago(HOUR), ago(MINUTE)), ago(MINUTE)],
		["an outage is over", closedAt(ago(HOUR)), ago(HOUR)],
		["Google lets the prober in", open({ worksSince: ago(5) }), ago(5)],
		[
			"an outage is over, and then a hold",
			{ ...closedAt(ago(HOUR)), ...held(ago(HOUR), ago(MINUTE)) },
			ago(MINUTE),
		],
	])("when %s", (_what, breaker, since) => {
		expect(freeSince({ ...CLOSED, ...breaker }, NOW)).toBe(since);
	});
});

const ruled = (kind: MessageRule["kind"], at: number, until?: number) => ({
	rules: [
		{
			id: "r",
			kind,
			match: { producer: "shop" },
			who: "ann",
			why: "x",
			at,
			since: 0,
			...(until === undefined ? {} : { until }),
		},
	],
});
/** By the sender itself. */
const automatic = (until?: number) => ({
	rules: ruled("hold", ago(2 * HOUR), until).rules.map((rule) => ({
		...rule,
		isAutomatic: true as const,
	})),
});

describe("automaticHolds()", () => {
	test.each<[string, Partial<Breaker>, number]>([
		["nothing", {}, 0],
		["the sender itself", automatic(), 1],
		["the sender, of an hour ago", automatic(ago(HOUR)), 0],
		["an operator", ruled("hold", ago(HOUR)), 0],
	])("counts holds of %s", (_whose, breaker, count) => {
		expect(automaticHolds(seen(breaker))).toBe(count);
	});
});

describe("isHoldForgotten()", () => {
	test.each<[string, Partial<Breaker>, boolean]>([
		["nothing is held", {}, false],
		["all is, for two hours without an end", held(ago(2 * HOUR)), true],
		["all is, for half an hour", held(ago(HOUR / 2)), false],
		[
			"all is, for two hours with an end",
			held(ago(2 * HOUR), NOW + HOUR),
			false,
		],
		["all was, and it ended", held(ago(48 * HOUR), ago(1)), false],
		[
			"some is, for two hours without an end",
			ruled("hold", ago(2 * HOUR)),
			true,
		],
		[
			"some is, for two days with an end",
			ruled("hold", ago(48 * HOUR), NOW + HOUR),
			true,
		],
		["some was, and it ended", ruled("hold", ago(48 * HOUR), ago(1)), false],
		["some is, by the sender itself", automatic(), false],
		[
			"some is cancelled, which asks for nobody",
			ruled("cancel", ago(48 * HOUR)),
			false,
		],
	])("when %s", (_what, breaker, forgotten) => {
		expect(isHoldForgotten(seen(breaker))).toBe(forgotten);
	});
});
