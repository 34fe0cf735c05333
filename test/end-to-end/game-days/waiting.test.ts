import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressOf, GameDay } from "../../support/game-day.ts";

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

describe("queue-crowded", () => {
	test("is a ticket, and over when the flood is cancelled: nobody had to wait for what it hides", async () => {
		await day.type(
			`npm run ops -- hold --producer ${SLOW} --for 12h --why "a flood"`,
			{},
		);
		await day.sendAs(SLOW, "flood");
		await day.pass(1);
		const letGo = day.stack.multiplyHidden(40_001);
		await day.pass(17);
		expect(await day.red()).toEqual(["queue-crowded"]);
		await day.send("one");
		await day.pass(1);
		expect(day.stack.acceptedBy()).toEqual({ "one@example.com": 1 });

		const [status] = await day.follow("queue-crowded", {
			fill: () => ({ PRODUCER: SLOW }),
			acts: { "is not needed": letGo },
		});
		expect(status?.out).toMatch(/The queue is crowded/);
		// A quarter of an hour is what it would wait in a queue with room.
		await day.pass(4);
		expect(day.stack.deadLetters()).toHaveLength(1);
		await day.expectOver("queue-crowded");
		day.expectAllSentOnce(["flood"]);
		await day.expectRang({ ticket: ["queue-crowded"] });
	});
});

describe("producer-held", () => {
	test("is a ticket; the others' mail goes out, and the producer's once it is resumed", async () => {
		const ids = Array.from({ length: 80 }, (_, index) => `list-${index}`);
		day.stack.gmail.faults.replace(
			ids.map((id) => ({
				stage: "rcpt",
				reply: "550 5.1.1 does not exist",
				to: addressOf(id),
			})),
		);
		await day.sendAs(SLOW, ...ids);
		await day.send("good");
		// An operator's forgotten hold would be red by now.
		await day.pass(80, 10);
		expect(await day.red()).toEqual(["producer-held"]);
		expect(day.stack.waiting()).toBeGreaterThan(0);

		const [status] = await day.follow("producer-held", {
			fill: () => ({ ID: "list-0", PRODUCER: SLOW }),
		});
		expect(status?.out).toMatch(
			/^Sending, but not the mail of AROASLOW.*\n.* is held by the sender itself: Google refused 5\d messages/,
		);
		await day.sendAs(SLOW, "corrected");
		await day.pass(30, 5);
		await day.expectOver("producer-held");
		day.expectAllSentOnce(ids);
		expect(day.stack.deadLetters()).toHaveLength(ids.length);
		await day.expectRang({ ticket: ["dead-lettered", "producer-held"] });
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
