import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { alarmState } from "../support/alarm-state.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";

const DAY_MINUTES = 1440;
const NEW_PASSWORD = "brandnewpassword";

let stack: Harness;
beforeEach(async () => {
	stack = await Harness.start();
});
afterEach(() => stack.stop());

const attemptsOf = async () =>
	(await stack.rows())
		.filter(({ pk }) => String(pk).startsWith("message#"))
		.map(({ attempts }) => attempts);

/** Everything waiting goes out by itself, once, and cost nothing. */
async function drained(count: number): Promise<void> {
	expect(stack.deadLetters()).toEqual([]);
	expect((await attemptsOf()).every((attempts) => attempts === 0)).toBe(true);
	stack.gmail.faults.replace([]);
	await stack.pass(80, 5);
	expect(stack.accepted).toHaveLength(count);
	expect(stack.waiting()).toBe(0);
}

describe.each([
	{
		name: "Gmail unreachable for two hours",
		fault: { stage: "connect", drop: true },
		cause: "transient",
		alarm: "gmail-unavailable",
		minutes: 120,
		most: 0,
	},
	{
		name: "two hours of 454 too many logins",
		fault: {
			stage: "auth",
			reply: "454 4.7.0 Too many login attempts, please try again later.",
		},
		cause: "auth-throttle",
		alarm: "gmail-unavailable",
		minutes: 120,
		most: 8,
	},
	{
		name: "two hours of 421 (EHLO)",
		fault: {
			stage: "ehlo",
			reply: "421 4.7.0 Try again later, closing connection. (EHLO)",
		},
		cause: "config",
		alarm: "misconfigured",
		minutes: 120,
		most: 0,
	},
] as const)("$name", ({ fault, cause, alarm, minutes, most }) => {
	test("open the breaker for everybody, cost no attempt, and end by themselves", async () => {
		stack.gmail.faults.replace([fault]);
		await stack.sendMany(60);
		await stack.settle();
		await stack.pass(minutes, 5);
		expect(await stack.breaker()).toMatchObject({ cause });
		expect(stack.logins.length).toBeLessThanOrEqual(most);
		expect(await alarmState(stack, alarm)).toBe("ALARM");
		expect(stack.mapping.enabled).toBe(false);
		await drained(60);
		await stack.pass(20, 5);
		expect(await alarmState(stack, alarm)).toBe("OK");
	});
});

describe("24 hours of 550 5.4.5", () => {
	test("cost one attempt per probe and no message, and everything is sent afterwards", async () => {
		stack.gmail.faults.replace([
			{ stage: "data", reply: "550 5.4.5 Daily user sending limit exceeded." },
		]);
		await stack.sendMany(60);
		await stack.settle();
		const refused = () =>
			stack.log("breaker-opened").filter((entry) => entry.cause === "quota");
		await stack.pass(DAY_MINUTES, 15);
		expect(refused().length).toBeLessThanOrEqual(25);
		expect(refused().length).toBeGreaterThan(20);
		expect(await alarmState(stack, "quota-exhausted")).toBe("ALARM");
		await drained(60);
		expect(await alarmState(stack, "quota-exhausted")).toBe("OK");
	});
});

describe("a 503 or 550 5.7.0 that only one message gets", () => {
	test.each([
		["503 5.5.1 Bad sequence of commands", "data"],
		["550 5.7.0 Mail relay denied", "rcpt"],
	] as const)(
		"%s is charged to that message, and the fleet goes on",
		async (reply, stage) => {
			stack.gmail.faults.replace([{ stage, reply, to: "odd@example.com" }]);
			await stack.send(mail({ id: "odd", to: "odd@example.com" }));
			await stack.sendMany(40);
			await stack.settle();
			await stack.pass(12 * 60, 10);
			expect(stack.accepted).toHaveLength(40);
			expect(stack.deadLetters()).toHaveLength(1);
			const opened = stack.log("breaker-opened").length;
			expect(opened).toBeLessThanOrEqual(3);
			expect(await stack.breaker()).not.toMatchObject({ kind: "open" });
		},
	);
});

describe("a mapping that cannot be switched off, with the breaker open for seven days", () => {
	test("costs fewer than 1,000 receives, no login and no message", async () => {
		// Without its prober nobody may log in at all.
		stack.breakerFunction.broken = "gone";
		stack.mapping.refuseUpdates = true;
		stack.gmail.mailboxes.setPassword(NEW_PASSWORD);
		await stack.sendMany(10);
		await stack.settle();
		const before = stack.logins.length;
		await stack.pass(6.9 * DAY_MINUTES, 18);
		expect(stack.logins.length).toBe(before);
		expect(stack.waiting()).toBe(10);
		expect(stack.deadLetters()).toEqual([]);
		expect(Math.max(...stack.receiveCounts())).toBeLessThan(1000);
		expect(Math.min(...stack.receiveCounts())).toBeGreaterThan(300);
	});

	test("is told by an alarm, and mended when it can be", async () => {
		stack.gmail.mailboxes.setPassword(NEW_PASSWORD);
		stack.mapping.refuseUpdates = true;
		await stack.send(mail({ id: "waiting" }));
		await stack.settle();
		await stack.pass(8);
		expect(await alarmState(stack, "mapping-astray")).toBe("ALARM");
		stack.mapping.refuseUpdates = false;
		await stack.pass(3);
		expect(stack.mapping.state).toBe("Disabled");
		expect(await alarmState(stack, "mapping-astray")).toBe("OK");
	});
});

describe("a mapping toggled by hand", () => {
	test("is switched on again when nothing stops mail", async () => {
		await stack.mapping.disable();
		await stack.send(mail({ id: "one" }));
		await stack.pass(2);
		expect(stack.mapping.state).toBe("Enabled");
		expect(stack.accepted).toHaveLength(1);
		expect(await alarmState(stack, "mapping-astray")).not.toBe("ALARM");
	});
});

describe("two functions that discover a failure at once", () => {
	test("open the breaker once", async () => {
		await stack.mapping.disable();
		stack.gmail.mailboxes.setPassword(NEW_PASSWORD);
		await stack.sendMany(40);
		stack.mapping.enable();
		await stack.settle();
		expect(stack.logins.length).toBeLessThanOrEqual(2);
		expect(stack.log("breaker-opened")).toHaveLength(1);
		expect(await stack.breaker()).toMatchObject({ attempt: 1, cause: "auth" });
	});
});

describe("a prober that dies while it logs in", () => {
	test("leaves the probe to the next one", async () => {
		stack.gmail.mailboxes.setPassword(NEW_PASSWORD);
		await stack.send(mail({ id: "waiting" }));
		await stack.settle();
		await stack.pass(2);
		stack.gmail.faults.replace([{ stage: "auth", hang: true, times: 1 }]);
		stack.setPassword(NEW_PASSWORD);
		await expect.poll(() => stack.gmail.faults.list()).toEqual([]);
		for (const { pid } of stack.breakerFunction.environments)
			process.kill(pid ?? 0, "SIGKILL");
		await stack.settle();
		expect(await stack.breaker()).toMatchObject({ kind: "open" });
		await stack.pass(4);
		expect(stack.accepted).toHaveLength(1);
		expect(await stack.breaker()).toMatchObject({ kind: "closed" });
	});
});

describe("a breaker function that fails for an hour", () => {
	test("is told by an alarm; mail waits, and goes out once it is back", async () => {
		await stack.pass(6, 2);
		stack.gmail.mailboxes.setPassword(NEW_PASSWORD);
		await stack.sendMany(20);
		await stack.settle();
		stack.breakerFunction.broken = "gone";
		stack.setPassword(NEW_PASSWORD);
		await stack.pass(60, 2);
		expect(await alarmState(stack, "breaker-silent")).toBe("ALARM");
		// The sender's own word keeps the cause's alarm red meanwhile.
		expect(await alarmState(stack, "auth-refused")).toBe("ALARM");
		expect(stack.accepted).toEqual([]);
		expect(stack.logins.length).toBeLessThanOrEqual(2);
		stack.breakerFunction.broken = undefined;
		await stack.pass(25);
		expect(stack.accepted).toHaveLength(20);
		expect(await alarmState(stack, "breaker-silent")).toBe("OK");
		expect(await alarmState(stack, "auth-refused")).toBe("OK");
		expect(stack.deadLetters()).toEqual([]);
	});
});

describe("an unreachable state table", () => {
	test("stops everything, and everything goes on once it is back", async () => {
		stack.local.aws.endpoint.intercept = (service) =>
			service === "dynamodb" ? "error" : undefined;
		await stack.sendMany(20);
		await stack.settle();
		await stack.pass(30, 2);
		expect(stack.accepted).toEqual([]);
		expect(stack.logins).toEqual([]);
		expect(await alarmState(stack, "state-unreachable")).toBe("ALARM");
		expect(await stack.ask({ action: "status" })).toMatchObject({
			ok: false,
			message: expect.stringContaining("the state table does not answer"),
		});
		stack.local.aws.endpoint.intercept = () => undefined;
		await stack.pass(20, 2);
		expect(stack.accepted).toHaveLength(20);
		expect(stack.deadLetters()).toEqual([]);
	});
});
