import { describe, expect, test } from "vitest";
import {
	type AlarmState,
	evaluateAlarm,
} from "../../local/alarms/alarm-evaluation.ts";
import type { AlarmSpec } from "../../local/alarms/alarm-spec.ts";
import { parseCli } from "../../local/cli-options.ts";
import { matchesPattern } from "../../local/emulators/aws/event-pattern.ts";
import { faultOfAddress, parseFaults } from "../../local/gmail/faults.ts";
import { resolve } from "../../local/intrinsics.ts";
import { failedMessageIds } from "../../local/lambda/batch-response.ts";
import { Names } from "../../local/names.ts";

describe("failedMessageIds()", () => {
	const batch = ["a", "b"];
	const failures = (...ids: unknown[]) =>
		JSON.stringify({
			batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
		});
	test.each<[string, string, string[]]>([
		["null", "null", []],
		["an empty answer", "{}", []],
		["an empty list", failures(), []],
		["a null list", '{"batchItemFailures":null}', []],
		["one id", failures("b"), ["b"]],
		["an unknown id", failures("b", "c"), batch],
		["an empty id", failures(""), batch],
		["a null id", failures(null), batch],
		["a bad key name", '{"batchItemFailures":[{"id":"a"}]}', batch],
		["no JSON", "oops", batch],
		["a list that is none", '{"batchItemFailures":"a"}', batch],
	])("takes %s as AWS does", (_name, payload, expected) => {
		expect([...failedMessageIds(payload, batch, true)]).toEqual(expected);
	});

	test("ignores the answer when the mapping does not ask for it", () => {
		expect([...failedMessageIds(failures("a"), batch, false)]).toEqual([]);
	});
});

describe("evaluateAlarm()", () => {
	const MINUTE = 60_000;
	const NOW = 100 * MINUTE;
	const spec = (changes: Partial<AlarmSpec>): AlarmSpec => ({
		name: "a",
		description: "",
		namespace: "n",
		metric: "m",
		dimensions: {},
		statistic: "Maximum",
		periodSeconds: 60,
		periods: 1,
		datapointsToAlarm: 1,
		threshold: 1,
		operator: "GreaterThanOrEqualToThreshold",
		missing: "ignore",
		alarmActions: [],
		okActions: [],
		...changes,
	});
	const points = (...values: [minutesAgo: number, value: number][]) =>
		values.map(([ago, value]) => ({ at: NOW - ago * MINUTE, value }));
	test.each<
		[string, Partial<AlarmSpec>, [number, number][], AlarmState, AlarmState]
	>([
		["a gauge at 1 is red", {}, [[0, 1]], "OK", "ALARM"],
		["a gauge at 0 is green", {}, [[0, 0]], "ALARM", "OK"],
		[
			"a gauge keeps its state while nothing is measured",
			{},
			[[5, 1]],
			"ALARM",
			"ALARM",
		],
		[
			"an event count is green without events",
			{ missing: "notBreaching", statistic: "Sum" },
			[[5, 1]],
			"ALARM",
			"OK",
		],
		[
			"a heartbeat is red without one",
			{ missing: "breaching" },
			[],
			"OK",
			"ALARM",
		],
		[
			"nothing is known without data",
			{ missing: "missing" },
			[],
			"OK",
			"INSUFFICIENT_DATA",
		],
		[
			"two of three periods are not enough",
			{ periods: 3, datapointsToAlarm: 3 },
			[
				[0, 1],
				[1, 1],
				[2, 0],
			],
			"OK",
			"OK",
		],
		[
			"three of three are",
			{ periods: 3, datapointsToAlarm: 3 },
			[
				[0, 1],
				[1, 1],
				[2, 1],
			],
			"OK",
			"ALARM",
		],
		[
			"a gap in a row of red keeps the state",
			{ periods: 3, datapointsToAlarm: 3 },
			[
				[0, 1],
				[2, 1],
			],
			"OK",
			"OK",
		],
		[
			"a sum adds up",
			{ statistic: "Sum", threshold: 3 },
			[
				[0, 2],
				[0.5, 1],
			],
			"OK",
			"ALARM",
		],
	])("%s", (_name, changes, values, before, expected) => {
		expect(
			evaluateAlarm(spec(changes), points(...values), {
				now: NOW,
				before,
				createdAt: 0,
			}),
		).toBe(expected);
	});

	test.each<[minutesOld: number, expected: AlarmState]>([
		[2.9, "INSUFFICIENT_DATA"],
		[3, "ALARM"],
	])(
		"a heartbeat's alarm that is %d minutes old is %s without one, its range being three",
		(minutesOld, expected) => {
			const heartbeat = spec({
				missing: "breaching",
				periods: 3,
				datapointsToAlarm: 3,
			});
			expect(
				evaluateAlarm(heartbeat, [], {
					now: NOW,
					before: "INSUFFICIENT_DATA",
					createdAt: NOW - minutesOld * MINUTE,
				}),
			).toBe(expected);
		},
	);

	test("a young heartbeat's alarm is green with its first beat", () => {
		const heartbeat = spec({
			missing: "breaching",
			periods: 3,
			datapointsToAlarm: 3,
			operator: "LessThanThreshold",
		});
		expect(
			evaluateAlarm(heartbeat, points([0, 1]), {
				now: NOW,
				before: "INSUFFICIENT_DATA",
				createdAt: NOW - MINUTE,
			}),
		).toBe("OK");
	});
});

describe("matchesPattern()", () => {
	const event = { source: "aws.s3", detail: { bucket: "b", size: 5 } };
	test.each<[unknown, boolean]>([
		[{ source: ["aws.s3"] }, true],
		[{ source: ["aws.ec2"] }, false],
		[{ source: [{ prefix: "aws." }], detail: { size: [5, 6] } }, true],
		[{ detail: { bucket: [{ "anything-but": "b" }] } }, false],
		[{ detail: { key: [{ exists: false }] } }, true],
		[undefined, false],
	])("matches %j: %s", (pattern, expected) => {
		expect(matchesPattern(pattern, event)).toBe(expected);
	});
});

describe("resolve()", () => {
	const references = {
		ref: (id: string) => `ref:${id}`,
		attribute: (id: string, name: string) => `${id}.${name}`,
		output: (stack: string, name: string) => `${name} of ${stack}`,
	};
	test.each<[unknown, unknown]>([
		[{ Ref: "A" }, "ref:A"],
		[{ "Fn::GetAtt": ["A", "Arn"] }, "A.Arn"],
		[{ "Fn::Join": ["-", ["x", { Ref: "A" }]] }, "x-ref:A"],
		[{ "Fn::Select": [1, { "Fn::Split": [":", "a:b"] }] }, "b"],
		[{ "Fn::Sub": `\${A.Arn}/\${B}` }, "A.Arn/ref:B"],
		[
			{ "Fn::GetStackOutput": { StackName: "Platform", OutputName: "Arn" } },
			"Arn of Platform",
		],
		[{ a: { Ref: "AWS::NoValue" }, b: 1 }, { b: 1 }],
	])("resolves %j", (value, expected) => {
		expect(resolve(value, references)).toEqual(expected);
	});
});

test("a stack that needs the output of one that is not there says which to make first", () => {
	const names = new Names(
		{ Resources: {} },
		{ stackName: "Shop", region: "us-east-1", endpoint: "" },
	);
	expect(() => names.output("Platform", "Arn")).toThrow(
		"Cannot start the stack Shop as it needs the output Arn of the stack Platform, which was not started before it: make Platform first in the app",
	);
});

describe("parseFaults()", () => {
	test.each<[unknown, RegExp]>([
		["x", /entry 0 is "x"; allowed is an object/],
		[
			{ stage: "helo", drop: true },
			/stage "helo"; allowed are token, connect, ehlo/,
		],
		[
			{ stage: "auth" },
			/does nothing; give it one of reply, drop, hang, delayMs/,
		],
		[{ stage: "auth", reply: "no" }, /reply "no"; allowed is an SMTP reply/],
		[{ stage: "auth", drop: true, foo: 1 }, /unknown field foo/],
	])("refuses %j with a sentence", (input, sentence) => {
		expect(parseFaults(input)).toMatch(sentence);
	});
});

describe("faultOfAddress()", () => {
	test.each<[string, object | undefined]>([
		[
			"reply-550-5.1.1@x.example",
			{ stage: "rcpt", code: "550", enhanced: "5.1.1", once: false },
		],
		["reply-550-5.4.5@x.example", { stage: "data" }],
		["reply-550-5.7.1@x.example", { stage: "eom" }],
		["reply-451-4.3.0-at-mail-once@x.example", { stage: "mail", once: true }],
		["slow-5s@x.example", { stage: "eom", delayMs: 5000 }],
		["drop-after-data@x.example", { stage: "eom", drop: true }],
		["ann@x.example", undefined],
	])("reads %s", (address, expected) => {
		if (expected === undefined) expect(faultOfAddress(address)).toBeUndefined();
		else expect(faultOfAddress(address)).toMatchObject(expected);
	});
});

describe("parseCli()", () => {
	test("reads ports", () => {
		expect(parseCli(["--once", "--port", "0"])).toMatchObject({
			once: true,
			port: 0,
			inboxPort: undefined,
		});
	});

	test.each([
		["--port", "x"],
		["--port", "70000"],
		["--smtp-port", "-1"],
	])("refuses %s %s", (...args) => {
		expect(() => parseCli(args)).toThrow();
	});
});
