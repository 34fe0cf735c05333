import { fillContext } from "./context-attributes.ts";
import type { ScheduleSettings } from "./schedule.ts";
import { isTimeZone } from "./time-zone.ts";

/**
 * What AWS, or a local run, refuses of a schedule; undefined when it is fine.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
export function whatIsWrong(settings: ScheduleSettings): string | undefined {
	return rulesOf(settings).find(([isWrong]) => isWrong)?.[1];
}

type Rule = readonly [isWrong: boolean, sentence: string];

function rulesOf(settings: ScheduleSettings): readonly Rule[] {
	const { Name, State, ActionAfterCompletion, Target } = settings;
	const { Mode, MaximumWindowInMinutes: most = 0 } =
		settings.FlexibleTimeWindow;
	const { StartDate = 0, EndDate = Number.POSITIVE_INFINITY } = settings;
	const zone = settings.ScheduleExpressionTimezone;
	const [, , service] = Target.Arn.split(":");
	return [
		[
			!/^[0-9a-zA-Z-_.]{1,64}$/.test(Name),
			`Value '${Name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$`,
		],
		outside("state", State, ["ENABLED", "DISABLED"]),
		outside("actionAfterCompletion", ActionAfterCompletion, ["NONE", "DELETE"]),
		[!isTimeZone(zone), `Invalid ScheduleExpressionTimezone ${zone}.`],
		[
			Mode !== "OFF" && !(Mode === "FLEXIBLE" && most >= 1 && most <= 1440),
			"Invalid FlexibleTimeWindow: allowed are OFF, and FLEXIBLE with MaximumWindowInMinutes from 1 to 1440.",
		],
		[StartDate >= EndDate, "The StartDate must be before the EndDate."],
		[
			!/^arn:aws(-[a-z]+)?:iam::\d{12}:role\//.test(Target.RoleArn),
			`Value '${Target.RoleArn}' at 'target.roleArn' failed to satisfy constraint: it has to be the ARN of a role that scheduler.amazonaws.com may assume.`,
		],
		[
			service !== "sqs" && service !== "lambda",
			`The local endpoint cannot deliver to the target ${Target.Arn}: it can deliver to queues and functions.`,
		],
		[
			service === "lambda" && !isJson(Target.Input),
			"Invalid Input: that of a function has to be well-formed JSON.",
		],
	];
}

function outside(
	field: string,
	value: string,
	allowed: readonly string[],
): Rule {
	return [
		!allowed.includes(value),
		`Value '${value}' at '${field}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(", ")}]`,
	];
}

function isJson(input = "{}"): boolean {
	const execution = { scheduleArn: "", scheduledMs: 0, executionId: "" };
	try {
		JSON.parse(fillContext(input, execution));
		return true;
	} catch {
		return false;
	}
}
