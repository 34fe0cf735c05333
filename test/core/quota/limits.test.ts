import { describe, expect, test } from "vitest";
import type { Bucket } from "../../../core/quota/bucket.ts";
import {
	learnLimit,
	limitsNow,
	sharedWithOthers,
} from "../../../core/quota/limits.ts";
import { describeQuota, project } from "../../../core/quota/projection.ts";
import type { Quota } from "../../../core/quota/quota.ts";
import {
	limitsOf,
	type MailboxType,
} from "../../../infra/constructs/settings/daily-limits.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 10, 25, 12);
const CONSUMER = { messages: 500, recipients: 500 };

/** `hoursAgo` counts from noon. */
const used = (
	...parts: readonly (readonly [
		hoursAgo: number,
		messages: number,
		recipients: number,
	])[]
): Quota => ({
	version: 3,
	sent: 0,
	buckets: parts.map(
		([hoursAgo, messages, recipients]): Bucket => ({
			hour: NOON / HOUR - hoursAgo,
			messages,
			recipients,
			byProducer: {},
		}),
	),
});

describe("limitsOf()", () => {
	test.each<[MailboxType, string, number, number]>([
		["consumer", "smtp.gmail.com", 500, 500],
		["workspace", "smtp.gmail.com", 2_000, 10_000],
		["workspace-trial", "smtp.gmail.com", 500, 500],
		["workspace", "smtp-relay.gmail.com", 10_000, 10_000],
		["workspace", "SMTP-Relay.Gmail.com", 10_000, 10_000],
		["workspace-trial", "smtp-relay.gmail.com", 500, 500],
		["consumer", "smtp-relay.gmail.com", 500, 500],
	])("of %s at %s", (type, host, messages, recipients) => {
		expect(limitsOf(type, host)).toEqual({ messages, recipients });
	});
});

describe("learn()", () => {
	test.each<[string, Quota, number]>([
		["what was used of the messages", used([1, 130, 130]), 0.26],
		["of the recipients when that is more", used([1, 130, 250]), 0.5],
		["nothing when next to nothing was used", used([1, 49, 49]), 1],
		["a tenth when that was used", used([1, 50, 50]), 0.1],
		["everything when more was used than allowed", used([1, 510, 510]), 1],
		["only what is in the window", used([30, 400, 400], [1, 100, 100]), 0.2],
	])("takes %s", (_name, quota, fraction) => {
		expect(learnLimit(quota, CONSUMER, NOON).learned?.fraction).toBe(fraction);
	});

	test("drops what no longer counts", () => {
		const quota = used([30, 400, 400], [1, 100, 100]);
		expect(learnLimit(quota, CONSUMER, NOON).buckets).toEqual(
			used([1, 100, 100]).buckets,
		);
	});

	test("remembers for a day what was used at the refusal", () => {
		expect(learnLimit(used([1, 130, 140]), CONSUMER, NOON)).toEqual({
			...used([1, 130, 140]),
			version: 4,
			learned: {
				fraction: 0.28,
				until: NOON + DAY,
				at: NOON,
				messages: 130,
				recipients: 140,
			},
		});
	});

	test.each<[string, number, number, number, number]>([
		["keeps a lower one that is in force, a day longer", 200, 1, 100, 0.2],
		["takes a lower one than before", 60, 1, 60, 0.12],
		["forgets a lower one that has ended", 200, 24, 200, 0.4],
	])("%s", (_name, messages, hours, at, fraction) => {
		const first = learnLimit(used([1, 100, 100]), CONSUMER, NOON);
		const again = used([-hours, messages, messages]);
		const now = NOON + hours * HOUR;
		expect(
			learnLimit({ ...again, learned: first.learned }, CONSUMER, now).learned,
		).toMatchObject({ fraction, messages: at, until: now + DAY });
	});
});

describe("limitsNow()", () => {
	const refusedAt = (messages: number, limit = 500) =>
		learnLimit(
			used([1, messages, messages]),
			{ messages: limit, recipients: limit },
			NOON,
		);

	test.each([
		["are the learned ones while they live", DAY - 1, 130],
		["and the configured ones afterwards", DAY, 500],
	])("%s", (_name, after, messages) => {
		expect(limitsNow(refusedAt(130), CONSUMER, NOON + after)).toEqual({
			messages,
			recipients: messages,
		});
	});

	test("are what was used, for every number of every limit", () => {
		for (let limit = 1; limit <= 200; limit++) {
			const limits = { messages: limit, recipients: limit };
			for (let used = Math.ceil(limit / 10); used <= limit; used++)
				expect(limitsNow(refusedAt(used, limit), limits, NOON)).toEqual({
					messages: used,
					recipients: used,
				});
		}
	});

	test("are rounded down, and one at least", () => {
		expect(
			limitsNow(refusedAt(130), { messages: 2, recipients: 19 }, NOON),
		).toEqual({ messages: 1, recipients: 4 });
	});
});

describe("sharedWithOthers()", () => {
	test.each([
		[130, 0, true],
		[399, 0, true],
		[400, 0, false],
		[500, 0, false],
		[130, DAY, false],
	])("after a refusal at %i of 500, %i ms later: %s", (at, after, shared) => {
		const quota = learnLimit(used([1, at, at]), CONSUMER, NOON);
		expect(sharedWithOthers(quota, CONSUMER, NOON + after)).toBe(shared);
	});

	test("is not said without a refusal", () => {
		expect(sharedWithOthers(used([1, 10, 10]), CONSUMER, NOON)).toBe(false);
	});
});

describe("project()", () => {
	test.each<[string, Quota, number, string]>([
		["messages when both are alike", used([9, 145, 145]), 29, "messages"],
		["recipients when they are more", used([9, 10, 412]), 82, "recipients"],
		["100 % only when it is full", used([9, 499, 1]), 99, "messages"],
		["more than 100 % when it is overfull", used([9, 550, 1]), 110, "messages"],
	])("gives %s", (_name, quota, percent, of) => {
		expect(project(quota, CONSUMER, NOON)).toMatchObject({ percent, of });
	});

	test("gives percent of the learned limit", () => {
		const quota = learnLimit(used([1, 130, 130]), CONSUMER, NOON);
		expect(project(quota, CONSUMER, NOON).percent).toBe(100);
	});

	test.each<[string, Quota, number | undefined]>([
		["from two hours' 100 messages", used([1, 100, 0]), NOON + 8 * HOUR],
		["from whichever limit comes first", used([1, 1, 100]), NOON + 8 * HOUR],
		["now when it is full", used([9, 500, 500]), NOON],
		["never without a rate", used([3, 499, 499]), undefined],
		["never when it takes more than a day", used([0, 38, 38]), undefined],
		["without a bucket in the future", used([-1, 100, 100]), undefined],
		[
			"never at a steady rate that the window bears",
			used(
				...Array.from({ length: 25 }, (_, index): [number, number, number] => [
					index + 1,
					19,
					19,
				]),
			),
			undefined,
		],
		[
			"without what leaves the window until then",
			used([24, 100, 0], [1, 100, 0]),
			NOON + 8 * HOUR,
		],
		[
			"with what leaves the window only later",
			used([20, 100, 0], [1, 100, 0]),
			// Would be 6 h, but at 5 h 15 min it leaves.
			NOON + 8 * HOUR,
		],
		[
			"before something leaves",
			used([18, 100, 0], [1, 100, 0]),
			NOON + 6 * HOUR,
		],
	])("sees the limit reached: %s", (_name, quota, at) => {
		expect(project(quota, CONSUMER, NOON).reachedAt).toBe(at);
	});
});

describe("describeQuota()", () => {
	test.each<[string, string, Quota, string]>([
		[
			"when it will be full",
			"consumer",
			used([1, 100, 100]),
			"100 of 500 messages and 100 of 500 recipients in 24 h (20 %), full at about 20:00 UTC at the present rate",
		],
		[
			"that it won't be",
			"workspace",
			used([9, 1_850, 2_000]),
			"1,850 of 2,000 messages and 2,000 of 10,000 recipients in 24 h (92 %), not full within 24 h at the present rate",
		],
		[
			"that it is full",
			"consumer",
			used([9, 100, 500]),
			"100 of 500 messages and 500 of 500 recipients in 24 h (100 %), full",
		],
		[
			"that somebody else uses the mailbox",
			"consumer",
			learnLimit(used([1, 130, 130]), CONSUMER, NOON - 2 * HOUR),
			"130 of 130 messages and 130 of 130 recipients in 24 h (100 %), full. Google refused at 130 of 500 messages: somebody else uses the mailbox, too, or its type is set too high; 130 is kept to until 2026-11-26T10:00Z",
		],
		[
			"which limit was refused",
			"consumer",
			learnLimit(used([9, 3, 450]), CONSUMER, NOON),
			"3 of 450 messages and 450 of 450 recipients in 24 h (100 %), full. Google refused at 450 of 500 recipients; 450 is kept to until 2026-11-26T12:00Z",
		],
	])("says %s", (_name, type, quota, sentence) => {
		const limits = limitsOf(
			type === "consumer" ? "consumer" : "workspace",
			"smtp.gmail.com",
		);
		expect(describeQuota(quota, limits, NOON)).toBe(sentence);
	});
});
