import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LOCAL_APP_PASSWORD } from "../../../local/run.ts";
import { GameDay } from "../../support/game-day.ts";
import { mail } from "../../support/mail.ts";
import { generalCommands } from "../../support/runbook.ts";

const SECRET_PASSWORD = "topsecretpasswrd";

let day: GameDay;
beforeEach(async () => {
	day = await GameDay.start();
});
afterEach(() => day.stop());

const refuseLogin = () =>
	day.stack.gmail.mailboxes.setPassword("somethingelsenow");

describe("a level alarm", () => {
	test("is red for a day in which nothing is sent, rings once, and turns green by itself", async () => {
		refuseLogin();
		await day.send("one");
		await day.pass(24 * 60, 30);
		expect(await day.red()).toEqual(["auth-refused"]);
		day.stack.gmail.mailboxes.setPassword(LOCAL_APP_PASSWORD);
		await day.pass(90, 5);
		expect(await day.red()).toEqual([]);
		day.expectAllSentOnce();
		await day.expectRang({ page: ["auth-refused"] });
	});
});

describe("another cause that begins while one is red", () => {
	test("pages again when it takes the first one's place", async () => {
		const { stack } = day;
		refuseLogin();
		await day.send("one");
		await day.pass(10, 5);
		stack.local.aws.services.secrets.put(stack.sender.secretArn, "{}");
		await day.pass(3);
		expect(await day.red()).toEqual(["misconfigured"]);
		stack.gmail.faults.replace([
			{ stage: "data", reply: "550 5.4.5 Daily user sending limit exceeded." },
		]);
		stack.gmail.mailboxes.setPassword(LOCAL_APP_PASSWORD);
		stack.setPassword(LOCAL_APP_PASSWORD);
		await day.pass(20);
		expect(await day.red()).toEqual(["quota-exhausted"]);
		await day.expectRang({
			page: ["auth-refused", "misconfigured", "quota-exhausted"],
		});
	});

	test("pages again when it comes on top", async () => {
		refuseLogin();
		await day.send("one");
		await day.pass(10, 5);
		day.stack.breakerFunction.broken = "Cannot find module 'index'";
		await day.pass(20, 5);
		expect(await day.red()).toEqual(["auth-refused", "breaker-silent"]);
		await day.expectRang({ page: ["auth-refused", "breaker-silent"] });
	});

	test("pages under a hold, too", async () => {
		refuseLogin();
		await day.send("one");
		await day.pass(5, 5);
		day.stack.setPassword("anotherwrongpass");
		await day.stack.ask({ action: "hold", for: "20h", who: "ann" });
		day.stack.local.aws.services.secrets.put(day.stack.sender.secretArn, "{}");
		await day.pass(10);
		expect(await day.red()).toEqual(["misconfigured"]);
		await day.expectRang({ page: ["auth-refused", "misconfigured"] });
	});
});

describe("nobody is woken", () => {
	test("by a producer's typo", async () => {
		await day.stack.send("{ no JSON");
		await day.stack.send(mail({ txet: "Hello" }));
		await day.stack.send(mail({ to: "reply-550-5.1.1@example.com" }));
		await day.pass(20, 5);
		expect(day.stack.deadLetters()).toHaveLength(3);
		await day.expectRang({ ticket: ["dead-lettered"] });
	});

	test("by mail that was cancelled", async () => {
		await day.stack.ask({ action: "hold", for: "10m", who: "ann" });
		await day.send("one", "two");
		await day.stack.ask({ action: "cancel", id: "one", who: "ann" });
		await day.pass(20, 5);
		expect(day.stack.deadLetters().map(({ facts }) => facts.cause)).toEqual([
			"cancelled",
		]);
		day.expectAllSentOnce(["one"]);
		await day.expectRang({});
	});

	test("by a hold with an end within a day", async () => {
		await day.stack.ask({ action: "hold", for: "20h", who: "ann" });
		await day.send("one");
		await day.pass(21 * 60, 60);
		day.expectAllSentOnce();
		await day.expectRang({});
	});

	test("by an idle day", async () => {
		await day.pass(24 * 60, 60);
		await day.expectRang({});
	});
});

describe("the runbook", () => {
	test("begins with commands that work", async () => {
		await day.stack.send(mail({ to: "reply-550-5.1.1@example.com" }));
		await day.pass(1);
		expect(generalCommands().length).toBeGreaterThan(1);
		for (const command of generalCommands()) await day.type(command, {});
		expect(Object.keys(await day.names())).toContain("QUEUE_URL");
	});
});

describe("logs", () => {
	test("have neither an App Password nor anybody's address", async () => {
		const { stack } = day;
		stack.gmail.mailboxes.setPassword(SECRET_PASSWORD);
		await day.send("one");
		await day.pass(2);
		stack.setPassword(SECRET_PASSWORD);
		await stack.send(mail({ to: "reply-550-5.1.1@example.com" }));
		await stack.send(mail({ to: "not an address", text: "private words" }));
		await day.pass(10);
		await day.expectRang({ page: ["auth-refused"], ticket: ["dead-lettered"] });
		const lines = stack.lines.join("\n");
		for (const secret of [
			SECRET_PASSWORD,
			LOCAL_APP_PASSWORD,
			stack.sender.mailbox,
			"one@example.com",
			"reply-550-5.1.1@",
			"not an address",
			"private words",
		])
			expect(lines).not.toContain(secret);
	});
});
