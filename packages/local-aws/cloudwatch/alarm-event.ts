import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { uuidOf } from "../names.ts";
import { alarmTime } from "./alarm-reason.ts";
import type { AlarmChange, StateSince } from "./describe-alarm.ts";
import { type AlarmSpec, dimensionsOf, statisticOf } from "./plan.ts";

/**
 * Detail of the event `CloudWatch Alarm State Change`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function alarmEventDetail({ spec, state, before }: AlarmChange): object {
	return {
		alarmName: spec.AlarmName,
		state: stateOf(state),
		previousState: stateOf(before),
		configuration: {
			description: spec.AlarmDescription,
			metrics: (spec.Metrics ?? [ownMetric(spec)]).map(metricOf),
		},
	};
}

function stateOf({ value, reason, reasonData, at }: StateSince): object {
	return { value, reason, reasonData, timestamp: alarmTime(at) };
}

/** The one metric of an alarm, in the words of one that has several. */
function ownMetric(spec: AlarmSpec): MetricDataQuery {
	const { AlarmName, Period, Unit } = spec;
	return {
		Id: uuidOf(AlarmName),
		MetricStat: { Metric: spec, Period, Stat: statisticOf(spec), Unit },
	};
}

function metricOf(metric: MetricDataQuery): object {
	const { Id, Label, Expression, MetricStat, ReturnData = true } = metric;
	const { Metric = {}, Period, Stat, Unit } = MetricStat ?? {};
	return {
		id: Id,
		label: Label,
		expression: Expression,
		metricStat: MetricStat && {
			metric: {
				namespace: Metric.Namespace,
				name: Metric.MetricName,
				dimensions: dimensionsOf(Metric),
			},
			period: Period,
			stat: Stat,
			unit: Unit,
		},
		returnData: ReturnData,
	};
}
