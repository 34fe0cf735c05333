import {
	GetEventSourceMappingCommand,
	LambdaClient,
	UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
	lambda,
	queue,
	startTinyStack,
	type TinyStack,
	until,
} from "../support/tiny-stack.ts";

const SLOW = `export const handler = async ({ Records }) => {
	await new Promise((resolve) => setTimeout(resolve, Number(Records[0].body)));
};`;

describe("an event source mapping", () => {
	let stack: TinyStack;
	let api: LambdaClient;
	let sqs: SQSClient;
	beforeEach(async () => {
		stack = await startTinyStack(
			{
				Queue: queue("work"),
				Slow: lambda("slow"),
				Mapping: {
					Type: "AWS::Lambda::EventSourceMapping",
					Properties: {
						EventSourceArn: { "Fn::GetAtt": ["Queue", "Arn"] },
						FunctionName: { Ref: "Slow" },
						ScalingConfig: { MaximumConcurrency: 2 },
					},
				},
			},
			{ slow: SLOW },
		);
		api = new LambdaClient(stack.client);
		sqs = new SQSClient(stack.client);
	});
	afterEach(async () => {
		api.destroy();
		sqs.destroy();
		await stack.stop();
	});

	const mapping = () => {
		const [found] = stack.aws.services.lambda.mappings;
		if (found === undefined) throw new Error("no mapping");
		return found;
	};
	const update = (Enabled: boolean) =>
		api.send(
			new UpdateEventSourceMappingCommand({
				UUID: mapping().spec.UUID,
				Enabled,
			}),
		);
	const state = async () =>
		(
			await api.send(
				new GetEventSourceMappingCommand({ UUID: mapping().spec.UUID }),
			)
		).State;
	const work = (milliseconds: number) =>
		sqs.send(
			new SendMessageCommand({
				QueueUrl: `${stack.aws.url}/000000000000/work`,
				MessageBody: String(milliseconds),
			}),
		);

	test("answers an update with the state it is on its way through, and settles", async () => {
		expect((await update(false)).State).toBe("Disabling");
		await until(async () => (await state()) === "Disabled");
		expect((await update(true)).State).toBe("Enabling");
		await until(async () => (await state()) === "Enabled");
	});

	test("is Disabling until what is at work is finished", async () => {
		await work(300);
		await until(() => stack.fn("slow").busy);
		await update(false);
		expect(await state()).toBe("Disabling");
		expect(mapping().enabled).toBe(false);
		await until(async () => (await state()) === "Disabled");
		expect(stack.fn("slow").busy).toBe(false);
	});

	test("refuses a change while another one is under way", async () => {
		await work(300);
		await until(() => stack.fn("slow").busy);
		await update(false);
		await expect(update(true)).rejects.toMatchObject({
			name: "ResourceInUseException",
			$metadata: { httpStatusCode: 400 },
		});
		await until(async () => (await state()) === "Disabled");
		await update(true);
	});

	test("answers a change that changes nothing with the state it has", async () => {
		expect((await update(true)).State).toBe("Enabled");
	});

	test("can be closed to the API, and does not change then", async () => {
		mapping().refuseUpdates = true;
		await expect(update(false)).rejects.toMatchObject({
			name: "AccessDeniedException",
			$metadata: { httpStatusCode: 403 },
		});
		expect(await state()).toBe("Enabled");
	});

	test("can be toggled by hand in any state", async () => {
		await work(300);
		await until(() => stack.fn("slow").busy);
		const disabled = mapping().disable();
		mapping().enable();
		await disabled;
		expect(await state()).toBe("Enabled");
		await mapping().disable();
		expect(await state()).toBe("Disabled");
	});
});
