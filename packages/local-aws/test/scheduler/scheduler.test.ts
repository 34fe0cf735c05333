import {
	CreateScheduleCommand,
	type CreateScheduleCommandInput,
	DeleteScheduleCommand,
	GetScheduleCommand,
	ListSchedulesCommand,
	SchedulerClient,
	UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
	lambda,
	messages,
	queue,
	startTinyStack,
	type TinyStack,
	until,
} from "../support/tiny-stack.ts";

// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
// https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ARN = "arn:aws:scheduler:us-east-1:000000000000";
const RoleArn = "arn:aws:iam::000000000000:role/mailing";
const Mail = { Arn: "arn:aws:sqs:us-east-1:000000000000:mail", RoleArn };
const FlexibleTimeWindow = { Mode: "OFF" as const };

let stack: TinyStack;
let client: SchedulerClient;
beforeEach(async () => {
	stack = await startTinyStack(
		{
			Mail: queue("mail"),
			Echo: lambda("echo"),
			Group: {
				Type: "AWS::Scheduler::ScheduleGroup",
				Properties: { Name: "reports" },
			},
			Weekly: {
				Type: "AWS::Scheduler::Schedule",
				Properties: {
					Name: "weekly",
					GroupName: { Ref: "Group" },
					ScheduleExpression: "cron(0 8 ? * MON *)",
					ScheduleExpressionTimezone: "Europe/Berlin",
					FlexibleTimeWindow,
					Target: {
						Arn: { "Fn::GetAtt": ["Mail", "Arn"] },
						RoleArn: { "Fn::GetAtt": ["Role", "Arn"] },
						Input: '{"id":"<aws.scheduler.scheduled-time>"}',
					},
				},
			},
			Role: { Type: "AWS::IAM::Role", Properties: { RoleName: "mailing" } },
		},
		{
			echo: "export const handler = async (event) => console.log(JSON.stringify(event));",
		},
	);
	client = new SchedulerClient(stack.client);
});
afterEach(async () => {
	client.destroy();
	await stack.stop();
});

const create = (settings: Partial<CreateScheduleCommandInput>) =>
	client.send(
		new CreateScheduleCommand({
			Name: "one",
			ScheduleExpression: "rate(1 hour)",
			FlexibleTimeWindow,
			Target: Mail,
			...settings,
		}),
	);
const get = (Name: string, GroupName?: string) =>
	client.send(new GetScheduleCommand({ Name, GroupName }));
const names = async (filter: object = {}) =>
	(await client.send(new ListSchedulesCommand(filter))).Schedules?.map(
		({ Name }) => Name,
	);
const bodies = async (count: number) =>
	(await messages(stack, "mail", count)).map(({ body }) => body);
/** An at() so many milliseconds from now, by the local clock. */
const inMs = (ms: number) =>
	`at(${new Date(Date.now() + ms).toISOString().slice(0, 19)})`;

describe("EventBridge Scheduler's API", () => {
	test("answers with the ARN, and tells of a schedule with AWS's defaults", async () => {
		expect((await create({ Description: "hourly" })).ScheduleArn).toBe(
			`${ARN}:schedule/default/one`,
		);
		expect(await get("one")).toMatchObject({
			Arn: `${ARN}:schedule/default/one`,
			Name: "one",
			GroupName: "default",
			Description: "hourly",
			ScheduleExpression: "rate(1 hour)",
			ScheduleExpressionTimezone: "UTC",
			State: "ENABLED",
			ActionAfterCompletion: "NONE",
			FlexibleTimeWindow,
			Target: {
				...Mail,
				RetryPolicy: {
					MaximumEventAgeInSeconds: 86_400,
					MaximumRetryAttempts: 185,
				},
			},
			CreationDate: expect.any(Date),
			LastModificationDate: expect.any(Date),
		});
	});

	test("keeps dates", async () => {
		const StartDate = new Date("2027-01-01T00:00:00Z");
		await create({ StartDate });
		expect((await get("one")).StartDate).toEqual(StartDate);
	});

	test("refuses a name that is taken, unless the request is the same one again", async () => {
		await create({ ClientToken: "first" });
		await create({ ClientToken: "first" });
		await expect(create({ ClientToken: "second" })).rejects.toMatchObject({
			name: "ConflictException",
			message: "Schedule one already exists.",
			$metadata: { httpStatusCode: 409 },
		});
	});

	test("replaces a schedule as a whole", async () => {
		await create({ State: "DISABLED", Description: "old" });
		await client.send(
			new UpdateScheduleCommand({
				Name: "one",
				ScheduleExpression: "rate(2 days)",
				FlexibleTimeWindow,
				Target: Mail,
			}),
		);
		const { State, Description, ScheduleExpression } = await get("one");
		expect({ State, Description, ScheduleExpression }).toEqual({
			State: "ENABLED",
			Description: undefined,
			ScheduleExpression: "rate(2 days)",
		});
	});

	test("lists schedules by group, prefix and state, page by page", async () => {
		await create({ Name: "two", State: "DISABLED" });
		await create({ Name: "one", State: "DISABLED" });
		expect(await names()).toEqual(["one", "two", "weekly"]);
		expect(await names({ GroupName: "reports" })).toEqual(["weekly"]);
		expect(await names({ NamePrefix: "t" })).toEqual(["two"]);
		expect(await names({ State: "ENABLED" })).toEqual(["weekly"]);
		const { NextToken } = await client.send(
			new ListSchedulesCommand({ MaxResults: 2 }),
		);
		expect(await names({ NextToken })).toEqual(["weekly"]);
	});

	test("deletes a schedule, which is then unknown", async () => {
		await create({});
		await client.send(new DeleteScheduleCommand({ Name: "one" }));
		await expect(get("one")).rejects.toMatchObject({
			name: "ResourceNotFoundException",
			message: "Schedule one does not exist.",
			$metadata: { httpStatusCode: 404 },
		});
	});

	test("knows a schedule of the template in its group alone", async () => {
		expect((await get("weekly", "reports")).Arn).toBe(
			`${ARN}:schedule/reports/weekly`,
		);
		await expect(get("weekly")).rejects.toThrow("does not exist");
	});

	test("refuses a group that does not exist", async () => {
		await expect(create({ GroupName: "none" })).rejects.toMatchObject({
			name: "ResourceNotFoundException",
			message: "Schedule Group none does not exist.",
		});
	});

	test.each<[string, Partial<CreateScheduleCommandInput>, string]>([
		[
			"an expression",
			{ ScheduleExpression: "cron(0 1 * * * *)" },
			"Invalid Schedule Expression cron(0 1 * * * *).",
		],
		["a name", { Name: "a b" }, "'name'"],
		["a time zone", { ScheduleExpressionTimezone: "Mars" }, "Mars"],
		[
			"a flexible window without its length",
			{ FlexibleTimeWindow: { Mode: "FLEXIBLE" } },
			"MaximumWindowInMinutes",
		],
		[
			"an end before the start",
			{ StartDate: new Date(2e12), EndDate: new Date(1e12) },
			"StartDate",
		],
		["a role", { Target: { ...Mail, RoleArn: "me" } }, "'target.roleArn'"],
		[
			"a target that is neither queue nor function",
			{ Target: { RoleArn, Arn: "arn:aws:scheduler:::aws-sdk:sqs:x" } },
			"queues and functions",
		],
		[
			"an input of a function that is not JSON",
			{
				Target: { RoleArn, Arn: "arn:aws:lambda:x:1:function:f", Input: "{" },
			},
			"well-formed JSON",
		],
	])("refuses %s it cannot keep", async (_what, settings, sentence) => {
		await expect(create(settings)).rejects.toMatchObject({
			name: "ValidationException",
			message: expect.stringContaining(sentence),
			$metadata: { httpStatusCode: 400 },
		});
	});
});

describe("a schedule", () => {
	test("delivers its input with the context of the execution, in the name of its role", async () => {
		const Input = JSON.stringify({
			id: "<aws.scheduler.execution-id>",
			of: "<aws.scheduler.schedule-arn>",
			at: "<aws.scheduler.scheduled-time>",
			try: "<aws.scheduler.attempt-number>",
			other: "<aws.scheduler.unknown>",
		});
		const ScheduleExpression = "at(2027-03-01T09:30:00)";
		await create({ ScheduleExpression, Target: { ...Mail, Input } });
		stack.aws.advance(365 * DAY);
		const [mail] = (await messages(stack, "mail", 53)).filter(({ body }) =>
			body.includes("schedule/default"),
		);
		expect(JSON.parse(mail?.body ?? "")).toEqual({
			id: expect.stringMatching(/^[0-9a-f]{16}$/),
			of: `${ARN}:schedule/default/one`,
			at: "2027-03-01T09:30:00Z",
			try: "1",
			other: "<aws.scheduler.unknown>",
		});
		expect(mail?.senderId).toMatch(/^AROA[0-9A-F]{17}:/);
	});

	test("delivers AWS's notification without an input", async () => {
		await create({ ScheduleExpression: "rate(1 day)" });
		const [body = ""] = await bodies(1);
		expect(JSON.parse(body)).toEqual({
			version: "0",
			id: expect.any(String),
			"detail-type": "Scheduled Event",
			source: "aws.scheduler",
			account: "000000000000",
			time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
			region: "us-east-1",
			resources: [`${ARN}:schedule/default/one`],
			detail: "{}",
		});
	});

	test("invokes a function", async () => {
		const Arn = "arn:aws:lambda:us-east-1:000000000000:function:echo";
		await create({ Target: { Arn, RoleArn, Input: '{"action":"tick"}' } });
		const lines = () => stack.aws.services.logs.linesOf("/aws/lambda/echo");
		await until(() => lines().length > 0);
		expect(lines()).toEqual(['{"action":"tick"}']);
	});

	test("of the template fires each time that a jump has skipped, with that time", async () => {
		// Nothing but the jump lets schedules fire.
		stack.aws.services.rules.stop();
		stack.aws.advance(21 * DAY);
		const times = (await bodies(3)).map(
			(body) => new Date(JSON.parse(body).id),
		);
		expect(new Set(times.map((time) => time.getUTCDay()))).toEqual(
			new Set([1]),
		);
		expect(new Set(times.map(Number)).size).toBe(3);
	});

	test("fires once for an at(), and stays without ActionAfterCompletion", async () => {
		await create({ ScheduleExpression: inMs(HOUR) });
		stack.aws.advance(HOUR / 2);
		stack.aws.advance(HOUR / 2);
		stack.aws.advance(HOUR / 2);
		const Input = "afterwards";
		await create({
			Name: "two",
			ScheduleExpression: inMs(0),
			Target: { ...Mail, Input },
		});
		expect((await bodies(2)).slice(1)).toEqual([Input]);
		expect((await get("one")).State).toBe("ENABLED");
	});

	test("is gone after its completion with ActionAfterCompletion DELETE", async () => {
		const ActionAfterCompletion = "DELETE";
		await create({ ScheduleExpression: inMs(HOUR), ActionAfterCompletion });
		await create({
			Name: "two",
			EndDate: new Date(Date.now() + 1.5 * HOUR),
			ActionAfterCompletion,
		});
		expect(await names()).toEqual(["one", "two", "weekly"]);
		stack.aws.advance(HOUR);
		expect(await names()).toEqual(["weekly"]);
		expect(await bodies(3)).toHaveLength(3);
	});

	test("fires at once for an at() that is past, and for a flexible one", async () => {
		await create({ ScheduleExpression: inMs(-HOUR) });
		expect(await bodies(1)).toHaveLength(1);
		await create({
			Name: "two",
			ScheduleExpression: inMs(HOUR),
			FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 60 },
		});
		stack.aws.advance(HOUR);
		expect(await bodies(1)).toHaveLength(1);
	});

	test("never fires while it is disabled, and does not make up for it", async () => {
		await create({ State: "DISABLED" });
		stack.aws.advance(2 * HOUR);
		await client.send(
			new UpdateScheduleCommand({
				Name: "one",
				ScheduleExpression: inMs(HOUR),
				FlexibleTimeWindow,
				Target: { ...Mail, Input: "enabled" },
			}),
		);
		stack.aws.advance(HOUR);
		expect(await bodies(1)).toEqual(["enabled"]);
	});
});

test("a schedule of the template that AWS would refuse fails the start", async () => {
	const bad = {
		Type: "AWS::Scheduler::Schedule",
		Properties: { Name: "bad", ScheduleExpression: "rate(1 week)" },
	};
	await expect(startTinyStack({ Bad: bad })).rejects.toThrow(
		"Cannot run the schedule bad: Invalid Schedule Expression rate(1 week).",
	);
});
