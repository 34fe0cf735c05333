import { partition } from "@aws-sdk/core/client";
import { ACCOUNT } from "../http.ts";
import { alarmTime } from "./alarm-reason.ts";
import { type AlarmChange, alarmArn } from "./describe-alarm.ts";
import type { AlarmSpec } from "./plan.ts";

/** What an alarm publishes to the topics among its actions. */
export function alarmNotification(
	{ spec, createdAt, state, before }: AlarmChange,
	region: string,
): { readonly subject: string; readonly message: object } {
	const { AlarmName, OKActions, AlarmActions, InsufficientDataActions } = spec;
	const place = regionName(region);
	return {
		subject: `${state.value}: "${AlarmName}" in ${place}`
			.replace(/[^\x20-\x7e]/g, "-")
			.slice(0, 100),
		message: {
			AlarmName,
			AlarmDescription: spec.AlarmDescription ?? null,
			AWSAccountId: ACCOUNT,
			AlarmConfigurationUpdatedTimestamp: alarmTime(createdAt),
			NewStateValue: state.value,
			NewStateReason: state.reason,
			StateChangeTime: alarmTime(state.at),
			Region: place,
			AlarmArn: alarmArn(spec, region),
			OldStateValue: before.value,
			OKActions,
			AlarmActions,
			InsufficientDataActions,
			Trigger: triggerOf(spec),
		},
	};
}

function triggerOf(spec: AlarmSpec): object {
	return {
		...(spec.Metrics === undefined && metricOf(spec)),
		Period: spec.Period,
		EvaluationPeriods: spec.EvaluationPeriods,
		DatapointsToAlarm: spec.DatapointsToAlarm,
		ComparisonOperator: spec.ComparisonOperator,
		Threshold: spec.Threshold,
		TreatMissingData: spec.TreatMissingData,
		EvaluateLowSampleCountPercentile: "",
		Metrics: spec.Metrics,
	};
}

function metricOf(spec: AlarmSpec): object {
	const { ExtendedStatistic, Dimensions = [] } = spec;
	return {
		MetricName: spec.MetricName,
		Namespace: spec.Namespace,
		StatisticType: ExtendedStatistic ? "ExtendedStatistic" : "Statistic",
		ExtendedStatistic,
		Statistic: spec.Statistic?.toUpperCase(),
		Unit: spec.Unit ?? null,
		Dimensions: Dimensions.map(({ Name, Value }) => ({
			value: Value,
			name: Name,
		})),
	};
}

/** A region as AWS's pages name it: the SDK knows it by its newer name. */
function regionName(region: string): string {
	// Its types leave it out.
	const found = partition(region) as { readonly description?: string };
	const { description = region } = found;
	return description.replace("Europe", "EU");
}
