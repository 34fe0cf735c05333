import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressOf, GameDay } from "../../support/game-day.ts";
import { mail } from "../../support/mail.ts";

const DAY = 24 * 60;

let day: GameDay;
beforeEach(async () => {
	day = await GameDay.start();
	day.stack.gmail.faults.replace([
		{
			stage: "rcpt",
			reply: "550 5.1.1 does not exist",
			to: addressOf("gone"),
			times: 1,
		},
	]);
	await day.send("good", "gone");
	await day.stack.send(mail({ id: "typo", txet: "Hello" }));
	await day.pass(1);
	expect(day.stack.deadLetters()).toHaveLength(2);
});
afterEach(() => day.stop());

describe("dead-lettered", () => {
	test("is a ticket; each letter is sent again or thrown away", async () => {
		expect(await day.red()).toEqual(["dead-lettered"]);
		const [groups] = await day.follow("dead-lettered", {
			fill: () => ({ CAUSE: "bad-recipient", ID: "typo" }),
		});
		expect(groups?.out).toMatch(/bad-recipient/);
		await day.pass(10, 5);
		await day.expectOver("dead-lettered");
		day.expectAllSentOnce();
		expect(day.stack.deadLetters()).toEqual([]);
		await day.expectRang({ ticket: ["dead-lettered"] });
	});
});

describe("dead-letters-expire", () => {
	test("is a ticket three days before, over when the queue is empty", async () => {
		await day.pass(10.5 * DAY, DAY / 2);
		expect(await day.red()).toEqual([]);
		await day.pass(DAY, DAY / 2);
		expect(await day.red()).toEqual(["dead-letters-expire"]);

		await day.follow("dead-letters-expire", {
			fill: (command) => ({
				CAUSE: command.includes("redrive") ? "bad-recipient" : "bad-message",
			}),
		});
		await day.pass(20, 5);
		await day.expectOver("dead-letters-expire");
		day.expectAllSentOnce();
		expect(day.stack.deadLetters()).toEqual([]);
		await day.expectRang({ ticket: ["dead-lettered", "dead-letters-expire"] });
	});
});
