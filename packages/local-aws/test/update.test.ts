import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	GetQueueAttributesCommand,
	SendMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SynthesizedStack } from "../deployer.ts";
import { type LocalAws, startLocalAws } from "../start.ts";
import { lambda, queue, until } from "./support/tiny-stack.ts";

let folder: string;
let aws: LocalAws;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-update-"));
	aws = await startLocalAws();
});
afterEach(async () => {
	await aws.stop();
	rmSync(folder, { recursive: true });
});

let written = 0;

/** A template, in a folder of its own with its assets. */
function synthesized(
	Resources: object | undefined,
	code: Readonly<Record<string, string>> = {},
	{ stackName = "app", Outputs = {} } = {},
): SynthesizedStack {
	written += 1;
	const assemblyFolder = join(folder, `${written}`);
	for (const [key, source] of Object.entries(code)) {
		const asset = join(assemblyFolder, `asset.${key}`);
		mkdirSync(asset, { recursive: true });
		writeFileSync(join(asset, "index.mjs"), source);
	}
	mkdirSync(assemblyFolder, { recursive: true });
	const templateFile = join(assemblyFolder, "template.json");
	writeFileSync(templateFile, JSON.stringify({ Resources, Outputs }));
	return { stackName, assemblyFolder, templateFile };
}

const answering = (answer: string) => `export const handler = () => ${answer};`;

async function answerOf(name: string): Promise<unknown> {
	const fn = aws.functions.find(({ spec }) => spec.name === name);
	if (fn === undefined) throw new Error(`no function ${name}`);
	return JSON.parse((await fn.invoke({})).payload);
}

const fn = (key: string, properties: object = {}) =>
	lambda("fn", { Code: { S3Key: `${key}.zip` }, ...properties });

describe("a template that changes while it runs", () => {
	test("swaps the code and the variables of a function", async () => {
		const source = answering("process.env.WORD");
		const variables = (WORD: string) => ({
			Environment: { Variables: { WORD } },
		});
		await aws.deploy(
			synthesized({ Fn: fn("a", variables("one")) }, { a: source }),
		);
		expect(await answerOf("fn")).toBe("one");
		expect(
			await aws.update(
				synthesized({ Fn: fn("a", variables("two")) }, { a: source }),
			),
		).toEqual([]);
		expect(await answerOf("fn")).toBe("two");
		await aws.update(synthesized({ Fn: fn("b") }, { b: answering("3") }));
		expect(await answerOf("fn")).toBe(3);
	});

	test("leaves a function warm whose code has the same name", async () => {
		const source = "let n = 0; export const handler = () => (n += 1);";
		await aws.deploy(synthesized({ Fn: fn("a") }, { a: source }));
		expect(await answerOf("fn")).toBe(1);
		await aws.update(synthesized({ Fn: fn("a") }, { a: source }));
		expect(await answerOf("fn")).toBe(2);
	});

	test("lets what is at work finish with the code that it began with", async () => {
		const flag = join(folder, "flag");
		const waiting = `import { existsSync } from "node:fs";
export const handler = async () => { console.log("began"); while (!existsSync(${JSON.stringify(flag)})) await new Promise((r) => setTimeout(r, 10)); return "old"; };`;
		await aws.deploy(synthesized({ Fn: fn("a") }, { a: waiting }));
		const old = answerOf("fn");
		await until(() =>
			aws.services.logs.linesOf("/aws/lambda/fn").includes("began"),
		);
		await aws.update(synthesized({ Fn: fn("b") }, { b: answering('"new"') }));
		expect(await answerOf("fn")).toBe("new");
		writeFileSync(flag, "");
		expect(await old).toBe("old");
		await until(() => aws.functions.every(({ busy }) => !busy));
	});

	test("creates what is new beside what is there, which keeps its state", async () => {
		const sqs = new SQSClient({ ...aws.client, useQueueUrlAsEndpoint: false });
		const QueueUrl = `${aws.url}/000000000000/orders`;
		await aws.deploy(synthesized({ Orders: queue("orders") }));
		await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "kept" }));
		const Mapping = {
			Type: "AWS::Lambda::EventSourceMapping",
			Properties: {
				EventSourceArn: { "Fn::GetAtt": ["Orders", "Arn"] },
				FunctionName: { Ref: "Fn" },
			},
		};
		expect(
			await aws.update(
				synthesized(
					{ Orders: queue("orders"), Fn: fn("a"), Mapping },
					{
						a: "export const handler = ({ Records }) => console.log(Records[0].body);",
					},
				),
			),
		).toEqual([]);
		await until(() =>
			aws.services.logs.linesOf("/aws/lambda/fn").includes("kept"),
		);
		const { Attributes } = await sqs.send(
			new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
		);
		expect(Attributes?.QueueArn).toMatch(/:orders$/);
		sqs.destroy();
	});

	test("names what it does not take over", async () => {
		await aws.deploy(
			synthesized(
				{ A: queue("a"), B: queue("b"), Fn: fn("a") },
				{ a: answering("1") },
			),
		);
		expect(
			await aws.update(synthesized({ A: queue("a", { DelaySeconds: 5 }) })),
		).toEqual([
			"restart to take over the change of A (AWS::SQS::Queue)",
			"restart to be without B (AWS::SQS::Queue), Fn (AWS::Lambda::Function)",
		]);
	});

	test("changes nothing when the new one can't run here", async () => {
		await aws.deploy(synthesized({ Fn: fn("a") }, { a: answering("1") }));
		const Pipe = {
			Type: "AWS::Pipes::Pipe",
			Properties: { Source: "arn:aws:dynamodb:x:y:z", Target: "t" },
		};
		await expect(
			aws.update(synthesized({ Fn: fn("b"), Pipe }, { b: answering("2") })),
		).rejects.toThrow("Cannot run the pipe");
		expect(await answerOf("fn")).toBe(1);
	});
});

describe("stacks", () => {
	const Value = "orders";
	const Outputs = {
		Name: { Value, Export: { Name: { "Fn::Join": ["-", ["a", "b"]] } } },
	};
	const importing = (name: string) => ({
		Queue: queue("x", { QueueName: { "Fn::ImportValue": name } }),
		Fn: fn("a", {
			Environment: { Variables: { NAME: { "Fn::ImportValue": name } } },
		}),
	});

	test("import what a stack before them exports", async () => {
		await aws.deploy(synthesized({}, {}, { stackName: "gives", Outputs }));
		await aws.deploy(
			synthesized(importing("a-b"), { a: answering("process.env.NAME") }),
		);
		expect(await answerOf("fn")).toBe("orders");
	});

	test("are refused that import what no other exports", async () => {
		await expect(aws.deploy(synthesized(importing("c")))).rejects.toThrow(
			"Cannot start the stack app as it imports c, which no stack that was started before it exports",
		);
	});

	test("reach a queue by an ARN that names an account and a region of AWS", async () => {
		await aws.deploy(synthesized({ Orders: queue("orders") }));
		await aws.deliverText("arn:aws:sqs:eu-west-1:111111111111:orders", "hello");
		const { store } = aws.services.queues;
		expect(
			store.getQueue("/000000000000/orders")?.messages.map(({ body }) => body),
		).toEqual(["hello"]);
		await expect(
			aws.deliverText("arn:aws:sqs:eu-west-1:111111111111:other", "hello"),
		).rejects.toThrow("no template has it");
	});

	test("may have no resources at all", async () => {
		await aws.deploy(synthesized(undefined));
		expect(aws.services.stacks).toMatchObject([{ resources: [] }]);
	});
});
