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

const attempted = () => stack.logins.length;

describe("a refused login (535)", () => {
	test("with 300 waiting for an hour costs a handful of logins and no message", async () => {
		stack.gmail.mailboxes.setPassword(NEW_PASSWORD);
		await stack.sendMany(300);
		await stack.settle();
		expect(attempted()).toBeLessThanOrEqual(3);
		expect(await stack.breaker()).toMatchObject({
			kind: "open",
			cause: "auth",
			stage: "auth",
		});

		await stack.pass(60);
		expect(attempted()).toBeLessThanOrEqual(12);
		expect(stack.deadLetters()).toEqual([]);
		expect(stack.waiting()).toBe(300);
		expect(Math.max(...stack.receiveCounts())).toBeLessThanOrEqual(40);

		stack.setPassword(NEW_PASSWORD);
		await stack.pass(20);
		expect(stack.accepted).toHaveLength(300);
		expect(
			new Set(
				stack.accepted.map(
					({ raw }) => /^Message-ID: (.*)$/m.exec(raw.toString())?.[1],
				),
			).size,
		).toBe(300);
		expect(stack.waiting()).toBe(0);
		expect(await stack.breaker()).toMatchObject({ kind: "closed" });
	});

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
		expect(await stack.breaker()).toBeUndefined();
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

describe("three hours of 421 4.3.0", () => {
	test("cost 500 mails no attempt, and all are sent afterwards", async () => {
		stack.gmail.faults.replace([
			{
				stage: "mail",
				reply: "421 4.3.0 Temporary System Problem. Try again later (10).",
			},
		]);
		await stack.sendMany(500);
		await stack.settle();
		await stack.pass(180, 2);
		expect(stack.deadLetters()).toEqual([]);
		expect(stack.waiting()).toBe(500);
		const rows = (await stack.rows()).filter(({ pk }) =>
			String(pk).startsWith("message#"),
		);
		expect(rows.every(({ attempts }) => attempts === 0)).toBe(true);
		stack.gmail.faults.replace([]);
		await stack.pass(90, 2);
		expect(stack.accepted).toHaveLength(500);
	});
});
