import { ACCOUNT } from "../http.ts";
import { alarmTime } from "./alarm-reason.ts";
import { type AlarmChange, alarmArn, isPercentile } from "./describe-alarm.ts";
import type { AlarmSpec } from "./plan.ts";

/** What an alarm publishes to the topics among its actions. */
export function alarmNotification(
	{ spec, createdAt, state, before }: AlarmChange,
	region: string,
): { readonly subject: string; readonly message: object } {
	const place = REGION_NAMES[region] ?? region;
	return {
		subject: `${state.value}: "${spec.name}" in ${place}`
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
			Region: place,
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

/** Regions as AWS names them to people. */
const REGION_NAMES: Readonly<Record<string, string>> = {
	"us-east-1": "US East (N. Virginia)",
	"us-east-2": "US East (Ohio)",
	"us-west-1": "US West (N. California)",
	"us-west-2": "US West (Oregon)",
	"af-south-1": "Africa (Cape Town)",
	"ap-east-1": "Asia Pacific (Hong Kong)",
	"ap-south-1": "Asia Pacific (Mumbai)",
	"ap-south-2": "Asia Pacific (Hyderabad)",
	"ap-southeast-1": "Asia Pacific (Singapore)",
	"ap-southeast-2": "Asia Pacific (Sydney)",
	"ap-southeast-3": "Asia Pacific (Jakarta)",
	"ap-southeast-4": "Asia Pacific (Melbourne)",
	"ap-northeast-1": "Asia Pacific (Tokyo)",
	"ap-northeast-2": "Asia Pacific (Seoul)",
	"ap-northeast-3": "Asia Pacific (Osaka)",
	"ca-central-1": "Canada (Central)",
	"ca-west-1": "Canada West (Calgary)",
	"eu-central-1": "EU (Frankfurt)",
	"eu-central-2": "EU (Zurich)",
	"eu-north-1": "EU (Stockholm)",
	"eu-south-1": "EU (Milan)",
	"eu-south-2": "EU (Spain)",
	"eu-west-1": "EU (Ireland)",
	"eu-west-2": "EU (London)",
	"eu-west-3": "EU (Paris)",
	"il-central-1": "Israel (Tel Aviv)",
	"me-central-1": "Middle East (UAE)",
	"me-south-1": "Middle East (Bahrain)",
	"mx-central-1": "Mexico (Central)",
	"sa-east-1": "South America (Sao Paulo)",
};
