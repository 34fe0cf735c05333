import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
	lambda,
	startTinyStack,
	type TinyStack,
} from "../support/tiny-stack.ts";

let stack: TinyStack;
let client: LambdaClient;
beforeAll(async () => {
	stack = await startTinyStack(
		{
			Async: lambda("async"),
			Callback: lambda("callback"),
			Sdk: lambda("sdk"),
			Missing: lambda("missing"),
		},
		{
			sdk: `import { createRequire } from "node:module";
import { SQSClient } from "@aws-sdk/client-sqs";
const { S3Client } = createRequire(import.meta.url)("@aws-sdk/client-s3");
export const handler = async () => [typeof SQSClient, typeof S3Client];`,
			missing:
				'import "@aws-sdk/no-such-client";\nexport const handler = async () => 1;',
			async: "export const handler = async (event, context) => event.n + 1;",
			callback:
				"export const handler = (event, context, callback) => callback(null, 1);",
		},
	);
	client = new LambdaClient(stack.client);
});
afterAll(async () => {
	client.destroy();
	await stack.stop();
});

const invoke = async (FunctionName: string) => {
	const { FunctionError, Payload } = await client.send(
		new InvokeCommand({ FunctionName, Payload: '{"n":1}' }),
	);
	return { FunctionError, answer: Buffer.from(Payload ?? []).toString() };
};

test("a handler of event and context is run", async () => {
	expect(await invoke("async")).toEqual({
		FunctionError: undefined,
		answer: "2",
	});
});

test("a handler with a callback is refused, as Lambda's Node.js 24 does", async () => {
	const { FunctionError, answer } = await invoke("callback");
	expect(FunctionError).toBeDefined();
	expect(answer).toContain(
		"index.handler has 3 parameters: allowed are event and context",
	);
});

test("AWS's clients are there without being bundled, as in Lambda's runtime", async () => {
	expect(await invoke("sdk")).toEqual({
		FunctionError: undefined,
		answer: '["function","function"]',
	});
});

test("a client that nobody has is told as missing", async () => {
	const { FunctionError, answer } = await invoke("missing");
	expect(FunctionError).toBeDefined();
	expect(answer).toMatch(/Cannot find package '@aws-sdk\/no-such-client'/);
});
