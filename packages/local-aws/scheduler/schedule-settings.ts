import { AwsError } from "../http.ts";
import { parseExpression } from "./expression.ts";
import type { Schedule, ScheduleSettings, ScheduleTarget } from "./schedule.ts";
import { whatIsWrong } from "./schedule-rules.ts";

type Input = Readonly<Record<string, unknown>>;

const RETRY_POLICY = {
	MaximumEventAgeInSeconds: 86_400,
	MaximumRetryAttempts: 185,
};

/**
 * Reads what CreateSchedule, UpdateSchedule or a template says, with the defaults of AWS.
 * @throws AwsError ValidationException.
 */
export function readSchedule(name: string, input: Input): Schedule {
	const { Description } = input;
	const settings: ScheduleSettings = {
		Name: name,
		GroupName: String(input.GroupName ?? "default"),
		ScheduleExpression: String(input.ScheduleExpression),
		ScheduleExpressionTimezone: String(
			input.ScheduleExpressionTimezone ?? "UTC",
		),
		State: String(input.State ?? "ENABLED"),
		ActionAfterCompletion: String(input.ActionAfterCompletion ?? "NONE"),
		FlexibleTimeWindow: input.FlexibleTimeWindow ?? {},
		Target: targetOf((input.Target ?? {}) as Partial<ScheduleTarget>),
		...dateOf("StartDate", input),
		...dateOf("EndDate", input),
		...(Description === undefined ? {} : { Description: String(Description) }),
	};
	const expression = parseExpression(settings.ScheduleExpression);
	if (expression === undefined)
		throw invalid(
			`Invalid Schedule Expression ${settings.ScheduleExpression}.`,
		);
	const wrong = whatIsWrong(settings);
	if (wrong !== undefined) throw invalid(wrong);
	return { settings, expression };
}

function targetOf(target: Partial<ScheduleTarget>): ScheduleTarget {
	const { Arn = "", RoleArn = "" } = target;
	const withDefaults = { RetryPolicy: RETRY_POLICY, ...target };
	return { ...withDefaults, Arn, RoleArn };
}

/** The API's dates are epoch seconds, a template's are ISO 8601. */
function dateOf(
	field: "StartDate" | "EndDate",
	{ [field]: date }: Input,
): { readonly StartDate?: number; readonly EndDate?: number } {
	if (date === undefined) return {};
	const seconds =
		typeof date === "number" ? date : Date.parse(String(date)) / 1000;
	if (Number.isNaN(seconds)) throw invalid(`Invalid ${field} ${date}.`);
	return { [field]: seconds };
}

function invalid(message: string): AwsError {
	return new AwsError("ValidationException", message);
}
