import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GameDay } from "../../support/game-day.ts";

let day: GameDay;
beforeEach(async () => {
	day = await GameDay.start();
});
afterEach(() => day.stop());

const fail = (service: string, action = "") => {
	day.stack.local.aws.endpoint.intercept = (toService, toAction) =>
		toService === service && toAction.includes(action) ? "error" : undefined;
};
const mend = () => {
	day.stack.local.aws.endpoint.intercept = () => undefined;
};

describe("state-unreachable", () => {
	test("by a table that does not answer sends nothing, and all of it once it does", async () => {
		await day.send("before");
		await day.pass(1);
		fail("dynamodb");
		await day.send("one", "two");
		await day.pass(20, 2);
		expect(await day.red()).toEqual(["state-unreachable"]);

		const [log] = await day.follow("state-unreachable", {
			acts: { "Deploy again": mend },
		});
		expect(log?.out).toMatch(/failure on demand/);
		await day.pass(75, 5);
		await day.expectOver("state-unreachable");
		day.expectAllSentOnce();
		await day.expectRang({ page: ["state-unreachable"] });
	});

	test("by a secret that only the sender needs is red with one message for hours", async () => {
		fail("secretsmanager", "GetSecretValue");
		await day.send("one");
		await day.pass(20, 2);
		expect(await day.red()).toEqual(["state-unreachable"]);
		await day.pass(60, 5);
		expect(await day.red()).toEqual(["state-unreachable"]);
		await day.pass(240, 5);
		expect(await day.red()).toEqual(["backlog-stalled", "state-unreachable"]);
		mend();
		await day.pass(90, 5);
		await day.expectOver("state-unreachable");
		day.expectAllSentOnce();
		// What only the sender meets the breaker function sees as a stall, after 90 minutes.
		await day.expectRang({ page: ["backlog-stalled", "state-unreachable"] });
	});
});

describe("outcome-events-lost", () => {
	test("is a ticket; what became of a message can be looked up", async () => {
		fail("events", "PutEvents");
		await day.send("one");
		await day.pass(1);
		expect(await day.red()).toEqual(["outcome-events-lost"]);

		const [log, story] = await day.follow("outcome-events-lost", {
			acts: { "deploy again": mend },
			fill: () => ({ ID: "one" }),
		});
		expect(log?.out).toMatch(/failure on demand/);
		expect(story?.out).toMatch(/SENT|sent/);
		await day.pass(20, 5);
		await day.expectOver("outcome-events-lost");
		day.expectAllSentOnce();
		await day.expectRang({ ticket: ["outcome-events-lost"] });
	});
});
