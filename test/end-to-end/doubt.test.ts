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
});

async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
