import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { alarmState } from "../support/alarm-state.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";

const NEW_PASSWORD = "brandnewpassword";

let stack: Harness;
beforeEach(async () => {
	stack = await Harness.start();
});
afterEach(() => stack.stop());

describe("Gmail unreachable for half an hour", () => {
	test("opens the breaker for everybody, and ends by itself", async () => {
		stack.gmail.faults.replace([{ stage: "connect", drop: true }]);
		await stack.sendMany(60);
		await stack.settle();
		await stack.pass(30, 5);
		expect(await stack.breaker()).toMatchObject({ cause: "transient" });
		expect(stack.logins).toEqual([]);
		expect(await alarmState(stack, "gmail-unavailable")).toBe("ALARM");
		expect(stack.deadLetters()).toEqual([]);
		stack.gmail.faults.replace([]);
		await stack.pass(80, 5);
		expect(stack.accepted).toHaveLength(60);
		expect(stack.waiting()).toBe(0);
		await stack.pass(20, 5);
		expect(await alarmState(stack, "gmail-unavailable")).toBe("OK");
	});
});

describe("a mapping that cannot be switched off", () => {
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
		expect(await stack.breaker()).toMatchObject({ attempt: 0, cause: "auth" });
		// The prober's word counts.
		await stack.pass(1);
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
