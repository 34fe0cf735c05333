import {
	SendTaskFailureCommand,
	SendTaskHeartbeatCommand,
	SendTaskSuccessCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MAIL_QUEUE, StateMachines } from "../support/state-machines.ts";

const HOUR_MS = 3_600_000;

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token */
const callback = (rules: object = {}) => ({
	StartAt: "Send mail",
	States: {
		"Send mail": {
			Type: "Task",
			Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
			Parameters: {
				QueueUrl: MAIL_QUEUE,
				MessageBody: {
					"token.$": "$$.Task.Token",
					"retries.$": "$$.State.RetryCount",
				},
			},
			End: true,
			...rules,
		},
		...("Catch" in rules ? { Refused: { Type: "Succeed" } } : {}),
	},
});
const caught = (error: string, rules: object = {}) => ({
	Catch: [{ ErrorEquals: [error], Next: "Refused", ResultPath: "$.why" }],
	...rules,
});
const retry = (error: string) => ({
	ErrorEquals: [error],
	IntervalSeconds: 3600,
	MaxAttempts: 1,
});

let machines: StateMachines;
beforeAll(async () => {
	machines = await StateMachines.start({
		callback: callback({ ResultPath: "$.mail" }),
		catching: callback(caught("Mail.Refused")),
		retrying: callback({ Retry: [retry("Mail.Blocked")] }),
		// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
		hurried: callback(caught("States.TaskFailed", { TimeoutSeconds: 7200 })),
		patient: callback(caught("States.Timeout", { TimeoutSeconds: 2_592_000 })),
		lively: callback(caught("States.Timeout", { HeartbeatSeconds: 7200 })),
	});
});
afterAll(() => machines.stop());

const taskToken = async () => String((await machines.mail.nextJson()).token);
const succeed = (token: string, output: unknown = { ok: true }) =>
	machines.sfn.send(
		new SendTaskSuccessCommand({
			taskToken: token,
			output: JSON.stringify(output),
		}),
	);
const fail = (token: string, error: string) =>
	machines.sfn.send(
		new SendTaskFailureCommand({ taskToken: token, error, cause: "550" }),
	);

describe("a Task that waits for its token", () => {
	test("ends with the output that is sent for it", async () => {
		const arn = await machines.begin("callback", { n: 1 });
		await succeed(await taskToken(), { messageId: "1" });
		expect(await machines.end(arn)).toMatchObject({
			status: "SUCCEEDED",
			output: { n: 1, mail: { messageId: "1" } },
		});
	});

	test("fails with the error that is sent for it", async () => {
		const arn = await machines.begin("callback");
		await fail(await taskToken(), "Mail.Refused");
		expect(await machines.end(arn)).toMatchObject({
			status: "FAILED",
			error: "Mail.Refused",
			cause: "550",
		});
	});

	test("is caught by the error's name", async () => {
		const arn = await machines.begin("catching", { n: 1 });
		await fail(await taskToken(), "Mail.Refused");
		expect(await machines.end(arn)).toMatchObject({
			status: "SUCCEEDED",
			output: { n: 1, why: { Error: "Mail.Refused", Cause: "550" } },
		});
	});

	test("is tried again after its interval by the local clock, with another token", async () => {
		const arn = await machines.begin("retrying");
		const first = await machines.mail.nextJson();
		await fail(String(first.token), "Mail.Blocked");
		expect(await machines.mail.next(0)).toBeUndefined();
		machines.stack.aws.advance(HOUR_MS);
		const second = await machines.mail.nextJson();
		expect([first.retries, second.retries]).toEqual([0, 1]);
		await succeed(String(second.token));
		expect(await machines.end(arn)).toMatchObject({ status: "SUCCEEDED" });
	});

	test("is not tried again more often than MaxAttempts", async () => {
		const arn = await machines.begin("retrying");
		await fail(await taskToken(), "Mail.Blocked");
		machines.stack.aws.advance(HOUR_MS);
		await fail(await taskToken(), "Mail.Blocked");
		expect(await machines.end(arn)).toMatchObject({ error: "Mail.Blocked" });
	});

	test("times out by the local clock, however long its limit", async () => {
		const arn = await machines.begin("patient");
		await taskToken();
		machines.stack.aws.advance(29 * 24 * HOUR_MS);
		expect(await machines.describe(arn)).toMatchObject({ status: "RUNNING" });
		machines.stack.aws.advance(24 * HOUR_MS);
		expect(await machines.end(arn)).toMatchObject({
			output: { why: { Error: "States.Timeout" } },
		});
	});

	test("that timed out is not caught by States.TaskFailed", async () => {
		const arn = await machines.begin("hurried");
		await taskToken();
		machines.stack.aws.advance(2 * HOUR_MS);
		expect(await machines.end(arn)).toMatchObject({
			status: "FAILED",
			error: "States.Timeout",
		});
	});

	test("times out without heartbeats, and not with them", async () => {
		const arn = await machines.begin("lively");
		const token = await taskToken();
		machines.stack.aws.advance(HOUR_MS);
		await machines.sfn.send(new SendTaskHeartbeatCommand({ taskToken: token }));
		machines.stack.aws.advance(1.5 * HOUR_MS);
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(await machines.describe(arn)).toMatchObject({ status: "RUNNING" });
		machines.stack.aws.advance(HOUR_MS);
		expect(await machines.end(arn)).toMatchObject({
			output: { why: { Error: "States.HeartbeatTimeout" } },
		});
	});
});

// https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html
describe("a token", () => {
	test("of nobody is invalid", async () => {
		await expect(succeed("none")).rejects.toMatchObject({
			name: "InvalidToken",
		});
	});

	test("is good for one answer", async () => {
		await machines.begin("callback");
		const token = await taskToken();
		await succeed(token);
		await expect(fail(token, "Mail.Refused")).rejects.toMatchObject({
			name: "TaskTimedOut",
			message: "Task Timed Out: 'Provided task does not exist anymore'",
		});
	});

	test("of a task that timed out is refused", async () => {
		const arn = await machines.begin("hurried");
		const token = await taskToken();
		machines.stack.aws.advance(2 * HOUR_MS);
		await machines.end(arn);
		await expect(succeed(token)).rejects.toMatchObject({
			name: "TaskTimedOut",
		});
	});

	test("takes no output that is not JSON, and stays open", async () => {
		await machines.begin("callback");
		const token = await taskToken();
		const noJson = new SendTaskSuccessCommand({
			taskToken: token,
			output: "{",
		});
		await expect(machines.sfn.send(noJson)).rejects.toMatchObject({
			name: "InvalidOutput",
		});
		await succeed(token);
	});
});
