import { ACCOUNT } from "../http.ts";
import { alarmTime } from "./alarm-reason.ts";
import { type AlarmChange, alarmArn, isPercentile } from "./describe-alarm.ts";
import type { AlarmSpec } from "./plan.ts";
import { regionName } from "./region-names.ts";

/** What an alarm publishes to the topics among its actions. */
export function alarmNotification(
	{ spec, createdAt, state, before }: AlarmChange,
	region: string,
): { readonly subject: string; readonly message: object } {
	return {
		subject: `${state.value}: "${spec.name}" in ${regionName(region)}`
			.replace(/[^\x20-\x7e]/g, "-")
			.slice(0, 100),
		message: {
			AlarmName: spec.name,
			AlarmDescription: spec.description === "" ? null : spec.description,
			AWSAccountId: ACCOUNT,
			AlarmConfigurationUpdatedTimestamp: alarmTime(createdAt),
			NewStateValue: state.value,
			NewStateReason: state.reason,
			StateChangeTime: alarmTime(state.at),
			Region: regionName(region),
			AlarmArn: alarmArn(spec.name, region),
			OldStateValue: before.value,
			OKActions: spec.okActions,
			AlarmActions: spec.alarmActions,
			InsufficientDataActions: spec.insufficientDataActions ?? [],
			Trigger: triggerOf(spec),
		},
	};
}

function triggerOf(spec: AlarmSpec): object {
	return {
		...(spec.metrics === undefined
			? metricOf(spec)
			: { Period: spec.periodSeconds }),
		EvaluationPeriods: spec.periods,
		DatapointsToAlarm: spec.datapointsToAlarm,
		ComparisonOperator: spec.operator,
		Threshold: spec.threshold,
		TreatMissingData: spec.missing,
		EvaluateLowSampleCountPercentile: "",
		Metrics: spec.metrics,
	};
}

function metricOf(spec: AlarmSpec): object {
	return {
		MetricName: spec.metric,
		Namespace: spec.namespace,
		...(isPercentile(spec)
			? {
					StatisticType: "ExtendedStatistic",
					ExtendedStatistic: spec.statistic,
				}
			: {
					StatisticType: "Statistic",
					Statistic: spec.statistic.toUpperCase(),
				}),
		Unit: spec.unit ?? null,
		Dimensions: Object.entries(spec.dimensions).map(([name, value]) => ({
			value,
			name,
		})),
		Period: spec.periodSeconds,
	};
}
