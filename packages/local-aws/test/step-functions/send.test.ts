import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MAIL_QUEUE, StateMachines } from "../support/state-machines.ts";
import { lambda } from "../support/tiny-stack.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html */
const send = (Parameters: object, rest: object = {}) => ({
	StartAt: "Send mail",
	States: {
		"Send mail": {
			Type: "Task",
			Resource: "arn:aws:states:::sqs:sendMessage",
			Parameters: { QueueUrl: MAIL_QUEUE, ...Parameters },
			End: true,
			...rest,
		},
	},
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
const invoke = (payload: object, rest: object = {}) => ({
	StartAt: "Ask",
	States: {
		Ask: {
			Type: "Task",
			Resource: "arn:aws:states:::lambda:invoke",
			Parameters: { FunctionName: "echo", ...payload },
			End: true,
			...rest,
		},
	},
});

let machines: StateMachines;
beforeAll(async () => {
	machines = await StateMachines.start(
		{
			text: send({ "MessageBody.$": "$.text" }, { ResultPath: "$.sent" }),
			object: send({
				MessageBody: { "subject.$": "$.subject", kind: "note" },
				MessageAttributes: {
					tag: { DataType: "String", "StringValue.$": "$.tag" },
				},
			}),
			// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
			context: send({
				MessageBody: {
					"id.$": "$$.Execution.Id",
					"name.$": "$$.Execution.Name",
					"input.$": "$$.Execution.Input",
					"machine.$": "$$.StateMachine.Name",
					"state.$": "$$.State.Name",
					"entered.$": "$$.State.EnteredTime",
					"text.$": "States.Format('{} of {}', $.n, $$.Execution.Name)",
				},
			}),
			nowhere: send({ QueueUrl: "http://none/none", MessageBody: "m" }),
			invoke: invoke(
				{ "Payload.$": "$" },
				{ ResultSelector: { "answer.$": "$.Payload" } },
			),
			missing: invoke({ FunctionName: "none" }),
		},
		{ Echo: lambda("echo") },
		{
			echo: `export const handler = async (event) => {
				if (event.fail) throw new RangeError("too far");
				return event;
			};`,
		},
	);
});
afterAll(() => machines.stop());

describe("a Task that sends a message", () => {
	test("sends a text as it is, and answers with the message's id", async () => {
		const { output } = (await machines.run("text", { text: "Hello" })) as {
			output: { sent: { MessageId: string } };
		};
		const message = await machines.mail.next();
		expect(message).toMatchObject({
			Body: "Hello",
			MessageId: output.sent.MessageId,
		});
		expect(output).toMatchObject({ text: "Hello" });
	});

	test("sends an object as its JSON, and attributes", async () => {
		await machines.run("object", { subject: "Hello", tag: "blue" });
		const message = await machines.mail.next();
		expect(JSON.parse(message?.Body ?? "")).toEqual({
			subject: "Hello",
			kind: "note",
		});
		expect(message?.MessageAttributes).toMatchObject({
			tag: { StringValue: "blue" },
		});
	});

	test("sends as the state machine's role", async () => {
		await machines.run("text", { text: "Hello" });
		expect((await machines.mail.next())?.Attributes?.SenderId).toMatch(
			/^AROA\w+:local$/,
		);
	});

	test("has the execution, the machine and the state in its context", async () => {
		const arn = await machines.begin("context", { n: 7 });
		const name = arn.split(":").at(-1);
		expect(await machines.mail.nextJson()).toEqual({
			id: arn,
			name,
			input: { n: 7 },
			machine: "context",
			state: "Send mail",
			entered: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
			text: `7 of ${name}`,
		});
	});

	test("fails for a queue that does not exist", async () => {
		expect(await machines.run("nowhere")).toMatchObject({
			status: "FAILED",
			error: expect.stringMatching(/^SQS\..*Exception$/),
		});
	});
});

describe("a Task that invokes a function", () => {
	test("has the function's answer as its payload", async () => {
		expect(await machines.run("invoke", { n: 1 })).toMatchObject({
			status: "SUCCEEDED",
			output: { answer: { n: 1 } },
		});
	});

	test("fails with the function's error", async () => {
		expect(await machines.run("invoke", { fail: true })).toMatchObject({
			status: "FAILED",
			error: "RangeError",
			cause: expect.stringContaining("too far"),
		});
	});

	test("fails for a function that the template does not have", async () => {
		expect(await machines.run("missing")).toMatchObject({
			error: "Lambda.ResourceNotFoundException",
		});
	});
});
