import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DrillOffer } from "../../local/api.ts";
import { connectLocal, type LocalStack } from "../../local/client/index.ts";
import { GameDay } from "../support/game-day.ts";

let day: GameDay;
let local: LocalStack;
let offers: readonly DrillOffer[];
beforeAll(async () => {
	day = await GameDay.start();
	const { url } = day.stack.local.inbox;
	local = connectLocal(url);
	const response = await fetch(`${url}/local/drills`);
	offers = (await response.json()) as readonly DrillOffer[];
	await day.stack.local.aws.tick();
});
afterAll(() => day.stop());

interface Expected {
	readonly alarm: string;
	/** Dead letters it leaves. */
	readonly dead?: number;
	/** What goes out twice, as it must. */
	readonly twice?: number;
}

const EXPECTED: readonly Expected[] = [
	{ alarm: "auth-refused" },
	{ alarm: "quota-exhausted" },
	{ alarm: "gmail-unavailable" },
	{ alarm: "misconfigured" },
	{ alarm: "dead-lettered", dead: 1 },
	{ alarm: "in-doubt", twice: 1 },
];

describe("the drill", () => {
	test.each(EXPECTED)(
		"$alarm rings in time, and after its end all is as before",
		async ({ alarm, dead = 0, twice = 0 }) => {
			const { stack } = day;
			const before = stack.deadLetters().length;
			const acceptedBefore = stack.accepted.length;
			const minutes =
				offers.find((offer) => offer.alarm === alarm)?.ringsAfterMinutes ?? 0;
			await local.drill.begin(alarm);
			expect(await day.red()).toEqual([]);
			await local.clock.advance({ minutes });
			expect(await day.red()).toEqual([alarm]);

			await local.drill.end();
			await local.clock.advance({ minutes: 20 });
			expect(await day.red()).toEqual([]);
			expect(stack.waiting()).toBe(0);
			expect(stack.deadLetters().length - before).toBe(dead);
			const accepted = stack.accepted
				.slice(acceptedBefore)
				.flatMap(({ recipients }) => recipients);
			expect(accepted.length - new Set(accepted).size).toBe(twice);
		},
	);
});
