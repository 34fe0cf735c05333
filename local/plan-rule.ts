import { ratePeriodMs } from "./schedule.ts";

export interface TargetSpec {
	readonly arn: string;
	/** Constant JSON text handed over instead of the event. */
	readonly input: string | undefined;
}

/** A rule of EventBridge: an event pattern, a schedule, or both. */
export interface RuleSpec {
	readonly name: string;
	readonly arn: string;
	readonly pattern: unknown;
	/** Undefined without a schedule. */
	readonly periodMs: number | undefined;
	readonly enabled: boolean;
	readonly targets: readonly TargetSpec[];
}

/** Reads an AWS::Events::Rule. @throws Error for a schedule that a local run can't keep. */
export function ruleSpec(
	{ name, arn }: { readonly name: string; readonly arn: string },
	{
		EventPattern,
		ScheduleExpression,
		State,
		Targets,
	}: Readonly<Record<string, unknown>>,
): RuleSpec {
	return {
		name,
		arn,
		pattern: EventPattern,
		periodMs:
			ScheduleExpression === undefined
				? undefined
				: ratePeriodMs(name, String(ScheduleExpression)),
		enabled: State !== "DISABLED",
		targets: ((Targets ?? []) as Record<string, unknown>[]).map(
			({ Arn, Input }) => ({
				arn: String(Arn),
				input: Input === undefined ? undefined : String(Input),
			}),
		),
	};
}
