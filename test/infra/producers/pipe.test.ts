import { Aws, type Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { AttributeType, StreamViewType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Stream } from "aws-cdk-lib/aws-kinesis";
import { Key } from "aws-cdk-lib/aws-kms";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { fillInputTemplate } from "local-aws";
import { describe, expect, test } from "vitest";
import {
	MailPipe,
	type MailPipeProps,
	type MailPipeSource,
} from "../../../infra/index.ts";
import {
	imported,
	own,
	type Setting,
	statementsFor,
} from "../../support/producers.ts";

const MESSAGE = {
	to: "<$.body.email>",
	template: "order",
	data: { order: "<$.body.order>" },
};
const PARTITION = { name: "id", type: AttributeType.STRING };

const SOURCES: readonly {
	readonly name: string;
	readonly create: (stack: Stack) => MailPipeSource;
	readonly arn: (source: never) => string;
	readonly actions: readonly string[];
	readonly id: string;
	readonly parameters: object;
}[] = [
	{
		name: "a queue",
		create: (stack) => new Queue(stack, "Source"),
		arn: ({ queueArn }: Queue) => queueArn,
		actions: [
			"sqs:DeleteMessage",
			"sqs:GetQueueAttributes",
			"sqs:ReceiveMessage",
		],
		id: "<$.messageId>",
		parameters: { SqsQueueParameters: { BatchSize: 10 } },
	},
	{
		name: "a table's stream",
		create: (stack) =>
			new Table(stack, "Source", {
				partitionKey: PARTITION,
				stream: StreamViewType.NEW_IMAGE,
			}),
		arn: ({ tableStreamArn = "" }: Table) => tableStreamArn,
		actions: [
			"dynamodb:DescribeStream",
			"dynamodb:GetRecords",
			"dynamodb:GetShardIterator",
			"dynamodb:ListStreams",
		],
		id: "<$.eventID>",
		parameters: {
			DynamoDBStreamParameters: { BatchSize: 10, StartingPosition: "LATEST" },
		},
	},
	{
		name: "a Kinesis stream",
		create: (stack) => new Stream(stack, "Source"),
		arn: ({ streamArn }: Stream) => streamArn,
		actions: [
			"kinesis:DescribeStream",
			"kinesis:DescribeStreamSummary",
			"kinesis:GetRecords",
			"kinesis:GetShardIterator",
			"kinesis:ListShards",
			"kinesis:ListStreams",
		],
		id: "<$.eventID>",
		parameters: {
			KinesisStreamParameters: { BatchSize: 10, StartingPosition: "LATEST" },
		},
	},
];

function pipeOf(
	{ stack, sender }: Setting,
	source: MailPipeSource,
	props: Omit<MailPipeProps, "sender" | "source"> = { message: MESSAGE },
) {
	new MailPipe(stack, "Pipe", { sender, source, ...props });
	const [pipe] = Object.values(
		Template.fromStack(stack).findResources("AWS::Pipes::Pipe"),
	);
	return pipe;
}

/** What a pipe from a queue sends for a record, as Pipes fills it in. */
function sentBy(name: string, body: object): string {
	const here = imported();
	const pipe = pipeOf(here, new Queue(here.stack, "Source"));
	return fillInputTemplate(pipe?.Properties.TargetParameters.InputTemplate, {
		event: { messageId: "m-1", body },
		variables: { "pipe-name": name },
	});
}

describe.each(SOURCES)("MailPipe from $name", (given) => {
	test("reads the source from now on and sends to the queue", () => {
		const here = imported();
		const source = given.create(here.stack);
		expect(pipeOf(here, source)?.Properties).toMatchObject({
			Source: here.stack.resolve(given.arn(source as never)),
			Target: here.queueArn,
			SourceParameters: given.parameters,
		});
	});

	test("may read the source and send to the queue, and do nothing else", () => {
		const here = imported();
		const source = given.create(here.stack);
		pipeOf(here, source);
		const statements = statementsFor(here.stack, "pipes.amazonaws.com");
		expect(
			statements.map(({ Action, Resource }) => [
				[Action].flat().toSorted(),
				Resource,
			]),
		).toEqual([
			[["sqs:SendMessage"], here.queueArn],
			[given.actions, here.stack.resolve(given.arn(source as never))],
		]);
	});

	test("sends one mail for one record", () => {
		const here = imported();
		const pipe = pipeOf(here, given.create(here.stack));
		expect(pipe?.Properties.TargetParameters.InputTemplate).toBe(
			`{"id":"<aws.pipes.pipe-name>/${given.id}","to":<$.body.email>,"template":"order","data":{"order":<$.body.order>}}`,
		);
	});
});

describe("MailPipe", () => {
	test("hands on messages as they are by an input template", () => {
		const here = imported();
		const pipe = pipeOf(here, new Queue(here.stack, "Source"), {
			inputTemplate: "<$.body>",
		});
		expect(pipe?.Properties.TargetParameters.InputTemplate).toBe("<$.body>");
	});

	test("keeps a record's value in its field, whatever it holds", () => {
		const attack = 'x","to":"victim@evil.example","a":"\\';
		const body = { email: "ann@example.com", order: attack };
		expect(JSON.parse(sentBy("shop", body))).toEqual({
			id: "shop/m-1",
			to: "ann@example.com",
			template: "order",
			data: { order: attack },
		});
	});

	test("gives the mails of two pipes for one record ids of their own", () => {
		const body = { email: "ann@example.com", order: "7" };
		const ids = ["one", "two"].map((name) => JSON.parse(sentBy(name, body)).id);
		expect(ids).toEqual(["one/m-1", "two/m-1"]);
	});

	test.each([
		["a longer text", { message: { ...MESSAGE, subject: "No <$.body.no>" } }],
		[
			"a text of a template's data",
			{ message: { ...MESSAGE, data: { text: "(<$.body.no>)" } } },
		],
		["the name of a field", { message: { ...MESSAGE, data: { "<$.a>": 1 } } }],
		[
			"a text of an input template",
			{ inputTemplate: '{"to":"<$.body.email>","text":<$.body.text>}' },
		],
		[
			"a text after a reference",
			{ inputTemplate: `{"id":"${Aws.REGION}/<$.body.email>"}` },
		],
	])("refuses a record's value within %s", (_where, props) => {
		const setting = imported();
		expect(() =>
			pipeOf(setting, new Queue(setting.stack, "Source"), props),
		).toThrow(
			/Cannot send mail by the pipe Orders\/Pipe as ".+" has a value within a longer text.*template: /,
		);
	});

	test.each([
		'{"id":"order-<$.messageId>","to":<$.body.email>}',
		'{"a":"\\"<b>\\"","to":<$.body.email>}',
	])("takes the input template %s", (inputTemplate) => {
		const here = imported();
		const pipe = pipeOf(here, new Queue(here.stack, "Source"), {
			inputTemplate,
		});
		expect(pipe?.Properties.TargetParameters.InputTemplate).toBe(inputTemplate);
	});

	test("sends to the queue of a sender of its own stack", () => {
		const setting = own();
		pipeOf(setting, new Queue(setting.stack, "Source"));
		expect(statementsFor(setting.stack, "pipes.amazonaws.com")).toContainEqual({
			Effect: "Allow",
			Action: "sqs:SendMessage",
			Resource: setting.queueArn,
		});
	});

	test("has its rights before it is created", () => {
		const setting = imported();
		const pipe = pipeOf(setting, new Queue(setting.stack, "Source"));
		expect(pipe?.DependsOn.toSorted()).toEqual([
			expect.stringMatching(/^PipeRole[0-9A-F]{8}$/),
			expect.stringMatching(/^PipeRoleDefaultPolicy/),
		]);
	});

	test("sends only records that fit a filter", () => {
		const setting = imported();
		const pipe = pipeOf(setting, new Queue(setting.stack, "Source"), {
			message: MESSAGE,
			filters: [{ body: { urgent: [true] } }],
		});
		expect(pipe?.Properties.SourceParameters.FilterCriteria.Filters).toEqual([
			{ Pattern: '{"body":{"urgent":[true]}}' },
		]);
	});

	test("may decrypt a source that has a customer key", () => {
		const setting = imported();
		const encryptionMasterKey = new Key(setting.stack, "SourceKey");
		pipeOf(
			setting,
			new Queue(setting.stack, "Source", { encryptionMasterKey }),
		);
		expect(statementsFor(setting.stack, "pipes.amazonaws.com")).toContainEqual({
			Effect: "Allow",
			Action: "kms:Decrypt",
			Resource: setting.stack.resolve(encryptionMasterKey.keyArn),
		});
	});

	test("refuses a table without a stream", () => {
		const setting = imported();
		const table = new Table(setting.stack, "Source", {
			partitionKey: PARTITION,
		});
		expect(() => pipeOf(setting, table)).toThrow(
			/Cannot read Orders\/Source by a pipe as the table has no stream/,
		);
	});

	test.each([
		["neither", {}],
		["both", { message: MESSAGE, inputTemplate: "<$.body>" }],
	])("refuses %s message and inputTemplate", (what, props) => {
		const setting = imported();
		expect(() =>
			pipeOf(setting, new Queue(setting.stack, "Source"), props),
		).toThrow(new RegExp(`it has ${what} message and inputTemplate`));
	});
});
