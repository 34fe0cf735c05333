import { afterEach, expect, test } from "vitest";
import { alarmState } from "../support/alarm-state.ts";
import { Harness } from "../support/harness.ts";

const OTHER_PASSWORD = "anotherwrongpass";
const RIGHT_PASSWORD = "brandnewpassword";
const WAITING = 60;
/** One environment's connections go one after another, so one login each. */
const ENVIRONMENTS = 2;
const DAY_MINUTES = 1440;

let stack: Harness;
afterEach(() => stack.stop());

test("wrong, other wrong, right password with 60 waiting: a login per environment and probe, everything sent once", async () => {
	stack = await Harness.start();
	// Warm environments, logged in.
	await stack.sendMany(20, "warm");
	await stack.settle();
	const before = stack.logins.length;

	stack.gmail.mailboxes.setPassword(RIGHT_PASSWORD);
	stack.gmail.dropConnections();
	stack.local.aws.advance(30_000);
	await stack.sendMany(WAITING);
	await stack.settle();
	expect(stack.logins.length - before).toBeLessThanOrEqual(ENVIRONMENTS);
	expect(await stack.breaker()).toMatchObject({
		kind: "open",
		cause: "auth",
	});

	const afterFirst = stack.logins.length;
	stack.setPassword(OTHER_PASSWORD);
	await stack.pass(2);
	expect(stack.logins.length - afterFirst).toBe(1);

	const afterSecond = stack.logins.length;
	await stack.pass(DAY_MINUTES, 30);
	expect(stack.logins.length - afterSecond).toBeLessThanOrEqual(24 + 1);
	expect(stack.logins.length - afterSecond).toBeGreaterThan(24 - 4);
	expect(stack.deadLetters()).toEqual([]);
	expect(stack.waiting()).toBe(WAITING);
	expect(stack.mapping.enabled).toBe(false);
	expect(Math.max(...stack.receiveCounts())).toBeLessThan(10);
	expect(await alarmState(stack, "auth-refused")).toBe("ALARM");

	stack.setPassword(RIGHT_PASSWORD);
	await stack.pass(2);
	expect(stack.accepted.length).toBeGreaterThan(20);
	await stack.pass(20);
	expect(stack.waiting()).toBe(0);
	expect(Object.values(await stack.rows()).length).toBeGreaterThan(WAITING);
	expect(stack.accepted).toHaveLength(WAITING + 20);
	expect(stack.acceptedBy()).toEqual({ "ann@example.com": WAITING + 20 });
	const ids = stack.accepted.map(
		({ raw }) => /^Message-ID: (.*)$/m.exec(raw.toString())?.[1],
	);
	expect(new Set(ids).size).toBe(WAITING + 20);
	expect(stack.deadLetters()).toEqual([]);
	await stack.pass(2);
	expect(await alarmState(stack, "auth-refused")).toBe("OK");
});
