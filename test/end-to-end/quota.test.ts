import { afterEach, describe, expect, test } from "vitest";
import type { Limits } from "../../core/quota/limits.ts";
import type { Harness } from "../support/harness.ts";
import {
	limitRefusals,
	mostInADay,
	rowsOf,
	startWithLimits,
} from "../support/limits.ts";
import { mail, THOUSANDS_MS } from "../support/mail.ts";

let stack: Harness;
afterEach(() => stack.stop());

const HOURS = 60;

function addresses(count: number): readonly string[] {
	return Array.from(
		{ length: count },
		(_, index) => `person-${index}@example.com`,
	);
}

/** Puts mail on the queue in equal parts, as many hours apart. */
async function askWithin(
	hours: number,
	parts: number,
	send: (part: number) => Promise<void>,
): Promise<void> {
	for (let part = 0; part < parts; part += 1) {
		await send(part);
		await stack.settle();
		await stack.pass((hours * HOURS) / parts, (hours * HOURS) / parts);
	}
}

async function expectAllSentWithin(
	limits: Limits,
	count: number,
): Promise<void> {
	expect(limitRefusals(stack)).toBe(0);
	const most = mostInADay(stack);
	expect(most.messages).toBeLessThanOrEqual(limits.messages);
	expect(most.recipients).toBeLessThanOrEqual(limits.recipients);
	expect(stack.accepted).toHaveLength(count);
	expect(stack.waiting()).toBe(0);
	expect(stack.deadLetters()).toEqual([]);
	expect(stack.log("breaker-opened")).toEqual([]);
	const rows = await rowsOf(stack);
	expect(rows).toHaveLength(count);
	expect(
		rows.filter(({ state, attempts }) => state !== "SENT" || attempts !== 0),
	).toEqual([]);
}

describe("more than the daily limit, asked within a day", () => {
	test("of 2,000 recipients, in mails of ten, is sent without a refusal", async () => {
		const limits = { messages: 2000, recipients: 2000 };
		stack = await startWithLimits(limits);
		const fields = { to: addresses(10) };
		await askWithin(20, 5, (part) =>
			stack.sendMany(52, `part-${part}`, { fields }),
		);
		await stack.pass(30 * HOURS, 60);
		await expectAllSentWithin(limits, 260);
	});

	test(
		"of 2,000 messages is sent without a refusal",
		async () => {
			const limits = { messages: 2000, recipients: 10_000 };
			stack = await startWithLimits(limits);
			await stack.sendMany(2100);
			await stack.settle();
			await stack.pass(28 * HOURS, 60);
			await expectAllSentWithin(limits, 2100);
		},
		THOUSANDS_MS,
	);

	test("of 10,000 recipients, a hundred in each mail, is sent without a refusal", async () => {
		const limits = { messages: 2000, recipients: 10_000 };
		stack = await startWithLimits(limits);
		await stack.sendMany(110, "large", { fields: { to: addresses(100) } });
		await stack.settle();
		await stack.pass(28 * HOURS, 60);
		await expectAllSentWithin(limits, 110);
	});
});

describe("two functions at work near the limit", () => {
	test("never send more than it together", async () => {
		const limits = { messages: 50, recipients: 120 };
		stack = await startWithLimits(limits);
		await stack.mapping.disable();
		for (let index = 0; index < 130; index += 1) {
			await stack.send(
				mail({ id: `mail-${index}`, to: addresses(1 + (index % 4)) }),
			);
		}
		stack.mapping.enable();
		await stack.settle();
		expect(stack.sendingFunction.environments.length).toBeGreaterThan(1);
		await stack.pass(120 * HOURS, 60);
		await expectAllSentWithin(limits, 130);
	});
});
