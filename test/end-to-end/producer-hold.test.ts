import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { alarmState } from "../support/alarm-state.ts";
import type { Harness } from "../support/harness.ts";
import {
	BILLING,
	gauge,
	rowsOf,
	SHOP,
	startWithLimits,
} from "../support/limits.ts";
import { mail } from "../support/mail.ts";

let stack: Harness;
beforeEach(async () => {
	stack = await startWithLimits({ messages: 1000, recipients: 1000 });
});
afterEach(() => stack.stop());

const HOUR = 60;

const sentOf = async (prefix: string) =>
	(await rowsOf(stack, prefix)).filter(({ state }) => state === "SENT").length;

async function expectNothingLost(): Promise<void> {
	expect(stack.waiting()).toBe(0);
	expect(stack.deadLetters()).toEqual([]);
	const rows = await rowsOf(stack);
	expect(rows.filter(({ attempts }) => attempts !== 0)).toEqual([]);
	expect(stack.accepted).toHaveLength(rows.length);
}

describe("a hold of one producer", () => {
	test("keeps his mail waiting, and lets it go within a quarter of an hour after the resume", async () => {
		await stack.ask({
			action: "hold",
			producer: "shop",
			who: "ann",
			why: "flood",
		});
		await stack.sendMany(20, "held", { as: SHOP });
		await stack.sendMany(10, "other", { as: BILLING });
		await stack.settle();
		await stack.pass(2 * HOUR, 10);
		expect(await sentOf("other")).toBe(10);
		expect(await sentOf("held")).toBe(0);
		expect(stack.waiting()).toBe(20);
		expect(await stack.ask({ action: "status" })).toMatchObject({
			verdict: "producers-held",
			sending: true,
			message: expect.stringMatching(
				/not the mail of shop\.[\s\S]*shop is held by ann: flood/,
			),
		});

		const resumed = await stack.ask({ action: "resume", producer: "shop" });
		expect(resumed).toMatchObject({ ok: true });
		await stack.pass(16, 4);
		expect(await sentOf("held")).toBe(20);
		await expectNothingLost();
	});

	test("ends by itself", async () => {
		await stack.ask({ action: "hold", producer: "shop", for: "90m" });
		await stack.sendMany(5, "held", { as: SHOP });
		await stack.settle();
		await stack.pass(85, 5);
		expect(await sentOf("held")).toBe(0);
		await stack.pass(25, 5);
		expect(await sentOf("held")).toBe(5);
		expect(await stack.breaker()).toMatchObject({ rules: [] });
		await expectNothingLost();
	});

	test("without an end is called forgotten after an hour", async () => {
		await stack.ask({ action: "hold", producer: "shop" });
		await stack.pass(50, 10);
		expect(gauge(stack, "HeldTooLong")).toBe(0);
		await stack.pass(15, 5);
		expect(gauge(stack, "HeldTooLong")).toBe(1);
		expect(await alarmState(stack, "held-too-long")).toBe("ALARM");

		await stack.ask({ action: "resume", producer: "shop" });
		await stack.pass(2);
		expect(gauge(stack, "HeldTooLong")).toBe(0);
		expect(await alarmState(stack, "held-too-long")).toBe("OK");
	});

	test("calls for help three days before his mail would be dropped, and loses it no attempt", async () => {
		await stack.ask({ action: "hold", producer: "shop" });
		await stack.sendMany(3, "held", { as: SHOP });
		await stack.settle();
		await stack.pass(95 * HOUR, 5 * HOUR);
		await stack.local.aws.tick();
		expect(await alarmState(stack, "waiting-mail-expires")).not.toBe("ALARM");
		await stack.pass(2 * HOUR, HOUR);
		await stack.local.aws.tick();
		expect(await alarmState(stack, "waiting-mail-expires")).toBe("ALARM");

		await stack.ask({ action: "resume", producer: "shop" });
		await stack.pass(16, 4);
		await expectNothingLost();
	});

	test("takes no room in the daily limit from the others", async () => {
		await stack.ask({ action: "hold", producer: "shop" });
		await stack.sendMany(20, "held", { as: SHOP });
		await stack.send(mail({ id: "other" }), {}, undefined, BILLING);
		await stack.settle();
		expect(await stack.quota()).toMatchObject({
			buckets: [{ messages: 1, byProducer: { billing: 1 } }],
		});
	});

	test("holds his redriven mail, too", async () => {
		stack.gmail.faults.replace([
			{ stage: "eom", reply: "550 5.7.1 likely unsolicited mail", times: 1 },
		]);
		await stack.send(mail({ id: "spam" }), {}, undefined, SHOP);
		await stack.settle();
		await stack.ask({ action: "hold", producer: "shop" });
		stack.redriveNatively();
		await stack.settle();
		expect(stack.accepted).toEqual([]);
		await stack.ask({ action: "resume", producer: "shop" });
		await stack.pass(16, 4);
		expect(stack.accepted).toHaveLength(1);
	});

	test("gives way to a cancellation", async () => {
		await stack.ask({ action: "hold", producer: "shop" });
		await stack.sendMany(3, "held", { as: SHOP });
		await stack.settle();
		await stack.ask({ action: "cancel", producer: "shop" });
		await stack.pass(16, 4);
		expect(stack.deadLetters()).toHaveLength(3);
		expect(stack.waiting()).toBe(0);
	});
});

describe("a resume", () => {
	test("after a short hold lets the mail go within two minutes, as it says", async () => {
		await stack.ask({ action: "hold", producer: "shop", for: "2h" });
		await stack.sendMany(5, "held", { as: SHOP });
		await stack.settle();
		await stack.pass(20);
		const { message } = await stack.ask({ action: "resume", producer: "shop" });
		const [, by = ""] = /the last of it by (\S+Z)\./.exec(`${message}`) ?? [];
		expect(Date.parse(by) - Date.now()).toBeLessThanOrEqual(120_000);
		await stack.pass(2);
		expect(await sentOf("held")).toBe(5);
	});

	test("with nothing on hold names a daily limit, and that it cannot be hurried", async () => {
		stack.gmail.faults.replace([
			{ stage: "data", reply: "550 5.4.5 Daily user sending limit exceeded." },
		]);
		await stack.send(mail({ id: "one" }));
		await stack.settle();
		const { message } = await stack.ask({ action: "resume" });
		expect(message).toMatch(
			/^Nothing was on hold as a whole\. Not sending since \S+Z: the mailbox has reached the daily sending limit of Google\. This wait cannot be shortened; the next try is at \S+Z\./,
		);
		expect(message).not.toMatch(/comes back/);
	});

	test("of a producer that nothing holds is refused, with what is held", async () => {
		await stack.ask({ action: "hold", producer: "shop" });
		expect(
			await stack.ask({ action: "resume", producer: "billing" }),
		).toMatchObject({
			ok: false,
			message: expect.stringMatching(
				/^Cannot resume mail of billing as nothing holds it; rules in force: hold of shop/,
			),
		});
	});

	test("of the whole sender leaves the hold of a producer", async () => {
		await stack.ask({ action: "hold", producer: "shop" });
		await stack.ask({ action: "hold" });
		await stack.ask({ action: "resume" });
		await stack.sendMany(2, "held", { as: SHOP });
		await stack.sendMany(2, "other", { as: BILLING });
		await stack.settle();
		expect(await sentOf("other")).toBe(2);
		expect(await sentOf("held")).toBe(0);
	});
});
