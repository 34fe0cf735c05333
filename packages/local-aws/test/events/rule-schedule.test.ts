import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ratePeriodMs } from "../../events/plan.ts";
import { nextFiring } from "../../events/rule-scheduler.ts";
import {
	lambda,
	startTinyStack,
	type TinyStack,
	until,
} from "../support/tiny-stack.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("ratePeriodMs()", () => {
	test.each<[string, number]>([
		["rate(1 minute)", MINUTE],
		["rate(15 minutes)", 15 * MINUTE],
		["rate(1 hour)", HOUR],
		["rate(2 days)", 48 * HOUR],
	])("reads %s", (expression, expected) => {
		expect(ratePeriodMs("tick", expression)).toBe(expected);
	});

	test.each([
		"cron(0 12 * * ? *)",
		"rate(1 minutes)",
		"rate(5 minute)",
		"rate(0 minutes)",
		"rate(30 seconds)",
	])("refuses %s and says what is allowed", (expression) => {
		expect(() => ratePeriodMs("tick", expression)).toThrow(
			`Cannot run the rule tick as its schedule is ${expression}: allowed here are rate(1 minute)`,
		);
	});
});

describe("nextFiring()", () => {
	test.each<[number, number]>([
		[0, MINUTE],
		[MINUTE - 1, MINUTE],
		[MINUTE, 2 * MINUTE],
		[10.5 * MINUTE, 11 * MINUTE],
	])("at %i is %i, so that missed firings coalesce", (now, expected) => {
		expect(nextFiring(0, MINUTE, now)).toBe(expected);
	});
});

const ECHO = `export const handler = async (event) => {
	console.log("got " + JSON.stringify(event));
};`;

function rule(properties: object) {
	return { Type: "AWS::Events::Rule", Properties: { ...properties } };
}

const to = (id: string, input?: object) => ({
	Arn: { "Fn::GetAtt": [id, "Arn"] },
	Id: id,
	...(input === undefined ? {} : { Input: JSON.stringify(input) }),
});

describe("a schedule of the template", () => {
	let stack: TinyStack;
	beforeEach(async () => {
		stack = await startTinyStack(
			{
				Tick: lambda("tick"),
				Hourly: lambda("hourly"),
				Never: lambda("never"),
				EveryMinute: rule({
					ScheduleExpression: "rate(1 minute)",
					Targets: [to("Tick", { action: "tick" })],
				}),
				EveryHour: rule({
					Name: "every-hour",
					ScheduleExpression: "rate(1 hour)",
					State: "ENABLED",
					Targets: [to("Tick", { action: "hour" }), to("Hourly")],
				}),
				Off: rule({
					ScheduleExpression: "rate(1 minute)",
					EventPattern: { source: ["a"] },
					State: "DISABLED",
					Targets: [to("Never")],
				}),
			},
			{ tick: ECHO, hourly: ECHO, never: ECHO },
		);
	});
	afterEach(() => stack.stop());

	const quiet = () =>
		until(() => stack.aws.functions.every(({ busy }) => !busy));
	/** What a function got, as soon as it got that many events. */
	const got = async (name: string, count: number) => {
		const lines = () => stack.aws.services.logs.linesOf(`/aws/lambda/${name}`);
		await until(() => lines().length >= count);
		return lines().map((line) => JSON.parse(line.replace("got ", "")));
	};

	test("fires one period after the start, and is at work when advance() returns", async () => {
		stack.aws.advance(50_000);
		expect(stack.fn("tick").busy).toBe(false);
		stack.aws.advance(10_000);
		expect(stack.fn("tick").busy).toBe(true);
		expect(await got("tick", 1)).toEqual([{ action: "tick" }]);
	});

	test("fires once for all the periods that a jump in time skipped", async () => {
		stack.aws.advance(30 * MINUTE);
		await quiet();
		stack.aws.advance(MINUTE);
		await quiet();
		expect(await got("tick", 2)).toEqual([
			{ action: "tick" },
			{ action: "tick" },
		]);
	});

	test("reaches each of its targets, with the target's input or AWS's scheduled event", async () => {
		stack.aws.advance(HOUR);
		expect(await got("tick", 2)).toContainEqual({ action: "hour" });
		expect(await got("hourly", 1)).toMatchObject([
			{
				source: "aws.events",
				"detail-type": "Scheduled Event",
				resources: ["arn:aws:events:us-east-1:000000000000:rule/every-hour"],
				detail: {},
			},
		]);
	});

	test("can be fired by hand, and waits for the answers", async () => {
		await stack.aws.tick();
		expect(stack.aws.functions.some(({ busy }) => busy)).toBe(false);
		expect(await got("tick", 2)).toHaveLength(2);
		expect(await got("hourly", 1)).toHaveLength(1);
	});

	test("is never fired while its rule is disabled, by time or by event", async () => {
		await stack.aws.tick();
		stack.aws.advance(HOUR);
		stack.aws.services.events.put("a", "b", {});
		await quiet();
		expect(stack.fn("never").environments).toHaveLength(0);
	});

	test("fires by itself when its time has come", async () => {
		stack.aws.advance(59_900);
		expect(await got("tick", 1)).toEqual([{ action: "tick" }]);
	});
});
