import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ENV } from "../../core/contract.ts";
import { alarmState } from "../support/alarm-state.ts";
import type { Harness } from "../support/harness.ts";
import { BILLING, rowsOf, SHOP, startWithLimits } from "../support/limits.ts";
import { mail, THOUSANDS_MS } from "../support/mail.ts";

let stack: Harness;
afterEach(() => stack.stop());

const statesOf = async (prefix: string) => {
	const counts: Record<string, number> = {};
	for (const { state } of await rowsOf(stack, prefix))
		counts[String(state)] = (counts[String(state)] ?? 0) + 1;
	return counts;
};

/** Mails that Google took, each counted once. */
const distinct = () =>
	new Set(
		stack.accepted.map(
			({ raw }) => /^Message-ID: (.*)$/m.exec(raw.toString())?.[1],
		),
	).size;

async function raiseLimit(messages: number): Promise<void> {
	stack.gmail.mailboxes.setLimits({ messages, recipients: messages });
	Object.assign(stack.sendingFunction.environment, {
		[ENV.messageLimit]: String(messages),
		[ENV.recipientLimit]: String(messages),
	});
	stack.sendingFunction.stop();
}

describe("the flood of one producer", () => {
	test(
		"is cancelled without touching the mail of another",
		async () => {
			stack = await startWithLimits({ messages: 200, recipients: 200 });
			await stack.sendMany(500, "flood", { as: SHOP });
			await stack.settle();
			expect(await statesOf("flood")).toEqual({ SENT: 190 });

			await stack.sendMany(10, "few", { as: BILLING });
			const answer = await stack.ask({
				action: "cancel",
				producer: "shop",
				who: "ann",
				why: "a loop in the shop",
			});
			expect(answer).toMatchObject({ ok: true });
			await stack.settle();
			await stack.pass(2);
			expect(await statesOf("few")).toEqual({ SENT: 10 });

			await stack.pass(75, 5);
			expect(await statesOf("flood")).toEqual({ SENT: 190, FAILED: 310 });
			expect(stack.waiting()).toBe(0);
			const letters = stack.deadLetters().map(({ facts }) => facts);
			expect(letters).toHaveLength(310);
			expect(new Set(letters.map(({ key }) => key)).size).toBe(310);
			const [first] = letters;
			expect(first).toMatchObject({
				cause: "cancelled",
				producer: "shop",
				problems: [{ sentence: "Cancelled by ann: a loop in the shop" }],
			});
			expect(stack.accepted).toHaveLength(200);
			expect(distinct()).toBe(200);
			expect(await alarmState(stack, "dead-lettered")).not.toBe("ALARM");
		},
		THOUSANDS_MS,
	);

	test("is followed by that producer's later mail, and can be redriven", async () => {
		stack = await startWithLimits({ messages: 30, recipients: 30 });
		await stack.sendMany(60, "flood", { as: SHOP });
		await stack.settle();
		await stack.ask({ action: "cancel", producer: "shop" });
		await stack.pass(75, 5);
		expect(await statesOf("flood")).toEqual({ SENT: 29, FAILED: 31 });

		await raiseLimit(1000);
		await stack.sendMany(5, "later", { as: SHOP });
		await stack.settle();
		expect(await statesOf("later")).toEqual({ SENT: 5 });
		stack.redriveNatively();
		await stack.settle();
		expect(await statesOf("flood")).toEqual({ SENT: 60 });
		expect(stack.accepted).toHaveLength(65);
		expect(distinct()).toBe(65);
		expect(stack.deadLetters()).toEqual([]);
	});
});

describe("a cancellation", () => {
	beforeEach(async () => {
		stack = await startWithLimits({ messages: 1000, recipients: 1000 });
		await stack.ask({ action: "hold" });
	});

	const resume = async () => {
		await stack.ask({ action: "resume" });
		await stack.settle();
		await stack.pass(2);
	};
	const stateOf = async (id: string) => (await stack.row(id))?.state;

	test("by tag hits the messages with that tag and value", async () => {
		await stack.send(mail({ id: "one", tags: { campaign: "spring" } }));
		await stack.send(mail({ id: "two", tags: { campaign: "autumn" } }));
		await stack.send(mail({ id: "three" }));
		await stack.ask({ action: "cancel", tag: "campaign=spring" });
		await resume();
		expect(await stateOf("one")).toBe("FAILED");
		expect(await stateOf("two")).toBe("SENT");
		expect(await stateOf("three")).toBe("SENT");
	});

	test("by id hits that one", async () => {
		await stack.sendMany(3);
		await stack.ask({ action: "cancel", id: "mail-1" });
		await resume();
		expect(stack.deadLetters()).toMatchObject([{ facts: { key: "mail-1" } }]);
		expect(stack.accepted).toHaveLength(2);
	});

	test("of a producer and a tag needs both", async () => {
		const tagged = { fields: { tags: { kind: "report" } } };
		await stack.sendMany(1, "both", { as: SHOP, ...tagged });
		await stack.sendMany(1, "tag", { as: BILLING, ...tagged });
		await stack.sendMany(1, "producer", { as: SHOP });
		await stack.ask({ action: "cancel", producer: "shop", tag: "kind" });
		await resume();
		expect(stack.deadLetters()).toMatchObject([{ facts: { key: "both-0" } }]);
		expect(stack.accepted).toHaveLength(2);
	});

	test("leaves what was sent to the queue before its beginning, and what comes after it", async () => {
		await stack.sendMany(2, "before", { as: SHOP });
		await stack.pass(30, 30);
		await stack.sendMany(2, "during", { as: SHOP });
		await stack.ask({ action: "cancel", producer: "shop", since: "10m" });
		await stack.pass(1);
		await stack.sendMany(2, "after", { as: SHOP });
		await resume();
		expect(await statesOf("before")).toEqual({ SENT: 2 });
		expect(await statesOf("during")).toEqual({ FAILED: 2 });
		expect(await statesOf("after")).toEqual({ SENT: 2 });
	});

	test("of everything is refused", async () => {
		await stack.sendMany(2);
		expect(await stack.ask({ action: "cancel" })).toMatchObject({
			ok: false,
			message: expect.stringMatching(
				/^Cannot cancel everything: name a producer/,
			),
		});
		await resume();
		expect(stack.accepted).toHaveLength(2);
	});

	test("is refused with a sentence when fifty rules are there", async () => {
		for (let index = 0; index < 50; index += 1)
			await stack.ask({ action: "cancel", id: `mail-${index}` });
		expect(
			await stack.ask({ action: "cancel", id: "one-too-many" }),
		).toMatchObject({
			ok: false,
			message: expect.stringMatching(/^Cannot keep more than 50 rules/),
		});
		const breaker = await stack.breaker();
		expect(breaker?.rules).toHaveLength(50);
	});
});

test("a message in doubt that is cancelled is not called unsent", async () => {
	stack = await startWithLimits({ messages: 1000, recipients: 1000 });
	await stack.send(
		mail({ id: "doubt", to: "drop-after-data-once@example.com" }),
	);
	await stack.settle();
	await stack.ask({ action: "cancel", id: "doubt", who: "ann", why: "typo" });
	await stack.pass(5);
	expect(stack.accepted).toHaveLength(1);
	expect(stack.deadLetters()).toMatchObject([
		{
			facts: {
				cause: "cancelled",
				problems: [
					{
						sentence: expect.stringMatching(
							/^Cancelled by ann: typo \(it may have been sent before/,
						),
					},
				],
			},
		},
	]);
});
