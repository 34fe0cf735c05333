import type { Properties } from "../cloudformation/intrinsics.ts";
import { AwsError } from "../http.ts";
import { jsonOf } from "../json.ts";
import { fillContext } from "./context-attributes.ts";
import { parseExpression, type ScheduleExpression } from "./expression.ts";
import { isTimeZone } from "./time-zone.ts";

export interface Schedule {
	readonly settings: ScheduleSettings;
	readonly expression: ScheduleExpression;
}

const RETRY_POLICY = {
	MaximumEventAgeInSeconds: 86_400,
	MaximumRetryAttempts: 185,
};

/**
 * Reads what CreateSchedule, UpdateSchedule or a template says, with the defaults of AWS.
 * @throws AwsError ValidationException for what AWS, or a local run, refuses.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
export function readSchedule(name: string, input: Properties): Schedule {
	const settings = settingsOf(name, input);
	const expression = parseExpression(settings.ScheduleExpression);
	if (expression === undefined)
		throw invalid(
			`Invalid Schedule Expression ${settings.ScheduleExpression}.`,
		);
	refuse(settings);
	return { settings, expression };
}

/** A schedule as GetSchedule tells of it; dates are epoch seconds. */
type ScheduleSettings = ReturnType<typeof settingsOf>;

function settingsOf(Name: string, input: Properties) {
	const { Description, FlexibleTimeWindow, Target } = input;
	return {
		Name,
		GroupName: String(input.GroupName ?? "default"),
		ScheduleExpression: String(input.ScheduleExpression),
		ScheduleExpressionTimezone: String(
			input.ScheduleExpressionTimezone ?? "UTC",
		),
		State: String(input.State ?? "ENABLED"),
		ActionAfterCompletion: String(input.ActionAfterCompletion ?? "NONE"),
		FlexibleTimeWindow: (FlexibleTimeWindow ?? {}) as {
			readonly Mode?: string;
			readonly MaximumWindowInMinutes?: number;
		},
		Target: {
			Arn: "",
			RoleArn: "",
			RetryPolicy: RETRY_POLICY,
			...(Target as { readonly Input?: string }),
		},
		StartDate: dateOf("StartDate", input),
		EndDate: dateOf("EndDate", input),
		Description: Description as string | undefined,
	};
}

/** The API's dates are epoch seconds, a template's are ISO 8601. */
function dateOf(
	field: "StartDate" | "EndDate",
	{ [field]: date }: Properties,
): number | undefined {
	if (date === undefined) return undefined;
	const seconds =
		typeof date === "number" ? date : Date.parse(String(date)) / 1000;
	if (Number.isNaN(seconds)) throw invalid(`Invalid ${field} ${date}.`);
	return seconds;
}

function refuse(settings: ScheduleSettings): void {
	const { Name, State, ActionAfterCompletion, Target } = settings;
	const { Mode, MaximumWindowInMinutes: most = 0 } =
		settings.FlexibleTimeWindow;
	const { StartDate = 0, EndDate = Number.POSITIVE_INFINITY } = settings;
	const zone = settings.ScheduleExpressionTimezone;
	const [, , service] = Target.Arn.split(":");
	const rules: readonly (readonly [isWrong: boolean, sentence: string])[] = [
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
	const [, wrong] = rules.find(([isWrong]) => isWrong) ?? [];
	if (wrong !== undefined) throw invalid(wrong);
}

function outside(
	field: string,
	value: string,
	allowed: readonly string[],
): readonly [boolean, string] {
	return [
		!allowed.includes(value),
		`Value '${value}' at '${field}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(", ")}]`,
	];
}

function isJson(input = "{}"): boolean {
	const execution = { scheduleArn: "", scheduledMs: 0, executionId: "" };
	return jsonOf(fillContext(input, execution)) !== undefined;
}

function invalid(message: string): AwsError {
	return new AwsError("ValidationException", message);
}
