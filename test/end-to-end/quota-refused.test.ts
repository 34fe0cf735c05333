import { afterEach, describe, expect, test } from "vitest";
import { quotaOf } from "../../core/quota/quota.ts";
import { alarmState } from "../support/alarm-state.ts";
import type { Harness } from "../support/harness.ts";
import {
	gauge,
	limitRefusals,
	rowsOf,
	startWithLimits,
} from "../support/limits.ts";

let stack: Harness;
afterEach(() => stack.stop());

const HOUR = 60;
const HOUR_MS = 3_600_000;

describe("a mailbox that somebody else uses, too", () => {
	const limits = { messages: 100, recipients: 1000 };

	test("is refused once, rests for an hour at least, keeps to what it learned, and sends all by itself", async () => {
		stack = await startWithLimits(limits, {
			googles: { messages: 40, recipients: 1000 },
		});
		await stack.sendMany(70);
		await stack.settle();

		// What is under way on the other connections still gets its verdict.
		expect(stack.accepted.length).toBeGreaterThanOrEqual(40);
		expect(limitRefusals(stack)).toBeLessThanOrEqual(6);
		const breaker = await stack.breaker();
		expect(breaker).toMatchObject({ kind: "open", cause: "quota" });
		expect(
			Number(breaker?.until) - Number(breaker?.since),
		).toBeGreaterThanOrEqual(HOUR_MS);
		const { fraction } = quotaOf(await stack.quota()).learned ?? {};
		expect(fraction).toBeGreaterThanOrEqual(0.4);
		expect(fraction).toBeLessThan(0.6);

		await stack.local.aws.tick();
		expect(await alarmState(stack, "quota-exhausted")).toBe("ALARM");
		const { message } = await stack.ask({ action: "status" });
		expect(message).toMatch(/daily sending limit/);
		expect(message).toMatch(/somebody else uses the mailbox/);

		await stack.pass(60 * HOUR, HOUR);
		expect(stack.accepted).toHaveLength(70);
		expect(stack.waiting()).toBe(0);
		expect(stack.deadLetters()).toEqual([]);
		const rows = await rowsOf(stack);
		expect(rows.every(({ attempts }) => attempts === 0)).toBe(true);
		expect(await alarmState(stack, "quota-exhausted")).toBe("OK");
	});

	test("is tried with one message an hour, and goes on as soon as Google takes it", async () => {
		stack = await startWithLimits(limits, {
			googles: { messages: 40, recipients: 1000 },
		});
		await stack.sendMany(70);
		await stack.settle();
		const refused = limitRefusals(stack);
		const before = stack.accepted.length;
		await stack.pass(3 * HOUR, 5);
		const tries = limitRefusals(stack) - refused;
		expect(tries).toBeGreaterThanOrEqual(2);
		expect(tries).toBeLessThanOrEqual(3);

		stack.gmail.mailboxes.setLimits({ messages: 1000 });
		await stack.pass(2.5 * HOUR, 5);
		expect(await stack.breaker()).toMatchObject({ kind: "closed" });
		expect(stack.accepted.length).toBeGreaterThan(before);
	});
});

describe("four fifths of the daily limit", () => {
	test("are seen by the gauge and the alarm, are told with the time at which it is full, and pass", async () => {
		stack = await startWithLimits({ messages: 100, recipients: 1000 });
		await stack.sendMany(79);
		await stack.settle();
		await stack.pass(1);
		expect(gauge(stack, "QuotaUsed")).toBe(79);
		expect(await alarmState(stack, "quota-near")).toBe("OK");

		await stack.sendMany(6, "more");
		await stack.settle();
		await stack.pass(1);
		expect(gauge(stack, "QuotaUsed")).toBe(85);
		expect(await alarmState(stack, "quota-near")).toBe("ALARM");
		const { verdict, message } = await stack.ask({ action: "status" });
		expect(verdict).toBe("near-limit");
		expect(message).toMatch(
			/85 of 100 messages and 85 of 1,000 recipients in 24 h \(85 %\), full at about \d\d:\d\d UTC at the present rate/,
		);

		await stack.pass(26 * HOUR, HOUR);
		await stack.pass(2);
		expect(gauge(stack, "QuotaUsed")).toBe(0);
		expect(await alarmState(stack, "quota-near")).toBe("OK");
		expect(await stack.ask({ action: "status" })).toMatchObject({
			verdict: "sending",
		});
	});
});
