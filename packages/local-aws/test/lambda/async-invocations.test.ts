import {
	InvokeCommand,
	LambdaClient,
	PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nextStep } from "../../lambda/async-retry.ts";
import {
	lambda,
	messages,
	queue,
	startTinyStack,
	type TinyStack,
	until,
} from "../support/tiny-stack.ts";

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html

const MINUTE = 60_000;
const CONFIG = {
	maxRetries: 2,
	maxAgeMs: 360 * MINUTE,
	onSuccess: undefined,
	onFailure: undefined,
	roleArn: undefined,
};

describe("nextStep()", () => {
	const failed = { payload: "{}", functionError: "Unhandled" };
	const throttled = { payload: "{}", throttled: true };
	const soFar = {
		tries: 1,
		throttles: 0,
		ageMs: 0,
		reservedConcurrency: undefined,
	};
	const over = (condition: string) => ({ kind: "over", condition });
	const retry = (delayMs: number) => ({ kind: "retry", delayMs });

	test.each([
		["ends with a success", { payload: "{}" }, {}, over("Success")],
		["retries a failure after a minute", failed, {}, retry(MINUTE)],
		["retries again after two", failed, { tries: 2 }, retry(2 * MINUTE)],
		["retries twice", failed, { tries: 3 }, over("RetriesExhausted")],
		[
			"does not retry beyond the event's age",
			failed,
			{ ageMs: 359.5 * MINUTE },
			over("EventAgeExceeded"),
		],
		["retries throttling at once", throttled, { throttles: 1 }, retry(1000)],
		["backs off from it", throttled, { throttles: 4 }, retry(8000)],
		[
			"backs off for five minutes at most, and does not count it",
			throttled,
			{ throttles: 30, tries: 9 },
			retry(5 * MINUTE),
		],
		[
			"gives up a function that is switched off",
			throttled,
			{ throttles: 1, reservedConcurrency: 0 },
			over("ZeroReservedConcurrency"),
		],
	])("%s", (_rule, invocation, changes, expected) => {
		expect(nextStep(invocation, { ...soFar, ...changes }, CONFIG)).toEqual(
			expected,
		);
	});
});

const FLAKY = `export const handler = async ({ failures }, { awsRequestId }) => {
	console.log(awsRequestId);
	globalThis.calls = (globalThis.calls ?? 0) + 1;
	if (globalThis.calls <= failures) throw new RangeError("not yet");
	return { calls: globalThis.calls };
};`;

const FUNCTION_ARN = "arn:aws:lambda:us-east-1:000000000000:function:flaky";
const arn = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });

describe("an asynchronous invocation", () => {
	let stack: TinyStack;
	let api: LambdaClient;
	beforeEach(async () => {
		stack = await startTinyStack(
			{
				Done: queue("done"),
				Failed: queue("failed"),
				Role: { Type: "AWS::IAM::Role", Properties: { RoleName: "flaky" } },
				Flaky: lambda("flaky", { Role: arn("Role") }),
				Config: {
					Type: "AWS::Lambda::EventInvokeConfig",
					Properties: {
						FunctionName: arn("Flaky"),
						Qualifier: "$LATEST",
						MaximumEventAgeInSeconds: 3600,
						DestinationConfig: {
							OnSuccess: { Destination: arn("Done") },
							OnFailure: { Destination: arn("Failed") },
						},
					},
				},
			},
			{ flaky: FLAKY },
		);
		api = new LambdaClient(stack.client);
	});
	afterEach(async () => {
		api.destroy();
		await stack.stop();
	});

	const leave = async (event: object) => {
		const { StatusCode, Payload, $metadata } = await api.send(
			new InvokeCommand({
				FunctionName: "flaky",
				InvocationType: "Event",
				Payload: JSON.stringify(event),
			}),
		);
		expect(StatusCode).toBe(202);
		expect(Payload ?? []).toHaveLength(0);
		return $metadata.requestId;
	};
	/** Request ids of the attempts so far, as the function logs them. */
	const attempts = () =>
		stack.aws.services.logs
			.linesOf("/aws/lambda/flaky")
			.filter((line) => /^[0-9a-f-]{36}$/.test(line));
	const attempted = (count: number) =>
		until(() => attempts().length === count && !stack.fn("flaky").busy);
	const record = async (queueName: string) => {
		const [message] = await messages(stack, queueName, 1);
		return JSON.parse(message?.body ?? "");
	};

	test("is answered with 202, and its success told with the answer", async () => {
		const requestId = await leave({ failures: 0 });
		expect(await record("done")).toEqual({
			version: "1.0",
			timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
			requestContext: {
				requestId,
				functionArn: `${FUNCTION_ARN}:$LATEST`,
				condition: "Success",
				approximateInvokeCount: 1,
			},
			requestPayload: { failures: 0 },
			responseContext: { statusCode: 200, executedVersion: "$LATEST" },
			responsePayload: { calls: 1 },
		});
	});

	test("that fails is tried again after one and two minutes, as the same request", async () => {
		const requestId = await leave({ failures: 2 });
		await attempted(1);
		stack.aws.advance(MINUTE);
		await attempted(2);
		stack.aws.advance(MINUTE);
		expect(stack.fn("flaky").busy).toBe(false);
		stack.aws.advance(MINUTE);
		await attempted(3);
		expect(attempts()).toEqual([requestId, requestId, requestId]);
		expect(await record("done")).toMatchObject({
			requestContext: { requestId, approximateInvokeCount: 3 },
			responsePayload: { calls: 3 },
		});
	});

	test("that fails three times is told with the error, in the name of the function's role", async () => {
		const requestId = await leave({ failures: 9 });
		for (const count of [1, 2, 3]) {
			await attempted(count);
			stack.aws.advance(2 * MINUTE);
		}
		const [message] = await messages(stack, "failed", 1);
		expect(JSON.parse(message?.body ?? "")).toEqual({
			version: "1.0",
			timestamp: expect.any(String),
			requestContext: {
				requestId,
				functionArn: `${FUNCTION_ARN}:$LATEST`,
				condition: "RetriesExhausted",
				approximateInvokeCount: 3,
			},
			requestPayload: { failures: 9 },
			responseContext: {
				statusCode: 200,
				executedVersion: "$LATEST",
				functionError: "Unhandled",
			},
			responsePayload: {
				errorType: "RangeError",
				errorMessage: "not yet",
				trace: expect.any(Array),
			},
		});
		expect(message?.senderId).toMatch(/^AROA/);
	});

	test("is given up when the event is too old", async () => {
		await leave({ failures: 9 });
		await attempted(1);
		stack.aws.advance(60 * MINUTE);
		expect(await record("failed")).toMatchObject({
			requestContext: {
				condition: "EventAgeExceeded",
				approximateInvokeCount: 2,
			},
		});
	});

	test("is told without an answer when the function is switched off", async () => {
		await api.send(
			new PutFunctionConcurrencyCommand({
				FunctionName: "flaky",
				ReservedConcurrentExecutions: 0,
			}),
		);
		await leave({ failures: 0 });
		const { requestContext, responsePayload } = await record("failed");
		expect(requestContext).toMatchObject({
			condition: "ZeroReservedConcurrency",
			approximateInvokeCount: 0,
		});
		expect(responsePayload).toBeUndefined();
		expect(attempts()).toEqual([]);
	});
});

test("a destination that is no queue fails the start", async () => {
	const config = {
		Type: "AWS::Lambda::EventInvokeConfig",
		Properties: {
			FunctionName: "flaky",
			DestinationConfig: {
				OnFailure: { Destination: "arn:aws:sns:us-east-1:1:topic" },
			},
		},
	};
	await expect(startTinyStack({ Config: config })).rejects.toThrow(
		"Cannot run the function flaky as a destination of its asynchronous invocations is arn:aws:sns:us-east-1:1:topic: allowed here are queues",
	);
});
