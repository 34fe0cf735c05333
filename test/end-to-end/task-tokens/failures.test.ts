import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { until } from "../../../packages/local-aws/test/support/tiny-stack.ts";
import { WaitingTasks } from "../../support/waiting-tasks.ts";

const ANN = "ann@example.com";
/** Longer than the queue hides what a killed function had. */
const MINUTES = 25;

let tasks: WaitingTasks;
beforeEach(async () => {
	tasks = await WaitingTasks.start();
});
afterEach(() => tasks.stop());

const onAnswer = (act: () => "drop" | "drop-answer" | "error" | "denied") => {
	const { endpoint } = tasks.mail.local.aws;
	endpoint.intercept = (service, action) =>
		service === "states" && action.startsWith("SendTask") ? act() : undefined;
};
const answers = () => {
	const { calls } = tasks.mail.local.aws.endpoint;
	return (
		(calls.get("states SendTaskSuccess") ?? 0) +
		(calls.get("states SendTaskFailure") ?? 0)
	);
};
const answersGoThrough = () => {
	tasks.mail.local.aws.endpoint.intercept = () => undefined;
};

/** Begins a mail, and waits until the sender has tried to answer for it. */
async function begin(fields: { readonly to?: string } = {}): Promise<string> {
	const execution = await tasks.tell("order-1", fields);
	await until(() => answers() > 0);
	await tasks.mail.settle();
	return execution;
}

describe.each([
	["sent", {}, { output: { outcome: "sent" } }, 1, 0],
	[
		"refused",
		{ to: "reply-550-5.1.1@example.com" },
		{ output: { caught: "SqsGmailSender.BadRecipient" } },
		0,
		1,
	],
] as const)("a task whose mail was %s", (_what, fields, end, sent, dead) => {
	const expectEnd = async (execution: string) => {
		expect(await tasks.end(execution)).toMatchObject(end);
		expect(tasks.mail.accepted).toHaveLength(sent);
		expect(tasks.mail.deadLetters()).toHaveLength(dead);
		expect(tasks.mail.waiting()).toBe(0);
		expect(tasks.mail.outcomes()).toHaveLength(1);
	};

	test("is answered at the next receive when the function died before it could answer", async () => {
		let deaths = 0;
		onAnswer(() => {
			deaths += 1;
			tasks.mail.sendingFunction.stop();
			return "drop";
		});
		const execution = await begin(fields);
		expect(deaths).toBe(1);
		answersGoThrough();
		expect(await tasks.status(execution)).toBe("RUNNING");
		await tasks.mail.pass(MINUTES, 5);
		expect(await tasks.end(execution)).toMatchObject(end);
		expect(tasks.mail.accepted).toHaveLength(sent);
		expect(tasks.mail.deadLetters()).toHaveLength(dead);
		expect(tasks.mail.waiting()).toBe(0);
	});

	test("is answered when Step Functions is back after an hour", async () => {
		onAnswer(() => "error");
		const execution = await begin(fields);
		await tasks.mail.pass(60, 10);
		expect(await tasks.status(execution)).toBe("RUNNING");
		expect(tasks.mail.deadLetters()).toHaveLength(0);
		expect(answers()).toBeGreaterThan(5);
		answersGoThrough();
		await tasks.mail.pass(10);
		await expectEnd(execution);
	});

	test("is answered once when the answer's answer is lost", async () => {
		let lost = 0;
		onAnswer(() => {
			lost += 1;
			return lost <= 2 ? "drop-answer" : "error";
		});
		const execution = await begin(fields);
		answersGoThrough();
		await tasks.mail.pass(5);
		await expectEnd(execution);
	});

	test("is logged and given up when the sender has no right to answer", async () => {
		onAnswer(() => "denied");
		const execution = await begin(fields);
		await tasks.mail.pass(MINUTES, 5);
		expect(await tasks.status(execution)).toBe("RUNNING");
		expect(tasks.mail.log("task-denied")).toMatchObject([{ id: "order-1" }]);
		expect(tasks.mail.accepted).toHaveLength(sent);
		expect(tasks.mail.deadLetters()).toHaveLength(dead);
		expect(tasks.mail.waiting()).toBe(0);
	});
});

describe("a task that nobody can answer", () => {
	test("does not have its message sent again, nor dead-lettered, until the queue forgets it", async () => {
		onAnswer(() => "error");
		await begin({ to: ANN });
		await tasks.mail.pass(8 * 24 * 60, 8 * 60);
		expect(tasks.mail.waiting()).toBe(0);
		expect(tasks.mail.acceptedBy()).toEqual({ [ANN]: 1 });
		expect(tasks.mail.deadLetters()).toEqual([]);
	});
});
