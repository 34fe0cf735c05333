import { afterEach, describe, expect, test } from "vitest";
import { ENV } from "../../core/contract.ts";
import type { Harness } from "../support/harness.ts";
import {
	BILLING,
	limitRefusals,
	rowsOf,
	SHOP,
	startWithLimits,
} from "../support/limits.ts";
import { mail } from "../support/mail.ts";

let stack: Harness;
afterEach(() => stack.stop());

const LIMITS = { messages: 100, recipients: 1000 };
const URGENT_BILLING = {
	environment: { [ENV.highPriority]: JSON.stringify(["billing"]) },
};

const sentOf = async (prefix: string) =>
	(await rowsOf(stack, prefix)).filter(({ state }) => state === "SENT").length;

describe("high priority", () => {
	test("of a producer it was granted to goes out at once while other mail is deferred", async () => {
		stack = await startWithLimits(LIMITS, URGENT_BILLING);
		await stack.sendMany(150, "flood", { as: SHOP });
		await stack.settle();
		const flooded = await sentOf("flood");
		expect(flooded).toBeLessThanOrEqual(90);
		expect(stack.waiting()).toBe(150 - flooded);

		await stack.sendMany(8, "urgent", {
			as: BILLING,
			fields: { priority: "high" },
		});
		await stack.sendMany(8, "usual", { as: BILLING });
		await stack.settle();
		expect(await sentOf("urgent")).toBe(8);
		expect(await sentOf("usual")).toBeLessThan(8);
		expect(limitRefusals(stack)).toBe(0);
	});

	test("of a producer it was not granted to has no effect", async () => {
		stack = await startWithLimits(LIMITS, URGENT_BILLING);
		await stack.sendMany(150, "flood", { as: SHOP });
		await stack.settle();
		const flooded = await sentOf("flood");
		await stack.sendMany(5, "loud", {
			as: SHOP,
			fields: { priority: "high" },
		});
		await stack.settle();
		expect(await sentOf("flood")).toBe(flooded);
		expect(await sentOf("loud")).toBe(0);
	});

	test("goes before the other mail of its batch", async () => {
		stack = await startWithLimits(
			{ messages: 5, recipients: 100 },
			URGENT_BILLING,
		);
		await stack.mapping.disable();
		await stack.sendMany(6, "usual", { as: BILLING });
		await stack.sendMany(3, "urgent", {
			as: BILLING,
			fields: { priority: "high" },
		});
		stack.mapping.enable();
		await stack.settle();
		expect(await sentOf("urgent")).toBe(3);
		expect(await sentOf("usual")).toBe(2);
	});
});

describe("a producer's flood", () => {
	test("leaves the last 5 % of the limit to others", async () => {
		stack = await startWithLimits(LIMITS);
		await stack.sendMany(150, "flood", { as: SHOP });
		await stack.settle();
		expect(await sentOf("flood")).toBe(95);

		await stack.sendMany(5, "few", { as: BILLING });
		await stack.send(mail({ id: "more-of-the-flood" }), {}, undefined, SHOP);
		await stack.settle();
		expect(await sentOf("few")).toBe(5);
		expect(await sentOf("more-of-the-flood")).toBe(0);
		expect(limitRefusals(stack)).toBe(0);
	});
});
