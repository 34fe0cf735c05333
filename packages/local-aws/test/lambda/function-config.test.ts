import {
	GetFunctionConfigurationCommand,
	InvokeCommand,
	LambdaClient,
	ListEventSourceMappingsCommand,
	PutFunctionConcurrencyCommand,
	UpdateEventSourceMappingCommand,
	UpdateFunctionCodeCommand,
	UpdateFunctionConfigurationCommand,
	type UpdateFunctionConfigurationCommandInput,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	lambda,
	queue,
	startTinyStack,
	type TinyStack,
} from "../support/tiny-stack.ts";

const FunctionName = "tells";
let stack: TinyStack;
let api: LambdaClient;
beforeAll(async () => {
	stack = await startTinyStack(
		{
			Queue: queue("work"),
			Tells: lambda(FunctionName, {
				Environment: { Variables: { WORD: "first" } },
			}),
			Mapping: {
				Type: "AWS::Lambda::EventSourceMapping",
				Properties: {
					EventSourceArn: { "Fn::GetAtt": ["Queue", "Arn"] },
					FunctionName: { Ref: "Tells" },
					Enabled: false,
				},
			},
		},
		{
			tells: `
				const word = process.env.WORD;
				export const handler = async () => word + " " + process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE;
				export const other = async () => "other " + process.env.AWS_REGION;
				export const slow = () => new Promise((resolve) => setTimeout(() => resolve(word), 300));`,
		},
	);
	api = new LambdaClient({ ...stack.client, maxAttempts: 1 });
});
afterAll(async () => {
	api.destroy();
	await stack.stop();
});

const invoke = async () => {
	const { Payload } = await api.send(new InvokeCommand({ FunctionName }));
	return JSON.parse(Buffer.from(Payload ?? []).toString());
};
const update = (
	changes: Omit<UpdateFunctionConfigurationCommandInput, "FunctionName">,
) =>
	api.send(
		new UpdateFunctionConfigurationCommand({ FunctionName, ...changes }),
	);
const settings = () =>
	api.send(new GetFunctionConfigurationCommand({ FunctionName }));

describe("UpdateFunctionConfiguration", () => {
	test("is seen by the next invocation, and by whoever asks for the settings", async () => {
		expect(await invoke()).toBe("first 128");
		const { Environment } = await settings();
		const answer = await update({
			Description: "a word",
			Environment: { Variables: { ...Environment?.Variables, WORD: "second" } },
			MemorySize: 256,
			Timeout: 9,
		});
		expect(await invoke()).toBe("second 256");
		const expected = {
			Description: "a word",
			Environment: { Variables: expect.objectContaining({ WORD: "second" }) },
			MemorySize: 256,
			Timeout: 9,
		};
		expect(answer).toMatchObject(expected);
		expect(await settings()).toMatchObject(expected);
	});

	test("takes variables away that are not given, but none that the run needs", async () => {
		await update({ Environment: { Variables: {} }, Handler: "index.other" });
		expect(await invoke()).toBe("other us-east-1");
		const { Environment = {} } = await settings();
		expect(Environment.Variables).not.toHaveProperty("WORD");
		expect(Environment.Variables).toHaveProperty("AWS_ENDPOINT_URL");
	});

	test("lets what is at work end as it began", async () => {
		await update({
			Environment: { Variables: { WORD: "third" } },
			Handler: "index.slow",
		});
		const atWork = invoke();
		await new Promise((resolve) => setTimeout(resolve, 100));
		await update({ Environment: { Variables: { WORD: "fourth" } } });
		expect(await Promise.all([atWork, invoke()])).toEqual(["third", "fourth"]);
		expect(await invoke()).toBe("fourth");
	});

	test.each<[Record<string, unknown>, RegExp]>([
		[
			{ Role: "arn:aws:iam::1:role/x" },
			/cannot change Role of a function; it can change Description, Env/,
		],
		[{ Layers: ["x"] }, /cannot change Layers/],
		[{ Timeout: 901 }, /901 at 'Timeout'.*from 1 to 900/],
		[{ MemorySize: 1 }, /1 at 'MemorySize'.*from 128 to 10240/],
		[{ Handler: "handler" }, /"handler" at 'Handler'/],
		[
			{ Environment: { Variables: { AWS_REGION: "x" } } },
			/reserved keys.*AWS_REGION/,
		],
		[
			{ Environment: { Variables: { "1": "x" } } },
			/variable 1: allowed are names/,
		],
	])(
		"refuses %j with a sentence, and changes nothing",
		async (changes, sentence) => {
			const before = await settings();
			await expect(update(changes)).rejects.toMatchObject({
				name: "InvalidParameterValueException",
				message: expect.stringMatching(sentence),
			});
			const { $metadata: _one, ...after } = await settings();
			expect(before).toMatchObject(after);
		},
	);
});

describe("other writes of Lambda", () => {
	test("that would have no effect say so", async () => {
		await expect(
			api.send(
				new UpdateFunctionCodeCommand({
					FunctionName,
					ZipFile: Buffer.from("x"),
				}),
			),
		).rejects.toThrow(/cannot change the code of a function: change the app's/);
		const response = await raw(
			"POST",
			"/2015-03-31/functions/tells/versions",
			"{}",
		);
		expect(response.status).toBe(404);
		expect(await response.text()).toMatch(/nothing was changed; it has Invoke/);
	});

	test.each([
		["", /concurrency of undefined: allowed is a whole number from 0/],
		['{"ReservedConcurrentExecutions":1.5}', /concurrency of 1.5/],
		['{"ReservedConcurrentExecutions":"1"}', /concurrency of \\"1\\"/],
		[
			'{"ReservedConcurrentExecution":1}',
			/no parameter ReservedConcurrentExecution:/,
		],
		[
			'{"ReservedConcurrentExecutions":100000}',
			/decreases account's Unreserved/,
		],
		["{", /Could not parse request body/],
		["[1]", /Could not parse request body/],
	])("PutFunctionConcurrency of %j is refused", async (body, sentence) => {
		const path = "/2017-10-31/functions/tells/concurrency";
		const response = await raw("PUT", path, body);
		expect(response.status).toBe(400);
		expect(await response.text()).toMatch(sentence);
	});

	test("PutFunctionConcurrency takes all that there is", async () => {
		expect(
			await api.send(
				new PutFunctionConcurrencyCommand({
					FunctionName,
					ReservedConcurrentExecutions: 1000,
				}),
			),
		).toMatchObject({ ReservedConcurrentExecutions: 1000 });
	});

	test.each<[Record<string, unknown>, RegExp]>([
		[{ BatchSize: 0 }, /BatchSize is 0: allowed is a whole number from 1/],
		[{ MaximumBatchingWindowInSeconds: 301 }, /from 0 to 300/],
		[{ FunctionResponseTypes: ["x"] }, /allowed is \[\], or/],
		[{ ScalingConfig: { MaximumConcurrency: 1 } }, /from 2 to 1000/],
		[{ FunctionName: "another" }, /cannot give a mapping to another function/],
		[{ FilterCriteria: { Filters: [] } }, /cannot change FilterCriteria of/],
	])(
		"UpdateEventSourceMapping with %j is refused",
		async (changes, sentence) => {
			const { EventSourceMappings: [mapping] = [] } = await api.send(
				new ListEventSourceMappingsCommand({}),
			);
			await expect(
				api.send(
					new UpdateEventSourceMappingCommand({
						UUID: mapping?.UUID,
						...changes,
					}),
				),
			).rejects.toThrow(sentence);
		},
	);
});

function raw(method: string, path: string, body: string): Promise<Response> {
	return fetch(`${stack.client.endpoint}${path}`, { method, body });
}
