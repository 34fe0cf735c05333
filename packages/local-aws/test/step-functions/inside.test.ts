import { SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MAIL_QUEUE, StateMachines } from "../support/state-machines.ts";

const HOUR_MS = 3_600_000;
const flow = (name: string, state: object, others: object = {}) => ({
	StartAt: name,
	States: { [name]: { End: true, ...state }, ...others },
});
const send = (MessageBody: object, waits = "") => ({
	Type: "Task",
	Resource: `arn:aws:states:::sqs:sendMessage${waits}`,
	Parameters: { QueueUrl: MAIL_QUEUE, MessageBody },
});
const waitingSend = (MessageBody: object = {}) =>
	send({ "token.$": "$$.Task.Token", ...MessageBody }, ".waitForTaskToken");
const failing = { Type: "Fail", Error: "Boom", End: undefined };

let machines: StateMachines;
beforeAll(async () => {
	machines = await StateMachines.start({
		tokens: flow("M", {
			Type: "Map",
			ItemProcessor: flow("I", waitingSend({ "n.$": "$" })),
		}),
		oneByOne: flow("M", {
			Type: "Map",
			MaxConcurrency: 1,
			ItemProcessor: flow("S", send({ "n.$": "$.n" })),
		}),
		beside: flow(
			"P",
			{
				Type: "Parallel",
				Branches: [
					flow("A", waitingSend()),
					flow(
						"W",
						{ Type: "Wait", Seconds: 3600, Next: "F", End: undefined },
						{ F: failing },
					),
				],
				Catch: [{ ErrorEquals: ["Boom"], Next: "L" }],
			},
			{ L: { Type: "Wait", Seconds: 3600, End: true } },
		),
		again: flow("P", {
			Type: "Parallel",
			Branches: [
				flow("S", { ...send({}), Next: "F", End: undefined }, { F: failing }),
			],
			Retry: [{ ErrorEquals: ["Boom"], IntervalSeconds: 3600, MaxAttempts: 1 }],
		}),
		zero: flow(
			"C",
			{
				Type: "Choice",
				Choices: [
					{ Variable: "$$.Execution.Input", NumericEquals: 0, Next: "S" },
				],
				End: undefined,
			},
			{ S: { Type: "Succeed" } },
		),
	});
});
afterAll(() => machines.stop());

const succeed = (taskToken: unknown, output: unknown) =>
	machines.sfn.send(
		new SendTaskSuccessCommand({
			taskToken: String(taskToken),
			output: JSON.stringify(output),
		}),
	);

describe("what is inside a state", () => {
	test("has a token for each item", async () => {
		const arn = await machines.begin("tokens", [1, 2, 3]);
		for (const _item of [1, 2, 3]) {
			const { token, n } = await machines.mail.nextJson();
			await succeed(token, Number(n) * 10);
		}
		expect(await machines.end(arn)).toMatchObject({ output: [10, 20, 30] });
	});

	test("does not begin with an item after one that failed", async () => {
		const items = [{ n: 1 }, { none: 2 }, { n: 3 }];
		expect(await machines.run("oneByOne", items)).toMatchObject({
			status: "FAILED",
			error: "States.Runtime",
		});
		expect(await machines.mail.nextJson()).toEqual({ n: 1 });
		expect(await machines.mail.next(0)).toBeUndefined();
	});

	test("ends with the first branch that fails", async () => {
		const arn = await machines.begin("beside");
		const { token } = await machines.mail.nextJson();
		machines.stack.aws.advance(HOUR_MS);
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(await machines.describe(arn)).toMatchObject({ status: "RUNNING" });
		await expect(succeed(token, 1)).rejects.toMatchObject({
			name: "TaskTimedOut",
		});
	});

	test("is tried again as a whole, by the local clock", async () => {
		const arn = await machines.begin("again");
		await machines.mail.nextJson();
		expect(await machines.mail.next(0)).toBeUndefined();
		machines.stack.aws.advance(HOUR_MS);
		await machines.mail.nextJson();
		expect(await machines.end(arn)).toMatchObject({ error: "Boom" });
	});
});

test("a Choice takes an input of 0", async () => {
	expect(await machines.run("zero", 0)).toMatchObject({ output: 0 });
});
