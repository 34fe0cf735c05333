import {
	IoTDataPlaneClient,
	PublishCommand,
} from "@aws-sdk/client-iot-data-plane";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { QueueReader } from "../../packages/local-aws/test/support/queue-reader.ts";
import {
	queue,
	startTinyStack,
	type TinyStack,
} from "../../packages/local-aws/test/support/tiny-stack.ts";

/** https://docs.aws.amazon.com/iot/latest/developerguide/sqs-rule-action.html */
const rule = (RuleName: string, Sql: string, action: object = {}) => ({
	Type: "AWS::IoT::TopicRule",
	Properties: {
		RuleName,
		TopicRulePayload: {
			Sql,
			AwsIotSqlVersion: "2016-03-23",
			Actions: [
				{
					Sqs: {
						QueueUrl: { Ref: "Mail" },
						RoleArn: "arn:aws:iam::000000000000:role/rule",
						...action,
					},
				},
			],
		},
	},
});

let stack: TinyStack;
let iot: IoTDataPlaneClient;
let mail: QueueReader;
beforeAll(async () => {
	stack = await startTinyStack({
		Mail: queue("mail"),
		Whole: rule("whole", "SELECT * FROM 'whole/#'"),
		Encoded: rule("encoded", "SELECT * FROM 'encoded'", { UseBase64: true }),
		Named: rule(
			"named",
			`select *, topic() as topic, topic(2) AS device, clientid() AS client,
				timestamp() AS at, newuuid() AS id, traceid() AS trace
			from 'devices/+/alarm'`,
		),
		Values: rule(
			"values",
			`SELECT engine.heat, engine.name AS engine, 'it''s' AS quoted, -1.5 AS number,
				true AS yes, none AS missing, engine.heat AS mail.subject.heat,
				concat('heat ', cast(engine.heat AS String), ' of ', engine.name) AS text
			FROM 'values'`,
		),
		Where: rule(
			"wherever",
			"SELECT kind FROM 'where' WHERE (heat > 80 AND kind = 'oven') OR kind <> 'oven' AND heat <= 0",
		),
		Binary: rule("binary", "SELECT encode(*, 'base64') AS data FROM 'binary'"),
	});
	iot = new IoTDataPlaneClient(stack.client);
	mail = new QueueReader(stack, "mail");
});
afterAll(async () => {
	mail.stop();
	iot.destroy();
	await stack.stop();
});

const publish = (topic: string, payload: object | string) =>
	iot.send(
		new PublishCommand({
			topic,
			payload: Buffer.from(
				typeof payload === "string" ? payload : JSON.stringify(payload),
			),
		}),
	);

// https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-select.html
describe("an IoT rule", () => {
	test("sends the payload it selects, as its role", async () => {
		await publish("whole/oven/1", { heat: 90 });
		const message = await mail.next();
		expect(message?.Body).toBe('{"heat":90}');
		expect(message?.Attributes?.SenderId).toMatch(/^AROA\w+:local$/);
	});

	test("sends a payload that is no JSON as it is", async () => {
		await publish("whole", "hot!");
		expect((await mail.next())?.Body).toBe("hot!");
	});

	test("encodes what it sends with UseBase64", async () => {
		await publish("encoded", { heat: 90 });
		expect((await mail.next())?.Body).toBe(btoa('{"heat":90}'));
	});

	test("adds what it knows of the message", async () => {
		await publish("devices/oven 7/alarm", { heat: 90 });
		const uuid = expect.stringMatching(/^[\da-f-]{36}$/);
		expect(await mail.nextJson()).toEqual({
			heat: 90,
			topic: "devices/oven 7/alarm",
			device: "oven 7",
			client: "n/a",
			at: expect.any(Number),
			id: uuid,
			trace: uuid,
		});
	});

	test("selects fields, literals and texts, and leaves out what is not there", async () => {
		await publish("values", { engine: { heat: 90, name: "E1" } });
		expect(await mail.nextJson()).toEqual({
			heat: 90,
			engine: "E1",
			quoted: "it's",
			number: -1.5,
			yes: true,
			mail: { subject: { heat: 90 } },
			text: "heat 90 of E1",
		});
	});

	test("encodes a payload of bytes", async () => {
		await publish("binary", "hot!");
		expect(await mail.nextJson()).toEqual({ data: btoa("hot!") });
	});

	test.each([
		[{ kind: "oven", heat: 81 }, true],
		[{ kind: "oven", heat: 80 }, false],
		[{ kind: "fridge", heat: -1 }, true],
		[{ kind: "fridge", heat: 5 }, false],
		[{ kind: "oven", heat: "81" }, true],
		[{ kind: "oven", heat: "hot" }, false],
		[{ kind: "oven" }, false],
		["hot!", false],
	])("with WHERE takes %j: %s", async (payload, isTaken) => {
		await publish("where", payload);
		const message = await mail.next(isTaken ? 10 : 0);
		expect(message !== undefined).toBe(isTaken);
	});

	test.each(["devices/alarm", "devices/a/b/alarm", "other"])(
		"leaves out the topic %s, which its filter does not have",
		async (topic) => {
			await publish(topic, {});
			expect(await mail.next(0)).toBeUndefined();
		},
	);
});

describe("a local run refuses at its start", () => {
	test.each([
		["a function", "SELECT md5(a) AS b FROM 't'", /the function md5/],
		["an operator", "SELECT a + 1 AS b FROM 't'", /there is "\+ 1 AS b/],
		[
			"a nested query",
			"SELECT (SELECT a FROM b) AS c FROM 't'",
			/there is "\("/,
		],
		["a CASE", "SELECT CASE a WHEN 1 THEN 2 END AS b FROM 't'", /"CASE"/],
		["a value without a name", "SELECT topic() FROM 't'", /has no name/],
		["a cast to a number", "SELECT cast(a AS Int) AS b FROM 't'", /STRING/],
		["no topic filter", "SELECT a", /there is the end instead of FROM/],
	])("an SQL with %s", async (_what, sql, sentence) => {
		const start = startTinyStack({ Mail: queue("mail"), R: rule("r", sql) });
		await expect(start).rejects.toThrow(sentence);
		await expect(start).rejects.toThrow(/^Cannot run the IoT rule r as /);
	});

	test("another action", async () => {
		const Actions = [{ Lambda: { FunctionArn: "arn" } }];
		await expect(
			startTinyStack({
				R: {
					Type: "AWS::IoT::TopicRule",
					Properties: {
						TopicRulePayload: { Sql: "SELECT * FROM 't'", Actions },
					},
				},
			}),
		).rejects.toThrow(/has the action Lambda: allowed here is Sqs/);
	});
});
