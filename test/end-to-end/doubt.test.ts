import { afterEach, describe, expect, test } from "vitest";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";

let stack: Harness;
afterEach(() => stack.stop());

const HOLD = { ON_AMBIGUOUS: "hold" };

describe("a connection lost after the final dot", () => {
	test("is sent once more with identical bytes under resend", async () => {
		stack = await Harness.start();
		await stack.send(
			mail({
				id: "doubt",
				to: "drop-after-data-once@example.com",
				html: "<b>x</b>",
			}),
		);
		await stack.settle();
		expect(await stack.row("doubt")).toMatchObject({ state: "MAYBE_SENT" });
		await stack.pass(3);
		expect(stack.accepted).toHaveLength(2);
		expect(
			stack.accepted[0]?.raw.equals(stack.accepted[1]?.raw ?? Buffer.alloc(0)),
		).toBe(true);
		expect(await stack.row("doubt")).toMatchObject({
			state: "SENT",
			resends: 1,
		});
		await stack.pass(60, 5);
		expect(stack.accepted).toHaveLength(2);
	});

	test("is dead-lettered as in-doubt at the second time", async () => {
		stack = await Harness.start();
		await stack.send(mail({ id: "doubt", to: "drop-after-data@example.com" }));
		await stack.settle();
		await stack.pass(60);
		expect(stack.accepted).toHaveLength(2);
		expect(stack.deadLetters()).toMatchObject([
			{ facts: { cause: "in-doubt", key: "doubt" } },
		]);
		expect(stack.outcomes()).toMatchObject([
			{ outcome: "in-doubt", id: "doubt" },
		]);
	});

	test("is dead-lettered as in-doubt at once under hold", async () => {
		stack = await Harness.start({ environment: HOLD });
		await stack.send(mail({ id: "doubt", to: "drop-after-data@example.com" }));
		await stack.settle();
		await stack.pass(30);
		expect(stack.accepted).toHaveLength(1);
		expect(stack.deadLetters()).toMatchObject([
			{ facts: { cause: "in-doubt" } },
		]);
	});
});

describe("a message that always kills its connection in mid-DATA", () => {
	test("among 200 is the only one dead-lettered", async () => {
		stack = await Harness.start();
		stack.gmail.faults.replace([
			{ stage: "mid-data", drop: "reset", to: "poison@example.com" },
		]);
		await stack.sendMany(199);
		await stack.send(
			mail({
				id: "poison",
				to: "poison@example.com",
				text: "x".repeat(900_000),
			}),
		);
		await stack.settle();
		await stack.pass(600, 5);
		expect(stack.accepted).toHaveLength(199);
		expect(stack.deadLetters()).toMatchObject([{ facts: { key: "poison" } }]);
		expect(stack.waiting()).toBe(0);
		expect(stack.log("breaker-opened").length).toBeLessThanOrEqual(1);
	});
});

describe("a message that alone gets a refusal like the account's", () => {
	test("is charged itself once others have passed, and cannot stop the fleet for ever", async () => {
		stack = await Harness.start();
		stack.gmail.faults.replace([
			{
				stage: "rcpt",
				reply: "503 5.5.1 MAIL first.",
				to: "odd@example.com",
			},
		]);
		await stack.send(mail({ id: "odd", to: "odd@example.com" }));
		await stack.settle();
		for (let hour = 0; hour < 12; hour += 1) {
			await stack.sendMany(3, `hour-${hour}`);
			await stack.pass(60, 5);
		}
		expect(stack.accepted).toHaveLength(36);
		expect(stack.deadLetters()).toMatchObject([
			{ facts: { key: "odd", cause: "config" } },
		]);
	});
});

describe("a function killed in mid-send", () => {
	test("leaves its message in doubt, and it is sent once more after the lease", async () => {
		stack = await Harness.start();
		stack.gmail.faults.replace([{ stage: "eom", hang: true, times: 1 }]);
		await stack.send(mail({ id: "killed" }));
		await until(() => stack.accepted.length === 1);
		process.kill(
			stack.local.aws.functions[0]?.environments[0]?.pid ?? 0,
			"SIGKILL",
		);
		await stack.settle();
		expect(await stack.row("killed")).toMatchObject({ state: "SENDING" });
		await stack.pass(25);
		expect(stack.accepted).toHaveLength(2);
		expect(
			stack.accepted[0]?.raw.equals(stack.accepted[1]?.raw ?? Buffer.alloc(0)),
		).toBe(true);
		expect(stack.waiting()).toBe(0);
	});

	test("costs the other messages of its batch nothing", async () => {
		stack = await Harness.start();
		stack.gmail.faults.replace([
			{ stage: "eom", hang: true, times: 1, accept: false },
		]);
		await stack.sendMany(20);
		await until(() => stack.accepted.length >= 3);
		for (const { pid } of stack.local.aws.functions[0]?.environments ?? [])
			process.kill(pid ?? 0, "SIGKILL");
		await stack.settle();
		await stack.pass(60, 5);
		const sent = new Set(
			stack.accepted.map(
				({ raw }) => /^Message-ID: (.*)$/m.exec(raw.toString())?.[1],
			),
		);
		expect(sent.size).toBe(20);
		expect(stack.waiting()).toBe(0);
		expect(stack.deadLetters()).toEqual([]);
	});
});

async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
