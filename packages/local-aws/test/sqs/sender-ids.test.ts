import {
	ReceiveMessageCommand,
	SendMessageBatchCommand,
	SendMessageCommand,
	SQSClient,
	StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
	lambda,
	queue,
	startTinyStack,
	type TinyStack,
} from "../support/tiny-stack.ts";

const ROLE = "AROAEXAMPLEROLE000000";
const USER = "AIDAEXAMPLEUSER000000";

describe("a message's SenderId", () => {
	let stack: TinyStack;
	const clients: SQSClient[] = [];
	beforeEach(async () => {
		stack = await startTinyStack({
			Dead: queue("dead"),
			Queue: queue("mail", {
				VisibilityTimeout: 10,
				RedrivePolicy: {
					deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] },
					maxReceiveCount: 2,
				},
			}),
		});
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.destroy();
		await stack.stop();
	});

	/** A client that signs as this principal. */
	const as = (accessKeyId: string) => {
		const client = new SQSClient({
			...stack.client,
			credentials: { accessKeyId, secretAccessKey: "local" },
		});
		clients.push(client);
		return client;
	};
	const url = (name: string) => `${stack.aws.url}/000000000000/${name}`;
	const send = (accessKeyId: string, options: object = {}) =>
		as(accessKeyId).send(
			new SendMessageCommand({
				QueueUrl: url("mail"),
				MessageBody: "x",
				...options,
			}),
		);
	const receive = async (name = "mail") => {
		const { Messages = [] } = await as("local").send(
			new ReceiveMessageCommand({
				QueueUrl: url(name),
				MaxNumberOfMessages: 10,
				MessageSystemAttributeNames: ["SenderId"],
				MessageAttributeNames: ["All"],
			}),
		);
		return Messages.map(({ Attributes }) => Attributes?.SenderId);
	};

	test.each([
		["a role", ROLE, `${ROLE}:local`],
		["a user", USER, USER],
		["anybody else", "local", "000000000000"],
	])("names %s by its unique id", async (_who, accessKeyId, expected) => {
		await send(accessKeyId);
		expect(await receive()).toEqual([expected]);
	});

	test("is that of each message of a batch", async () => {
		await as(ROLE).send(
			new SendMessageBatchCommand({
				QueueUrl: url("mail"),
				Entries: [
					{ Id: "a", MessageBody: "a" },
					{
						Id: "b",
						MessageBody: "b",
						MessageAttributes: { k: { DataType: "String", StringValue: "v" } },
					},
				],
			}),
		);
		expect(await receive()).toEqual([`${ROLE}:local`, `${ROLE}:local`]);
	});

	test("stays through redelivery, the dead-letter queue and a move back", async () => {
		await send(USER);
		expect(await receive()).toEqual([USER]);
		stack.aws.advance(11_000);
		expect(await receive()).toEqual([USER]);
		stack.aws.advance(11_000);
		expect(await receive()).toEqual([]);
		await as("local").send(
			new StartMessageMoveTaskCommand({
				SourceArn: "arn:aws:sqs:us-east-1:000000000000:dead",
				DestinationArn: "arn:aws:sqs:us-east-1:000000000000:mail",
			}),
		);
		expect(await receive()).toEqual([USER]);
	});

	test("is left out unless it is asked for", async () => {
		await send(ROLE);
		const { Messages } = await as("local").send(
			new ReceiveMessageCommand({ QueueUrl: url("mail") }),
		);
		expect(Messages?.[0]?.Attributes).toBeUndefined();
	});
});

test("a function signs as its role, whose unique id the template has, too", async () => {
	const stack = await startTinyStack(
		{
			Role: { Type: "AWS::IAM::Role", Properties: {} },
			Fn: lambda("signs", { Role: { "Fn::GetAtt": ["Role", "Arn"] } }),
		},
		{ signs: "export const handler = () => process.env.AWS_ACCESS_KEY_ID" },
		{ RoleId: { Value: { "Fn::GetAtt": ["Role", "RoleId"] } } },
	);
	try {
		const { payload } = await stack.fn("signs").invoke("{}");
		const [{ outputs } = { outputs: undefined }] = stack.aws.services.stacks;
		expect(JSON.parse(payload)).toBe(outputs?.RoleId?.value);
		expect(payload).toMatch(/^"AROA/);
	} finally {
		await stack.stop();
	}
});
