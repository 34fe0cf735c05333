import {
	GetExecutionHistoryCommand,
	ListExecutionsCommand,
	StartExecutionCommand,
	StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MAIL_QUEUE, StateMachines } from "../support/state-machines.ts";

const HOUR_MS = 3_600_000;
const send = (MessageBody: object | string) => ({
	Type: "Task",
	Resource: "arn:aws:states:::sqs:sendMessage",
	Parameters: { QueueUrl: MAIL_QUEUE, MessageBody },
	ResultPath: null,
	End: true,
});
const ARN = "arn:aws:states:us-east-1:000000000000:stateMachine:";

let machines: StateMachines;
beforeAll(async () => {
	machines = await StateMachines.start({
		pass: {
			StartAt: "P",
			States: {
				P: {
					Type: "Pass",
					Parameters: { "a.$": "$.n" },
					ResultPath: "$.p",
					OutputPath: "$.p",
					End: true,
				},
			},
		},
		choice: {
			StartAt: "C",
			States: {
				C: {
					Type: "Choice",
					Choices: [
						{ Variable: "$.n", NumericGreaterThan: 5, Next: "Large" },
						{
							Variable: "$$.Execution.Input.name",
							IsPresent: true,
							Next: "Named",
						},
					],
					Default: "Fails",
				},
				Large: { Type: "Pass", Result: "large", End: true },
				Named: { Type: "Succeed", OutputPath: "$.name" },
				Fails: { Type: "Fail", Error: "Small", CausePath: "$.why" },
			},
		},
		wait: {
			StartAt: "W",
			States: {
				W: { Type: "Wait", SecondsPath: "$.seconds", Next: "P" },
				P: { Type: "Pass", End: true },
			},
		},
		limited: {
			StartAt: "W",
			TimeoutSeconds: 7200,
			States: { W: { Type: "Wait", Seconds: 86_400, End: true } },
		},
		parallel: {
			StartAt: "P",
			States: {
				P: {
					Type: "Parallel",
					Branches: ["a", "b"].map((name) => ({
						StartAt: name,
						States: {
							[name]: {
								...send({ "state.$": "$$.State.Name" }),
								ResultPath: "$.sent",
								OutputPath: "$.n",
							},
						},
					})),
					End: true,
				},
			},
		},
		map: {
			StartAt: "M",
			States: {
				M: {
					Type: "Map",
					ItemsPath: "$.people",
					ItemSelector: {
						"to.$": "$$.Map.Item.Value",
						"index.$": "$$.Map.Item.Index",
						"subject.$": "$.subject",
					},
					MaxConcurrency: 2,
					ItemProcessor: {
						ProcessorConfig: { Mode: "INLINE" },
						StartAt: "Pass",
						States: { Pass: { Type: "Pass", End: true } },
					},
					End: true,
				},
			},
		},
		runtime: {
			StartAt: "P",
			States: {
				P: {
					Type: "Task",
					Resource: "arn:aws:states:::sqs:sendMessage",
					Parameters: { QueueUrl: MAIL_QUEUE, "MessageBody.$": "$.none" },
					Catch: [{ ErrorEquals: ["States.ALL"], Next: "Q" }],
					End: true,
				},
				Q: { Type: "Succeed" },
			},
		},
	});
});
afterAll(() => machines.stop());

describe("a state machine", () => {
	test("takes paths of a Pass", async () => {
		expect(await machines.run("pass", { n: 4 })).toMatchObject({
			output: { a: 4 },
		});
	});

	test.each([
		["a rule that fits", { n: 9 }, { output: "large" }],
		["a rule on the context", { n: 1, name: "x" }, { output: "x" }],
		[
			"the default",
			{ n: 1, why: "so" },
			{ status: "FAILED", error: "Small", cause: "so" },
		],
	])("goes by %s of a Choice", async (_what, input, end) => {
		expect(await machines.run("choice", input)).toMatchObject(end);
	});

	test("waits by the local clock", async () => {
		const arn = await machines.begin("wait", { seconds: 3600 });
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(await machines.describe(arn)).toMatchObject({ status: "RUNNING" });
		machines.stack.aws.advance(HOUR_MS);
		expect(await machines.end(arn)).toMatchObject({
			status: "SUCCEEDED",
			output: { seconds: 3600 },
		});
	});

	test("times out as a whole", async () => {
		const arn = await machines.begin("limited");
		machines.stack.aws.advance(2 * HOUR_MS);
		expect(await machines.end(arn)).toMatchObject({ status: "TIMED_OUT" });
	});

	test("runs branches, each with its own state in the context", async () => {
		expect(await machines.run("parallel", { n: 3 })).toMatchObject({
			output: [3, 3],
		});
		const states = [
			await machines.mail.nextJson(),
			await machines.mail.nextJson(),
		].map(({ state }) => state);
		expect(states.toSorted()).toEqual(["a", "b"]);
	});

	test("maps items, in order", async () => {
		const input = { people: ["x", "y", "z"], subject: "s" };
		expect(await machines.run("map", input)).toMatchObject({
			output: ["x", "y", "z"].map((to, index) => ({
				to,
				index,
				subject: "s",
			})),
		});
	});

	test("fails for a path that leads nowhere, whatever it catches", async () => {
		expect(await machines.run("runtime")).toMatchObject({
			status: "FAILED",
			error: "States.Runtime",
		});
	});
});

describe("the API of executions", () => {
	test("does not start the same name twice with another input", async () => {
		const start = (input: string) =>
			machines.sfn.send(
				new StartExecutionCommand({
					stateMachineArn: `${ARN}limited`,
					name: "once",
					input,
				}),
			);
		const { executionArn } = await start("{}");
		expect(await start("{}")).toMatchObject({ executionArn });
		await expect(start('{"n":1}')).rejects.toMatchObject({
			name: "ExecutionAlreadyExists",
		});
	});

	test.each([
		["none", "{}", "StateMachineDoesNotExist"],
		["pass", "{", "InvalidExecutionInput"],
	])("refuses machine %s with input %s", async (name, input, error) => {
		const command = new StartExecutionCommand({
			stateMachineArn: `${ARN}${name}`,
			input,
		});
		await expect(machines.sfn.send(command)).rejects.toMatchObject({
			name: error,
		});
	});

	test("stops an execution", async () => {
		const executionArn = await machines.begin("limited");
		await machines.sfn.send(
			new StopExecutionCommand({ executionArn, error: "Enough" }),
		);
		expect(await machines.describe(executionArn)).toMatchObject({
			status: "ABORTED",
			error: "Enough",
		});
	});

	test("lists executions by status, newest first", async () => {
		const first = await machines.begin("wait", { seconds: 0 });
		const second = await machines.begin("wait", { seconds: 0 });
		await machines.end(first);
		await machines.end(second);
		const { executions = [] } = await machines.sfn.send(
			new ListExecutionsCommand({
				stateMachineArn: `${ARN}wait`,
				statusFilter: "SUCCEEDED",
			}),
		);
		expect(
			executions.map(({ executionArn }) => executionArn).slice(0, 2),
		).toEqual([second, first]);
	});

	test("has the history of an execution", async () => {
		const executionArn = await machines.begin("choice", { n: 9 });
		await machines.end(executionArn);
		const { events = [] } = await machines.sfn.send(
			new GetExecutionHistoryCommand({ executionArn }),
		);
		expect(events.map(({ type }) => type)).toEqual([
			"ExecutionStarted",
			"ChoiceStateEntered",
			"ChoiceStateExited",
			"PassStateEntered",
			"PassStateExited",
			"ExecutionSucceeded",
		]);
		expect(events[3]?.stateEnteredEventDetails).toMatchObject({
			name: "Large",
			input: '{"n":9}',
		});
	});
});

describe("a local run refuses at its start", () => {
	test.each([
		[
			"JSONata",
			{
				QueryLanguage: "JSONata",
				StartAt: "S",
				States: { S: { Type: "Succeed" } },
			},
			/Cannot run the state machine odd as it is written in JSONata: allowed here is JSONPath/,
		],
		[
			"another service",
			{
				StartAt: "S",
				States: {
					S: {
						Type: "Task",
						Resource: "arn:aws:states:::dynamodb:putItem",
						End: true,
					},
				},
			},
			/its state S has the resource arn:aws:states:::dynamodb:putItem: allowed here are/,
		],
		[
			"a definition with a state that is not there",
			{ StartAt: "S", States: { S: { Type: "Pass", Next: "T" } } },
			/its definition is not valid: .*T/s,
		],
	])("%s", async (_what, definition, sentence) => {
		await expect(StateMachines.start({ odd: definition })).rejects.toThrow(
			sentence,
		);
	});
});
