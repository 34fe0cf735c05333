import {
	EventBridgeClient,
	PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { targetInput } from "../../events/event-input.ts";
import {
	queue,
	startTinyStack,
	type TinyStack,
} from "../support/tiny-stack.ts";

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
const event = {
	version: "0",
	id: "7bf73129",
	"detail-type": "EC2 Instance State-change Notification",
	source: "aws.ec2",
	account: "123456789012",
	time: "2015-11-11T21:29:54Z",
	region: "us-east-1",
	resources: ["arn:aws:ec2:us-east-1:123456789012:instance/i-1"],
	detail: {
		"instance-id": "i-0123456789",
		state: "RUNNING",
		count: 2,
		owner: null,
		text: 'say "hi"\n',
		disks: [{ name: "a" }, { name: "b" }],
	},
};
const rule = { name: "r", arn: "arn:aws:events:us-east-1:1:rule/r" };

describe("InputPath", () => {
	test.each<[string, unknown]>([
		["$", event],
		["$.detail", event.detail],
		["$.detail.state", "RUNNING"],
		["$.detail-type", event["detail-type"]],
		["$.detail.disks[1].name", "b"],
		["$.detail.disks[*].name", ["a", "b"]],
		["$.resources[0]", event.resources[0]],
		["$.detail.none", null],
	])("%s selects a part, as JSON", (InputPath, expected) => {
		const text = targetInput({ InputPath }, event, rule);
		expect(JSON.parse(text)).toEqual(expected);
	});
});

const filled = (template: string) =>
	targetInput(
		{
			InputTransformer: {
				InputTemplate: template,
				InputPathsMap: {
					instance: "$.detail.instance-id",
					state: "$.detail.state",
					count: "$.detail.count",
					text: "$.detail.text",
					detail: "$.detail",
					disk: "$.detail.disks[0].name",
					disks: "$.detail.disks",
					missing: "$.detail.none",
				},
			},
		},
		event,
		rule,
	);

describe("InputTransformer with an object", () => {
	test.each<[string, string, unknown]>([
		["a text without quotes", '{"a":<state>}', { a: "RUNNING" }],
		["a text in quotes", '{"a":"<state>"}', { a: "RUNNING" }],
		["a number", '{"a":<count>}', { a: 2 }],
		["an object", '{"a":<disks>}', { a: event.detail.disks }],
		[
			"a text amid others",
			'{"a":"<instance> is <state>"}',
			{ a: "i-0123456789 is RUNNING" },
		],
		["escaped quotes", '{"a":"is \\"<state>\\""}', { a: 'is "RUNNING"' }],
		[
			"a text with quotes and line breaks, without quotes",
			'{"a":<text>}',
			{ a: 'say "hi"\n' },
		],
		["nothing, without quotes", '{"a":<missing>}', { a: "" }],
		["nothing, in quotes", '{"a":"<missing>!"}', { a: "!" }],
		["in a list", '{"a":[9,<state>,true]}', { a: [9, "RUNNING", true] }],
		["line breaks of its own", '{\n"a": <disk>\n}', { a: "a" }],
		[
			"the rule",
			'{"a":"<aws.events.rule-name>","b":<aws.events.rule-arn>}',
			{ a: "r", b: rule.arn },
		],
		["the event", '{"a":<aws.events.event.json>}', { a: event }],
	])("fills in %s", (_name, template, expected) => {
		expect(JSON.parse(filled(template))).toEqual(expected);
	});

	test("gives the event without its detail in a shape of its own", () => {
		const { detail: _detail, "detail-type": detailType, ...head } = event;
		expect(JSON.parse(filled('{"a":<aws.events.event>}'))).toEqual({
			a: { ...head, detailType, time: Date.parse(event.time) },
		});
	});

	test("gives the time of arrival", () => {
		const { a } = JSON.parse(filled('{"a":<aws.events.event.ingestion-time>}'));
		expect(Math.abs(Date.parse(a) - Date.now())).toBeLessThan(5000);
	});

	test("escapes nothing within quotes: such an event is given up", () => {
		expect(() => filled('{"a":"<text>"}')).toThrow(
			/Cannot fill the input template of the rule r, as the result is no JSON/,
		);
	});
});

describe("InputTransformer with a text", () => {
	test.each<[string, string]>([
		['"<instance> is <state>"', '"i-0123456789 is RUNNING"'],
		['"is \\"<state>\\""', '"is \\"RUNNING\\""'],
		['"a <missing>b"', '"a b"'],
		['"<disks>"', '"[{name:a},{name:b}]"'],
		['"a <count>"\n"b <state>"', '"a 2"\n"b RUNNING"'],
		["<instance> is <state>", "i-0123456789 is RUNNING"],
		['"<nobody>"', '"<nobody>"'],
	])("%j becomes %j, its quotes left", (template, expected) => {
		expect(filled(template)).toBe(expected);
	});
});

describe("a rule of a template", () => {
	let stack: TinyStack;
	let events: EventBridgeClient;
	let sqs: SQSClient;
	beforeAll(async () => {
		const to = (id: string, target: object = {}) => ({
			Id: id,
			Arn: { "Fn::GetAtt": [id, "Arn"] },
			...target,
		});
		const rule = (properties: object) => ({
			Type: "AWS::Events::Rule",
			Properties: { EventPattern: { source: ["shop"] }, ...properties },
		});
		stack = await startTinyStack({
			Filled: queue("filled"),
			Part: queue("part"),
			Foreign: queue("foreign"),
			Broken: rule({
				Name: "broken",
				EventPattern: { source: ["quotes"] },
				Targets: [
					to("Filled", {
						InputTransformer: {
							InputPathsMap: { what: "$.detail.what" },
							InputTemplate: '{"a":"<what>"}',
						},
					}),
				],
			}),
			Rule: rule({
				Name: "orders",
				Targets: [
					to("Filled", {
						InputTransformer: {
							InputPathsMap: { first: "$.detail.items[0]" },
							InputTemplate: '{"by":"<aws.events.rule-name>","first":<first>}',
						},
					}),
					to("Part", { InputPath: "$.detail.items" }),
				],
			}),
			Other: rule({ EventBusName: "other", Targets: [to("Foreign")] }),
			Default: rule({
				EventBusName: "arn:aws:events:us-east-1:000000000000:event-bus/default",
				EventPattern: { source: ["named"] },
				Targets: [to("Part")],
			}),
		});
		events = new EventBridgeClient(stack.client);
		sqs = new SQSClient(stack.client);
	});
	afterAll(async () => {
		events.destroy();
		sqs.destroy();
		await stack.stop();
	});

	const put = (Source: string, detail: object, EventBusName?: string) =>
		events.send(
			new PutEventsCommand({
				Entries: [
					{
						Source,
						DetailType: "t",
						Detail: JSON.stringify(detail),
						Resources: ["arn:aws:shop:::a"],
						...(EventBusName === undefined ? {} : { EventBusName }),
					},
				],
			}),
		);
	const next = async (name: string, WaitTimeSeconds = 5) => {
		const { Messages: [message] = [] } = await sqs.send(
			new ReceiveMessageCommand({
				QueueUrl: `${stack.aws.url}/000000000000/${name}`,
				WaitTimeSeconds,
			}),
		);
		return message?.Body;
	};

	test("fills its template, or hands over a part, for each target", async () => {
		await put("shop", { items: ["a", "b"] });
		expect(await next("filled")).toBe('{"by":"orders","first":"a"}');
		expect(await next("part")).toBe('["a","b"]');
	});

	test("of another bus gets nothing of the default one", async () => {
		await put("shop", { items: ["c"] });
		expect(await next("part")).toBe('["c"]');
		expect(await next("foreign", 0)).toBeUndefined();
		await next("filled");
	});

	test("of the default bus gets nothing of another one", async () => {
		await put("shop", { items: ["d"] }, "other");
		await put("named", {}, "default");
		expect(JSON.parse((await next("part")) ?? "")).toMatchObject({
			source: "named",
			time: expect.stringMatching(/T\d\d:\d\d:\d\dZ$/),
			resources: ["arn:aws:shop:::a"],
		});
		expect(await next("filled", 0)).toBeUndefined();
	});

	test("says so when its filled template is no JSON, and delivers nothing", async () => {
		const error = vi.spyOn(console, "error").mockImplementation(() => {});
		await put("quotes", { what: 'a "b"' });
		expect(await next("filled", 0)).toBeUndefined();
		expect(error.mock.calls.flat().join()).toMatch(
			/template of the rule broken/,
		);
		error.mockRestore();
	});
});
