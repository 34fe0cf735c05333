import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LOCAL_APP_PASSWORD } from "../../../local/run.ts";
import { GameDay } from "../../support/game-day.ts";

const NEW_PASSWORD = "brandnewpassword";

let day: GameDay;
beforeEach(async () => {
	day = await GameDay.start();
});
afterEach(() => day.stop());

describe("auth-refused", () => {
	test("is mended by a new App Password", async () => {
		const { gmail } = day.stack;
		gmail.mailboxes.setPassword("somethingelsenow");
		await day.send("one", "two", "three");
		await day.pass(30, 5);
		expect(await day.red()).toEqual(["auth-refused"]);

		const [status] = await day.follow("auth-refused", {
			acts: {
				"Make a new App Password": () =>
					gmail.mailboxes.setPassword(NEW_PASSWORD),
			},
			password: NEW_PASSWORD,
		});
		expect(status?.out).toMatch(/Google refuses the App Password/);
		await day.pass(2);
		await day.expectOver("auth-refused");
		day.expectAllSentOnce();
		await day.expectRang({ page: ["auth-refused"] });
	});

	test("is mended in CloudShell by what the breaker function says to type", async () => {
		const { gmail } = day.stack;
		gmail.mailboxes.setPassword(NEW_PASSWORD);
		await day.send("one");
		await day.pass(5, 5);
		const answer = await day.stack.ask({ action: "status" });
		const [, command = ""] =
			/^Type: (.*read -rs P && aws .*)$/m.exec(String(answer.message)) ?? [];
		// As Google shows it.
		const password = NEW_PASSWORD.replace(/.{4}(?=.)/g, "$& ");
		const { out, err } = await day.type(`bash -c '${command}'`, { password });
		expect(out + err).not.toMatch(/brand|pass/);
		// As somebody pastes it who has the answer as JSON.
		const escaped = JSON.stringify(command).slice(1, -1);
		await day.type(`bash -c '${escaped}'`, { password });
		await day.pass(2);
		await day.expectOver("auth-refused");
		day.expectAllSentOnce();
		await day.expectRang({ page: ["auth-refused"] });
	});

	test("that wants a person to sign in is mended by that and a new App Password", async () => {
		const { gmail } = day.stack;
		gmail.faults.replace([
			{
				stage: "auth",
				reply:
					"534-5.7.14 Please log in via your web browser\n534 5.7.14 again",
			},
		]);
		await day.send("one", "two");
		await day.pass(10, 5);
		expect(await day.red()).toEqual(["auth-refused"]);

		const [status] = await day.follow("auth-refused", {
			acts: {
				"sign in to the mailbox in a browser": () => gmail.faults.replace([]),
				"Make a new App Password": () =>
					gmail.mailboxes.setPassword(NEW_PASSWORD),
			},
			password: NEW_PASSWORD,
		});
		expect(status?.out).toMatch(/log in via your web browser/);
		await day.pass(2);
		await day.expectOver("auth-refused");
		day.expectAllSentOnce();
		await day.expectRang({ page: ["auth-refused"] });
	});
});

describe("misconfigured", () => {
	test("for want of an App Password is mended by storing one", async () => {
		await day.stop();
		day = await GameDay.start({ withoutPassword: true });
		await day.send("one", "two");
		await day.pass(10, 5);
		expect(await day.red()).toEqual(["misconfigured"]);

		day.stack.gmail.mailboxes.setPassword(NEW_PASSWORD);
		const [status] = await day.follow("misconfigured", {
			password: NEW_PASSWORD,
		});
		expect(status?.out).toMatch(/There is no App Password yet/);
		await day.pass(2);
		await day.expectOver("misconfigured");
		day.expectAllSentOnce();
		await day.expectRang({ page: ["misconfigured"] });
	});

	test("by a relay that does not know the account is mended by its admin", async () => {
		const { gmail } = day.stack;
		gmail.faults.replace([
			{ stage: "mail", reply: "550 5.7.0 Mail relay denied [203.0.113.7]" },
		]);
		await day.send("one", "two");
		await day.pass(10, 5);
		expect(await day.red()).toEqual(["misconfigured"]);

		await day.follow("misconfigured", {
			acts: { "has to allow this account": () => gmail.faults.replace([]) },
			password: LOCAL_APP_PASSWORD,
		});
		await day.pass(20);
		await day.expectOver("misconfigured");
		day.expectAllSentOnce();
		await day.expectRang({ page: ["misconfigured"] });
	});
});
