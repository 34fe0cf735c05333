import { Template } from "aws-cdk-lib/assertions";
import { Schedule, ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { describe, expect, test } from "vitest";
import { type MailMessage, MailScheduleTarget } from "../../../infra/index.ts";
import {
	SETTINGS,
	type Setting,
	statementsFor,
} from "../../support/producers.ts";

const MESSAGE = { to: "team@example.com", subject: "Monday", text: "Hello." };

function schedule({ stack, sender }: Setting, message: MailMessage = MESSAGE) {
	new Schedule(stack, "Monday", {
		schedule: ScheduleExpression.cron({ weekDay: "MON" }),
		target: new MailScheduleTarget(sender, { message }),
	});
	const [found] = Object.values(
		Template.fromStack(stack).findResources("AWS::Scheduler::Schedule"),
	);
	return found?.Properties.Target;
}

describe.each(SETTINGS)("MailScheduleTarget with $kind", ({ setting }) => {
	test("sends the message under the occurrence's own id", () => {
		const target = schedule(setting());
		expect(JSON.parse(target.Input)).toEqual({
			id: "<aws.scheduler.schedule-arn>/<aws.scheduler.scheduled-time>",
			...MESSAGE,
		});
	});

	test("sends to the queue by a role that may do nothing else", () => {
		const here = setting();
		expect(schedule(here).Arn).toEqual(here.queueArn);
		expect(statementsFor(here.stack, "scheduler.amazonaws.com")).toEqual([
			{ Effect: "Allow", Action: "sqs:SendMessage", Resource: here.queueArn },
		]);
	});

	test("keeps the message's own id", () => {
		const target = schedule(setting(), { ...MESSAGE, id: "once" });
		expect(JSON.parse(target.Input).id).toBe("once");
	});

	test("refuses a message that the format would refuse", () => {
		expect(() => schedule(setting(), { to: "a@example.com" })).toThrow(
			/Cannot send this message[\s\S]*text.* is missing/,
		);
	});
});
