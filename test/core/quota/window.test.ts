import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Bucket } from "../../../core/quota/bucket.ts";
import { learnLimit } from "../../../core/quota/limits.ts";
import { NO_QUOTA, type Quota } from "../../../core/quota/quota.ts";
import {
	type Ask,
	giveBack,
	reserveQuota,
} from "../../../core/quota/reserve.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 10, 23, 12);
const LIMITS = { messages: 12, recipients: 40 };

/** What is going to happen to a message if it is granted. */
interface Plan {
	readonly ask: Omit<Ask, "id">;
	readonly accepted: boolean;
	/** From the grant to Gmail's answer. */
	readonly delay: number;
}

/** One function reads and decides; somebody else may write before it does. */
interface Step {
	readonly who: number;
	readonly does: "read" | "write";
	readonly plans: readonly Plan[];
	readonly pass: number;
}

const plan: fc.Arbitrary<Plan> = fc.record({
	ask: fc.record({
		producer: fc.constantFrom("shop", "crm"),
		recipients: fc.integer({ min: 1, max: 12 }),
		high: fc.boolean(),
	}),
	accepted: fc.boolean(),
	delay: fc.oneof(
		fc.constantFrom(0, 15 * MINUTE),
		fc.integer({ min: 0, max: 15 * MINUTE }),
	),
});
// The edges of an hour, a day and the slowest function, each hit and just missed.
const pass = fc.oneof(
	{ weight: 3, arbitrary: fc.constant(0) },
	{
		weight: 4,
		arbitrary: fc
			.tuple(
				fc.constantFrom(0, 15 * MINUTE, HOUR, DAY - HOUR, DAY),
				fc.constantFrom(0, 1, MINUTE, 14 * MINUTE, 15 * MINUTE),
			)
			.map(([a, b]) => a + b),
	},
	{ weight: 1, arbitrary: fc.integer({ min: 0, max: 2 * DAY }) },
);
const step = (functions: number): fc.Arbitrary<Step> =>
	fc.record({
		who: fc.integer({ min: 0, max: functions - 1 }),
		does: fc.constantFrom("read", "write"),
		plans: fc.array(plan, { minLength: 1, maxLength: 14 }),
		pass,
	});

/** The table, Gmail, and what is under way between them. */
class Mailbox {
	now = START;
	quota: Quota = NO_QUOTA;
	readonly accepted: { readonly at: number; readonly recipients: number }[] =
		[];
	#underWay: { readonly at: number; readonly end: () => void }[] = [];

	/** A conditional write, as the table does it. */
	write(next: Quota): boolean {
		if (next.version !== this.quota.version + 1) return false;
		this.quota = next;
		return true;
	}

	/** Nothing is sent when the write lost; a real caller would read again. */
	send(read: Quota, plans: readonly Plan[]): void {
		const asks = plans.map(({ ask }, index) => ({ ...ask, id: `${index}` }));
		const { quota, granted, hour } = reserveQuota(read, asks, {
			limits: LIMITS,
			now: this.now,
			reserveForHigh: true,
		});
		if (granted.length === 0 || !this.write(quota)) return;
		for (const id of granted) {
			const plan = plans[Number(id)];
			if (plan === undefined) continue;
			this.#underWay.push({
				at: this.now + plan.delay,
				end: () => this.#end(plan, hour),
			});
		}
	}

	pass(milliseconds: number): void {
		const until = this.now + milliseconds;
		const due = this.#underWay.filter(({ at }) => at <= until);
		this.#underWay = this.#underWay.filter(({ at }) => at > until);
		for (const { at, end } of due.toSorted((a, b) => a.at - b.at)) {
			this.now = at;
			end();
		}
		this.now = until;
	}

	/** The most that Gmail has counted at any moment: it can only grow when something is accepted. */
	most(): { readonly messages: number; readonly recipients: number } {
		const counts = this.accepted.map(({ at }) =>
			this.accepted.filter((other) => other.at > at - DAY && other.at <= at),
		);
		return {
			messages: Math.max(0, ...counts.map(({ length }) => length)),
			recipients: Math.max(
				0,
				...counts.map((count) =>
					count.reduce((sum, { recipients }) => sum + recipients, 0),
				),
			),
		};
	}

	#end({ ask, accepted }: Plan, hour: number): void {
		const { recipients, producer } = ask;
		if (accepted) {
			this.accepted.push({ at: this.now, recipients });
			return;
		}
		this.write(
			giveBack(this.quota, [{ hour, producer, messages: 1, recipients }]),
		);
	}
}

/** Each function decides by what it read last, which another may have overwritten since. */
function play(steps: readonly Step[]): Mailbox {
	const mailbox = new Mailbox();
	const read = new Map<number, Quota>();
	for (const { who, does, plans, pass } of steps) {
		mailbox.pass(pass);
		const seen = read.get(who);
		if (does === "read" || seen === undefined) read.set(who, mailbox.quota);
		else {
			mailbox.send(seen, plans);
			read.set(who, mailbox.quota);
		}
	}
	mailbox.pass(HOUR);
	return mailbox;
}

describe("Gmail's own count never goes over a limit", () => {
	test.each([1, 2])("whatever is asked when, by %i functions", (functions) => {
		const steps = fc.array(step(functions), { minLength: 2, maxLength: 25 });
		fc.assert(
			fc.property(steps, (steps) => {
				const { messages, recipients } = play(steps).most();
				expect(messages).toBeLessThanOrEqual(LIMITS.messages);
				expect(recipients).toBeLessThanOrEqual(LIMITS.recipients);
			}),
			{ numRuns: 1_000 },
		);
	});

	test("though a full day is granted again as soon as it may be", () => {
		const mailbox = new Mailbox();
		const late = {
			ask: { producer: "shop", recipients: 1, high: true },
			accepted: true,
			delay: 15 * MINUTE,
		};
		const first = Array.from({ length: 12 }, () => late);
		const second = first.map((plan) => ({ ...plan, delay: 0 }));
		mailbox.pass(HOUR - 1);
		mailbox.send(mailbox.quota, first);
		while (mailbox.accepted.length < 24) {
			mailbox.pass(MINUTE);
			mailbox.send(mailbox.quota, second);
		}
		expect(mailbox.most().messages).toBe(12);
		expect(mailbox.now).toBeLessThan(START + 25 * HOUR + 20 * MINUTE);
	});
});

describe("a deferred message", () => {
	const quotas = fc
		.record({
			buckets: fc.uniqueArray(
				fc.record({
					hour: fc.integer({ min: START / HOUR - 27, max: START / HOUR }),
					messages: fc.integer({ min: 1, max: 6 }),
					recipients: fc.integer({ min: 1, max: 20 }),
					byProducer: fc.constantFrom<Bucket["byProducer"]>({}, { shop: 1 }),
				}),
				{ selector: ({ hour }) => hour, maxLength: 10 },
			),
			learnedAgo: fc.option(fc.integer({ min: 0, max: 25 * HOUR })),
		})
		.map(({ buckets, learnedAgo }): Quota => {
			const quota = { version: 1, buckets, sent: 0 };
			return learnedAgo === null
				? quota
				: learnLimit(quota, LIMITS, START - learnedAgo);
		});
	const asked = fc.record({
		id: fc.constant("m"),
		producer: fc.constant("shop"),
		recipients: fc.integer({ min: 1, max: 50 }),
		high: fc.boolean(),
	});
	const now = fc.integer({ min: START, max: START + HOUR });
	const untilOf = (quota: Quota, ask: Ask, now: number) =>
		reserveQuota(quota, [ask], { limits: LIMITS, now, reserveForHigh: true })
			.deferred[0]?.until;

	test("comes back within a minute and an hour, and is granted then or had to wait longer", () => {
		fc.assert(
			fc.property(quotas, asked, now, (quota, ask, now) => {
				const until = untilOf(quota, ask, now);
				if (until === undefined) return;
				expect(until).toBeGreaterThanOrEqual(now + MINUTE);
				expect(until).toBeLessThanOrEqual(now + HOUR);
				if (until > now + MINUTE)
					expect(untilOf(quota, ask, until - 1)).toBeDefined();
				if (until < now + HOUR)
					expect(untilOf(quota, ask, until)).toBeUndefined();
			}),
			{ numRuns: 2_000 },
		);
	});

	test("never waits for ever, whatever its size, when nobody else sends", () => {
		fc.assert(
			fc.property(quotas, asked, now, (quota, ask, now) => {
				let at = now;
				for (let next = untilOf(quota, ask, at); next !== undefined; ) {
					at = next;
					expect(at).toBeLessThanOrEqual(START + 25 * HOUR + 16 * MINUTE);
					next = untilOf(quota, ask, at);
				}
			}),
		);
	});
});
