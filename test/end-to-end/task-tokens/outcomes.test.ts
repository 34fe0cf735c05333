import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../../packages/local-aws/test/support/tiny-stack.ts";
import { HASTY, WaitingTasks } from "../../support/waiting-tasks.ts";

const FULL = "450 4.2.2 mailbox full";

let tasks: WaitingTasks;
beforeAll(async () => {
	tasks = await WaitingTasks.start();
});
afterEach(() => tasks.mail.gmail.faults.replace([]));
afterAll(() => tasks.stop());

const sentTo = (address: string) => tasks.mail.acceptedBy()[address] ?? 0;
const isTried = (to: string) => () =>
	tasks.mail.gmail.faults.list().every((fault) => fault.to !== to);

describe("a task that waits for its mail", () => {
	test("succeeds when Google has taken it, and not before", async () => {
		const to = "later@example.com";
		tasks.mail.gmail.faults.replace([
			{ stage: "rcpt", reply: FULL, to, times: 1 },
		]);
		const execution = await tasks.tell("later", { to });
		await until(isTried(to));
		await tasks.mail.settle();
		expect(await tasks.status(execution)).toBe("RUNNING");
		expect(sentTo(to)).toBe(0);
		await tasks.mail.pass(3);
		expect(await tasks.end(execution)).toMatchObject({
			status: "SUCCEEDED",
			output: { id: "later", outcome: "sent" },
		});
		expect(sentTo(to)).toBe(1);
	});

	test.each([
		[
			"BadRecipient",
			"its recipient does not exist",
			"reply-550-5.1.1@b.example",
		],
		["BadMessage", "its message is wrong", "nobody"],
		["Policy", "Google takes it for spam", "reply-550-5.7.1@b.example"],
	])("is caught by SqsGmailSender.%s when %s", async (error, _why, to) => {
		const execution = await tasks.tell(error, { to });
		expect(await tasks.end(execution)).toMatchObject({
			status: "SUCCEEDED",
			output: { caught: `SqsGmailSender.${error}` },
		});
		await tasks.mail.settle();
		expect(tasks.mail.deadLetters().at(-1)?.facts).toMatchObject({
			key: error,
		});
		expect(sentTo(to)).toBe(0);
	});

	test("is caught by SqsGmailSender.Expired when its time has passed", async () => {
		const notAfter = "2026-01-01T00:00:00Z";
		const to = "late@example.com";
		const execution = await tasks.tell("late", { to, notAfter });
		expect(await tasks.end(execution)).toMatchObject({
			output: { caught: "SqsGmailSender.Expired" },
		});
		expect(sentTo(to)).toBe(0);
	});

	test("is caught by SqsGmailSender.KeyReused when its id is another message's", async () => {
		await tasks.end(await tasks.tell("reused", { to: "one@example.com" }));
		const execution = await tasks.tell("reused", { to: "two@example.com" });
		expect(await tasks.end(execution)).toMatchObject({
			output: { caught: "SqsGmailSender.KeyReused" },
		});
	});

	test("is answered at once when its id was sent before, without a second mail", async () => {
		const to = "again@example.com";
		await tasks.end(await tasks.tell("again", { to }));
		expect(await tasks.end(await tasks.tell("again", { to }))).toMatchObject({
			status: "SUCCEEDED",
			output: { id: "again", outcome: "sent" },
		});
		expect(sentTo(to)).toBe(1);
	});

	test("that has timed out has its mail sent and acknowledged all the same", async () => {
		const to = "slow@example.com";
		tasks.mail.gmail.faults.replace([{ stage: "rcpt", reply: FULL, to }]);
		const execution = await tasks.tell("slow", { to }, HASTY);
		await until(async () => (await tasks.mail.row("slow")) !== undefined);
		await tasks.mail.pass(65, 5);
		expect(await tasks.end(execution)).toMatchObject({
			status: "FAILED",
			error: "States.Timeout",
		});
		tasks.mail.gmail.faults.replace([]);
		await tasks.mail.pass(80, 5);
		expect(sentTo(to)).toBe(1);
		expect(tasks.mail.waiting()).toBe(0);
		expect(tasks.mail.log("task-over")).toMatchObject([{ id: "slow" }]);
	});
});
