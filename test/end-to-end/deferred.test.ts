import { afterEach, describe, expect, test } from "vitest";
import { alarmState } from "../support/alarm-state.ts";
import type { Harness } from "../support/harness.ts";
import { startWithLimits } from "../support/limits.ts";
import { mail } from "../support/mail.ts";

const DAY_MINUTES = 1440;

let stack: Harness;
afterEach(() => stack.stop());

describe("more mail than the daily limit lets out before it expires", () => {
	test("is told three days before, and no sooner", async () => {
		stack = await startWithLimits({ messages: 4, recipients: 40 });
		await stack.sendMany(40);
		await stack.settle();
		await stack.pass(3.8 * DAY_MINUTES, 30);
		expect(await alarmState(stack, "waiting-mail-expires")).toBe("OK");
		expect(await alarmState(stack, "backlog-stalled")).toBe("OK");
		await stack.pass(0.4 * DAY_MINUTES, 30);
		expect(await alarmState(stack, "waiting-mail-expires")).toBe("ALARM");
		expect(stack.deadLetters()).toEqual([]);
	});
});

describe("a message that has expired while the daily limit is used up", () => {
	test("needs no room to be acknowledged", async () => {
		stack = await startWithLimits({ messages: 4, recipients: 40 });
		await stack.sendMany(6);
		await stack.settle();
		const notAfter = new Date(Date.now() - 1000).toISOString();
		await stack.send(mail({ id: "late", notAfter }));
		await stack.settle();
		expect(stack.outcomes()).toContainEqual(
			expect.objectContaining({ id: "late", outcome: "expired" }),
		);
	});
});

describe("a function that crashes at every batch of a small sender", () => {
	test("is told by an alarm although all its mail is always at work", async () => {
		stack = await startWithLimits({ messages: 400, recipients: 400 });
		stack.sendingFunction.broken = "a bad deploy";
		await stack.send(mail({ id: "one" }));
		await stack.settle();
		await stack.pass(120, 5);
		expect(await alarmState(stack, "backlog-stalled")).toBe("ALARM");
		stack.sendingFunction.broken = undefined;
		await stack.pass(30, 5);
		expect(stack.accepted).toHaveLength(1);
		expect(await alarmState(stack, "backlog-stalled")).toBe("OK");
	});
});
