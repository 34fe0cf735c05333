import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GameDay } from "../../support/game-day.ts";

const DAY = 24 * 60;
const SLOW = "AROASLOWSLOWSLOWSLOW0";

let day: GameDay;
beforeEach(async () => {
	day = await GameDay.start();
});
afterEach(() => day.stop());

interface Status {
	readonly overview: {
		readonly breaker: { readonly rules: readonly { readonly id: string }[] };
	};
}

describe("held-too-long", () => {
	test("is a ticket, over when nobody holds anything without an end", async () => {
		await day.type('npm run ops -- hold --why "a wrong text"', {});
		await day.type(
			`npm run ops -- hold --producer ${SLOW} --why "a wrong text"`,
			{},
		);
		await day.send("one");
		await day.sendAs(SLOW, "two");
		await day.pass(70, 10);
		expect(await day.red()).toEqual(["held-too-long"]);

		const [status] = await day.follow("held-too-long", {
			async fill() {
				const answer: unknown = await day.stack.ask({ action: "status" });
				const { rules } = (answer as Status).overview.breaker;
				return { RULE: rules[0]?.id ?? "none" };
			},
		});
		expect(status?.out).toMatch(/^On hold since .*a wrong text/);
		await day.pass(2);
		await day.expectOver("held-too-long");
		await day.pass(20, 5);
		day.expectAllSentOnce();
		await day.expectRang({ ticket: ["held-too-long"] });
	});
});

describe("waiting-mail-expires", () => {
	test("leaves time: with more days for the queue nothing is lost after a week", async () => {
		await day.type('npm run ops -- hold --for 30d --why "a legal case"', {});
		await day.send("one", "two");
		await day.pass(3 * DAY, DAY / 2);
		expect(await day.red()).toEqual(["held-too-long"]);
		await day.pass(1.5 * DAY, DAY / 2);
		expect(await day.red()).toEqual(["held-too-long", "waiting-mail-expires"]);

		await day.follow("waiting-mail-expires", {
			// More days than the queue had before.
			acts: { "It is on hold": () => day.pass(5 * DAY, DAY / 2) },
		});
		await day.pass(20, 5);
		await day.expectOver("waiting-mail-expires");
		day.expectAllSentOnce();
		await day.expectRang({
			page: ["waiting-mail-expires"],
			ticket: ["held-too-long"],
		});
	});
});
