import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GameDay } from "../../support/game-day.ts";
import { sectionOf } from "../../support/runbook.ts";

const FLOOD = "AROAFLOODFLOODFLOOD00";
const fill = () => ({ PRODUCER: FLOOD });

let day: GameDay;
beforeEach(async () => {
	day = await GameDay.start();
});
afterEach(() => day.stop());

describe("gmail-unavailable", () => {
	test("is tried at once when on-call says that it is mended", async () => {
		const { gmail } = day.stack;
		gmail.faults.replace([
			{ stage: "connect", reply: "421 4.3.0 Temporary System Problem." },
		]);
		await day.send("one", "two", "three");
		await day.pass(16, 2);
		expect(await day.red()).toEqual(["gmail-unavailable"]);

		await day.follow("gmail-unavailable", {
			acts: { "a route to a NAT gateway": () => gmail.faults.replace([]) },
		});
		await day.pass(15, 5);
		await day.expectOver("gmail-unavailable");
		day.expectAllSentOnce();
		await day.expectRang({ page: ["gmail-unavailable"] });
	});

	test("for five minutes wakes nobody", async () => {
		const { gmail } = day.stack;
		gmail.faults.replace([{ stage: "connect", drop: true }]);
		await day.send("one");
		await day.pass(4);
		gmail.faults.replace([]);
		await day.pass(20, 2);
		day.expectAllSentOnce();
		await day.expectRang({});
	});
});

describe("quota-exhausted", () => {
	test("ends by itself; a flood can be held back, and what must never go cancelled", async () => {
		const { gmail } = day.stack;
		// Somebody else uses the mailbox, too.
		gmail.mailboxes.setLimits({ messages: 3 });
		await day.send("one", "two", "three");
		await day.pass(1);
		await day.sendAs(FLOOD, "flood-1", "flood-2", "flood-3");
		await day.send("four", "five");
		await day.pass(30, 5);
		expect(await day.red()).toEqual(["quota-exhausted"]);

		const [status] = await day.follow("quota-exhausted", { fill });
		expect(status?.out).toMatch(/daily sending limit/);
		await day.pass(26 * 60, 60);
		await day.expectOver("quota-exhausted");
		day.expectAllSentOnce(["flood-1", "flood-2", "flood-3"]);
		expect(day.stack.deadLetters().map(({ facts }) => facts.cause)).toEqual([
			"cancelled",
			"cancelled",
			"cancelled",
		]);
		await day.expectRang({ page: ["quota-exhausted"] });
	});
});

describe("quota-near", () => {
	test("is a ticket that is over when the window has moved on", async () => {
		await day.stack.settle();
		for (const fn of day.stack.local.aws.functions) {
			Object.assign(fn.environment, { MESSAGE_LIMIT: "20" });
			fn.stop();
		}
		await day.sendAs(
			FLOOD,
			...Array.from({ length: 16 }, (_, index) => `flood-${index}`),
		);
		await day.pass(2);
		expect(await day.red()).toEqual(["quota-near"]);

		await day.follow("quota-near", { fill });
		await day.pass(60, 10);
		expect(await day.red()).toEqual(["quota-near"]);
		await day.pass(25 * 60, 60);
		await day.expectOver("quota-near");
		day.expectAllSentOnce();
		await day.expectRang({ ticket: ["quota-near"] });
	});
});

describe("in-doubt", () => {
	test("rings as well when the message goes once more, and names it", async () => {
		const { stack } = day;
		stack.gmail.faults.replace([
			{ stage: "eom", drop: true, to: "twice@example.com", times: 1 },
		]);
		await day.send("twice");
		await day.pass(4);
		expect(await day.red()).toEqual(["in-doubt"]);
		const { out } = await day.type(
			sectionOf("in-doubt").steps[0]?.commands[0] ?? "",
			{},
		);
		expect(out).toMatch(/Z {2}twice {2}.*the recipient may have it twice/);
		expect(stack.acceptedBy()).toEqual({ "twice@example.com": 2 });
		const { out: scan } = await day.type(
			"aws dynamodb scan --table-name TABLE_NAME --index-name dead-letters --max-items 20 --output table",
			{},
		);
		expect(scan).toContain("#twice");
		await day.pass(10, 5);
		await day.expectOver("in-doubt");
	});

	test("is settled by a look into the Sent folder", async () => {
		await day.stop();
		day = await GameDay.start({ environment: { ON_AMBIGUOUS: "hold" } });
		const { stack } = day;
		stack.gmail.faults.replace([
			{ stage: "eom", drop: true, to: "taken@example.com", times: 1 },
			{
				stage: "eom",
				drop: true,
				accept: false,
				to: "lost@example.com",
				times: 1,
			},
		]);
		await day.send("taken", "lost");
		await day.pass(5, 5);
		expect(stack.deadLetters()).toHaveLength(2);
		expect(day.rings("ticket").some(({ alarm }) => alarm === "in-doubt")).toBe(
			true,
		);

		const [named] = await day.follow("in-doubt", {
			// The Sent folder has what Google accepted.
			fill: (command) => ({
				ID: command.endsWith("resend") ? "lost" : "taken",
			}),
		});
		for (const id of ["taken", "lost"])
			expect(named?.out).toMatch(
				new RegExp(`Z  ${id}  .*in the dead-letter queue`),
			);
		await day.pass(10, 5);
		await day.expectOver("in-doubt");
		day.expectAllSentOnce();
		expect(stack.deadLetters()).toEqual([]);
		// What is held in doubt lies in the dead-letter queue.
		await day.expectRang({ ticket: ["dead-lettered", "in-doubt"] });
	});
});
