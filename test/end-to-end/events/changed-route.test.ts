import { afterEach, describe, expect, test } from "vitest";
import { redrive } from "../../../ops/commands/redrive.ts";
import { bodyOf } from "../../support/events.ts";
import type { Harness } from "../../support/harness.ts";
import { runOps } from "../../support/ops.ts";
import { deployRoutes, startWithRoutes } from "../../support/routes.ts";

const ANN = "ann@example.com";
const BOB = "bob@example.com";
const CARL = "carl@example.com";
const FULL = "450 4.2.2 mailbox full";

let stack: Harness;
afterEach(() => stack.stop());

const to = (...addresses: readonly string[]) => ({
	defaultRoute: { to: addresses },
});

const redriveAll = async () => {
	await runOps(stack, redrive, ["--cause", "transient", "--yes"]);
	await stack.settle();
};

/** The event's mail reached Ann, and Bob's mailbox was full. */
async function sendHalf(): Promise<void> {
	stack = await startWithRoutes(to(ANN, BOB));
	stack.gmail.faults.replace([
		{ stage: "rcpt", reply: FULL, to: BOB, times: 1 },
	]);
	await stack.send(bodyOf("guardduty"));
	await stack.settle();
	expect(stack.acceptedBy()).toEqual({ [ANN]: 1 });
}

describe("a route that changes while its event's mail waits", () => {
	test("counts when nobody has got the mail yet", async () => {
		stack = await startWithRoutes(to(ANN));
		stack.gmail.faults.replace([{ stage: "rcpt", reply: FULL, times: 1 }]);
		await stack.send(bodyOf("guardduty"));
		await stack.settle();
		expect(stack.accepted).toEqual([]);
		await deployRoutes(stack, to(CARL, BOB));
		await stack.pass(5);
		expect(stack.acceptedBy()).toEqual({ [CARL]: 1, [BOB]: 1 });
		expect(stack.deadLetters()).toEqual([]);
	});

	test("leaves the rest in the dead-letter queue when somebody has got it", async () => {
		await sendHalf();
		await deployRoutes(stack, to(CARL));
		await stack.pass(5);
		expect(stack.acceptedBy()).toEqual({ [ANN]: 1 });
		expect(stack.deadLetters()).toMatchObject([
			{
				facts: {
					cause: "transient",
					problems: [{ sentence: expect.stringContaining("has changed") }],
				},
			},
		]);
	});

	test("and is back at the redrive lets the rest have it, and nobody twice", async () => {
		await sendHalf();
		await deployRoutes(stack, to(CARL));
		await stack.pass(5);
		await deployRoutes(stack, to(ANN, BOB));
		await redriveAll();
		expect(stack.acceptedBy()).toEqual({ [ANN]: 1, [BOB]: 1 });
		expect(stack.deadLetters()).toEqual([]);
	});

	test("and is still another one at the redrive gives nobody another version", async () => {
		await sendHalf();
		await deployRoutes(stack, to(CARL));
		await stack.pass(5);
		await redriveAll();
		expect(stack.acceptedBy()).toEqual({ [ANN]: 1 });
		expect(stack.deadLetters()).toMatchObject([
			{
				facts: {
					problems: [{ sentence: expect.stringContaining("has changed") }],
				},
			},
		]);
		await deployRoutes(stack, to(ANN, BOB));
		await redriveAll();
		expect(stack.acceptedBy()).toEqual({ [ANN]: 1, [BOB]: 1 });
	});

	test("and is taken away leaves the rest as a dead letter, which a redrive with it sends", async () => {
		await sendHalf();
		await deployRoutes(stack, {});
		await stack.pass(5);
		expect(stack.deadLetters()).toMatchObject([
			{ facts: { cause: "no-route" } },
		]);
		await deployRoutes(stack, to(ANN, BOB));
		await runOps(stack, redrive, ["--cause", "no-route", "--yes"]);
		await stack.settle();
		await stack.pass(5);
		expect(stack.acceptedBy()).toEqual({ [ANN]: 1, [BOB]: 1 });
		expect(stack.deadLetters()).toEqual([]);
	});
});
