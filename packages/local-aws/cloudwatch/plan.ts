import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { Properties, ResourcesOf } from "../cloudformation/intrinsics.ts";

/** An alarm in the words that a template and DescribeAlarms share, with AWS's defaults. */
export interface AlarmSpec extends MetricAlarm {
	readonly AlarmName: string;
	readonly Period: number;
	readonly EvaluationPeriods: number;
	readonly DatapointsToAlarm: number;
	readonly Threshold: number;
}

/** The alarms of a template. */
export function planAlarms(of: ResourcesOf): readonly AlarmSpec[] {
	return of("AWS::CloudWatch::Alarm").map(({ name, properties }) =>
		alarmSpec(name, properties),
	);
}

/** The names of a template's log groups. */
export function planLogGroups(of: ResourcesOf): readonly string[] {
	return of("AWS::Logs::LogGroup").map(({ name }) => name);
}

export function alarmSpec(
	AlarmName: string,
	properties: Properties,
): AlarmSpec {
	const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods } =
		properties;
	return {
		TreatMissingData: "missing",
		AlarmActions: [],
		OKActions: [],
		InsufficientDataActions: [],
		...properties,
		AlarmName,
		ActionsEnabled: String(properties.ActionsEnabled) !== "false",
		Period: Number(properties.Period ?? 60),
		EvaluationPeriods: Number(EvaluationPeriods),
		DatapointsToAlarm: Number(DatapointsToAlarm),
		Threshold: Number(properties.Threshold),
	};
}

/** `Sum` and the like, or a percentile such as `p99`. */
export function statisticOf(spec: AlarmSpec): string {
	return spec.ExtendedStatistic ?? spec.Statistic ?? "Sum";
}

/** Dimensions as an object, as metrics have them in events and in the functions' lines. */
export function dimensionsOf({
	Dimensions = [],
}: Pick<MetricAlarm, "Dimensions">): Record<string, string> {
	return Object.fromEntries(
		Dimensions.map(({ Name = "", Value = "" }) => [Name, Value]),
	);
}
