import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LOCAL_APP_PASSWORD } from "../../local/run.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";

const NEW_PASSWORD = "brandnewpassword";

let stack: Harness;
beforeEach(async () => {
	stack = await Harness.start();
});
afterEach(() => stack.stop());

describe("a refused login (535)", () => {
	test("with a password that was just replaced is tried once more before the breaker opens", async () => {
		await stack.send(mail({ id: "warm" }));
		await stack.settle();
		stack.gmail.mailboxes.setPassword(NEW_PASSWORD);
		stack.setPassword(NEW_PASSWORD);
		stack.gmail.dropConnections();
		stack.local.aws.advance(30_000);
		await stack.send(mail({ id: "next" }));
		await stack.settle();
		expect(stack.accepted).toHaveLength(2);
		expect(await stack.breaker()).toMatchObject({ kind: "closed" });
	});
});

describe("a stack without a password", () => {
	test("makes no connection, and says config", async () => {
		await stack.stop();
		stack = await Harness.start({ withoutPassword: true });
		await stack.sendMany(20);
		await stack.settle();
		await stack.pass(30);
		expect(stack.gmail.log.connections).toBe(0);
		expect(await stack.breaker()).toMatchObject({
			kind: "open",
			cause: "config",
		});
		expect(stack.waiting()).toBe(20);
		expect(stack.deadLetters()).toEqual([]);
		// Warm environments still have the empty secret in memory.
		stack.setPassword(LOCAL_APP_PASSWORD);
		await stack.pass(2);
		expect(stack.accepted).toHaveLength(20);
		expect(stack.log("breaker-opened")).toHaveLength(1);
	});
});
