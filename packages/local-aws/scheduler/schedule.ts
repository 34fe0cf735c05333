import type { ScheduleExpression } from "./expression.ts";

/** A schedule as GetSchedule tells of it; dates are epoch seconds. */
export interface ScheduleSettings {
	readonly Name: string;
	readonly GroupName: string;
	readonly ScheduleExpression: string;
	readonly ScheduleExpressionTimezone: string;
	readonly State: string;
	readonly ActionAfterCompletion: string;
	readonly FlexibleTimeWindow: {
		readonly Mode?: string;
		readonly MaximumWindowInMinutes?: number;
	};
	readonly Target: ScheduleTarget;
	readonly StartDate?: number;
	readonly EndDate?: number;
	readonly Description?: string;
}

export interface ScheduleTarget {
	readonly Arn: string;
	readonly RoleArn: string;
	readonly Input?: string;
}

export interface Schedule {
	readonly settings: ScheduleSettings;
	readonly expression: ScheduleExpression;
}
