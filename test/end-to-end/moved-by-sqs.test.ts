import { afterAll, beforeAll, expect, test } from "vitest";
import { GameDay } from "../support/game-day.ts";
import { mail } from "../support/mail.ts";

let day: GameDay;
beforeAll(async () => {
	day = await GameDay.start();
});
afterAll(() => day?.stop());

test("what SQS itself dead-lettered, without a reason of ours, is told once, and can be redriven", async () => {
	const { deadLetterQueueUrl } = day.stack.sender;
	await day.stack.send(mail({ id: "moved" }), {}, deadLetterQueueUrl);
	await day.pass(14);
	expect(await day.red()).toEqual([]);
	await day.pass(2);
	expect(await day.red()).toEqual(["dead-lettered"]);
	await day.pass(60, 5);
	await day.expectRang({ ticket: ["dead-lettered"] });

	const failed = await day.type("npm run ops -- failed --cause unknown", {});
	expect(failed.out).toMatch(/1 more/);
	await day.type("npm run ops -- redrive --cause unknown", {});
	await day.pass(2);
	expect(day.stack.accepted).toHaveLength(1);
	expect(day.stack.deadLetters()).toEqual([]);
	await day.expectRang({ ticket: ["dead-lettered"] });
});
