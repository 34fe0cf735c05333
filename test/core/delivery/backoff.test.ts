import { describe, expect, test } from "vitest";
import { CLOSED } from "../../../core/breaker/breaker.ts";
import {
	MAX_RECEIVE_COUNT,
	MAX_VISIBILITY_SECONDS,
	RETENTION,
	ROUND_SECONDS,
} from "../../../core/contract.ts";
import {
	askAgainSeconds,
	crowdedSeconds,
	heldAgainWithinSeconds,
	heldSeconds,
	LONGEST_DELAY_SECONDS,
	passOnSeconds,
	releaseDelaySeconds,
	retryDelaySeconds,
} from "../../../core/delivery/backoff.ts";
import { decide } from "../../../core/delivery/decide.ts";
import type { Situation } from "../../../core/delivery/decision.ts";
import {
	deferredNow,
	LONGEST_DEFERRAL_MS,
	NO_QUOTA,
} from "../../../core/quota/quota.ts";
import { classifyReply } from "../../../core/smtp/classify.ts";
import type { SmtpReply, SmtpStage } from "../../../core/smtp/reply.ts";
import { isStalled } from "../../../core/status/gauges.ts";
import replies from "../../fixtures/gmail-replies.json" with { type: "json" };

const DAY = 86_400;
const steps = (count: number) =>
	Array.from({ length: count }, (_, index) => index + 1);

describe("waiting times", () => {
	test("of a message double up to an hour", () => {
		expect(steps(9).map((attempt) => retryDelaySeconds(attempt, 0))).toEqual([
			60, 120, 240, 480, 960, 1920, 3600, 3600, 3600,
		]);
	});

	test("of a message are a minute at first, whatever Gmail said", () => {
		const others = waitsAfterReplies(1, 0).filter(
			({ seconds }) => seconds !== 60,
		);
		expect(others).toEqual([]);
	});

	test("of a message have up to a fifth on top", () => {
		expect(retryDelaySeconds(1, 0.999)).toBe(72);
	});

	test("of a record that others may send are five to ten seconds, up to the fifth receive", () => {
		expect([1, 5, 6, 10].map((count) => passOnSeconds(count, 0))).toEqual([
			5, 5, 60, 120,
		]);
		expect(passOnSeconds(1, 0.999)).toBe(10);
	});

	test("of a released record double every ten receives up to fifteen minutes, then grow twice more", () => {
		expect(
			[1, 9, 10, 20, 30, 40, 299, 300, 599, 600, 999].map((count) =>
				releaseDelaySeconds(count, 0),
			),
		).toEqual([60, 60, 120, 240, 480, 900, 900, 1500, 1500, 3600, 3600]);
	});

	test("of a record that asks again are up to a fifth shorter than asked for", () => {
		expect(askAgainSeconds(1, 3600, 0)).toBe(3600);
		expect(askAgainSeconds(1, 3600, 0.999)).toBe(2880);
	});

	test("of a record that asks again are no shorter than those of a released one", () => {
		expect(askAgainSeconds(1, 5, 0)).toBe(60);
		expect(askAgainSeconds(300, 900, 0)).toBe(1500);
	});

	test("of a record that a rule holds are two minutes for an hour, then those of a long wait", () => {
		expect(
			[1, 30, 31, 299, 300, 600].map((count) => heldSeconds(count, 0)),
		).toEqual([120, 120, 900, 900, 1500, 3600]);
		expect(heldSeconds(1, 0.999)).toBe(96);
	});

	test.each([
		[0, 120],
		[46 * 60, 120],
		[50 * 60, 900],
		[2 * DAY, 1080],
		[3 * DAY, 1800],
		[12 * DAY, 4320],
	])(
		"of a record that has been held for %i s are %i s at most",
		(held, most) => {
			expect(heldAgainWithinSeconds(held)).toBe(most);
		},
	);

	test("in a crowded queue are three minutes at most, up to the 400th receive", () => {
		expect(crowdedSeconds(1, 60)).toBe(60);
		expect([1, 399, 400].map((count) => crowdedSeconds(count, 3600))).toEqual([
			180, 180, 3600,
		]);
	});
});

const untilNextHour = (at: number) => 3600 - (at % 3600);

/** What a message waits that has met one of the recorded replies `count` times, and the rule about it. */
function waitsAfterReplies(count: number, random: number) {
	return REPLIES.flatMap((reply) => {
		const { message } = decide(
			{ kind: "refused", reply, refused: [] },
			{ ...SITUATION, attempts: count - 1, random },
		);
		if (message.kind !== "retry") return [];
		return [{ seconds: message.delaySeconds, rule: message.reason.rule }];
	});
}

const SITUATION: Omit<Situation, "attempts" | "random"> = {
	attemptBudget: Infinity,
	pending: [0],
	progress: { accepted: [], refused: [] },
	resends: 0,
	onAmbiguous: "resend",
	own: "others",
};
const REPLIES = replies
	.map(
		({ code, text, stage }): SmtpReply => ({
			code,
			text,
			stage: stage as SmtpStage,
		}),
	)
	.filter((reply) => classifyReply(reply).lasting === "passing");

/** The longest and the shortest wait of each kind, by the number of receives or attempts. */
const DELAYS: readonly (readonly [
	why: string,
	longest: (count: number) => number,
	shortest: (count: number, at: number) => number,
])[] = [
	[
		"a reply of Gmail's",
		(n) => Math.max(...waitsAfterReplies(n, 1).map(({ seconds }) => seconds)),
		(n) => Math.min(...waitsAfterReplies(n, 0).map(({ seconds }) => seconds)),
	],
	[
		"the mapping stuck enabled",
		(n) => releaseDelaySeconds(n, 1),
		(n) => releaseDelaySeconds(n, 0),
	],
	[
		"an operator's hold of a producer",
		(n) => heldSeconds(n, 0),
		(n) => heldSeconds(n, 1),
	],
	[
		"a daily limit that never has room",
		(n) => askAgainSeconds(n, LONGEST_DEFERRAL_MS / 1000, 0),
		(n, at) => askAgainSeconds(n, untilNextHour(at), 1),
	],
];

describe("no wait", () => {
	const longest = (of: (count: number) => number) =>
		Math.max(...steps(MAX_RECEIVE_COUNT).map(of));

	test.each(DELAYS)(
		"with %s is longer than what is known as the longest",
		(_why, of) => {
			expect(longest(of)).toBeLessThanOrEqual(LONGEST_DELAY_SECONDS);
		},
	);

	test("is longer than SQS hides a message, or than any queue keeps it", () => {
		expect(LONGEST_DELAY_SECONDS).toBeLessThan(MAX_VISIBILITY_SECONDS);
		expect(LONGEST_DELAY_SECONDS).toBeLessThan(RETENTION.shortest);
	});

	test("is taken for a stall, however long the round of the breaker function that sees it", () => {
		const now = 100 * DAY * 1000;
		const since = now - (LONGEST_DELAY_SECONDS + 5 * ROUND_SECONDS) * 1000;
		const waits = { ready: 0, readySince: undefined, waiting: 1 };
		const quota = { ...NO_QUOTA, lastRunAt: since };
		expect(
			isStalled({
				...waits,
				now,
				waitingSince: since,
				breaker: CLOSED,
				quota,
				atLimit: false,
			}),
		).toBe(false);
	});

	test("for room is so long that what is kept back is forgotten", () => {
		const now = LONGEST_DEFERRAL_MS + 5 * ROUND_SECONDS * 1000;
		expect(deferredNow({ oldestSentAt: 0, at: 0 }, now)).toBeDefined();
	});
});

describe("thirteen days of waiting, the longest retention, cost fewer receives than SQS allows", () => {
	const receivesWith = (
		delaySeconds: (receives: number, at: number) => number,
	): number => {
		let receives = 0;
		for (let at = 0; at < RETENTION.longest; at += delaySeconds(receives, at))
			receives += 1;
		return receives;
	};

	test.each(DELAYS)("with %s", (_why, _longest, delaySeconds) => {
		expect(receivesWith(delaySeconds)).toBeLessThan(0.9 * MAX_RECEIVE_COUNT);
	});

	test.each(DELAYS)(
		"with %s, in a queue that is always crowded",
		(_why, _longest, delaySeconds) => {
			expect(
				receivesWith((receives, at) =>
					crowdedSeconds(receives, delaySeconds(receives, at)),
				),
			).toBeLessThan(0.9 * MAX_RECEIVE_COUNT);
		},
	);
});
