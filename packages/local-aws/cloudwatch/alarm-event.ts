import { uuidOf } from "../names.ts";
import { alarmTime } from "./alarm-reason.ts";
import type { AlarmChange, StateSince } from "./describe-alarm.ts";
import type { AlarmSpec, TemplateMetric } from "./plan.ts";

/**
 * Detail of the event `CloudWatch Alarm State Change`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function alarmEventDetail({ spec, state, before }: AlarmChange): object {
	return {
		alarmName: spec.name,
		state: stateOf(state),
		previousState: stateOf(before),
		configuration: {
			description: spec.description || undefined,
			metrics:
				spec.metrics === undefined
					? [ownMetric(spec)]
					: spec.metrics.map(metricOf),
		},
	};
}

function stateOf({ value, reason, reasonData, at }: StateSince): object {
	return {
		value,
		reason,
		reasonData,
		timestamp: alarmTime(at),
	};
}

function ownMetric(spec: AlarmSpec): object {
	return {
		id: uuidOf(spec.name),
		metricStat: {
			metric: {
				namespace: spec.namespace,
				name: spec.metric,
				dimensions: spec.dimensions,
			},
			period: spec.periodSeconds,
			stat: spec.statistic,
			unit: spec.unit,
		},
		returnData: true,
	};
}

/** A metric as a template has it, in the event's words. */
function metricOf(metric: TemplateMetric): object {
	const { Id, Label, Expression, MetricStat, ReturnData = true } = metric;
	const { Namespace, MetricName, Dimensions = [] } = MetricStat?.Metric ?? {};
	return {
		id: Id,
		label: Label,
		expression: Expression,
		metricStat: MetricStat && {
			metric: {
				namespace: Namespace,
				name: MetricName,
				dimensions: Object.fromEntries(
					Dimensions.map(({ Name, Value }) => [Name, Value]),
				),
			},
			period: MetricStat.Period,
			stat: MetricStat.Stat,
		},
		returnData: ReturnData,
	};
}
