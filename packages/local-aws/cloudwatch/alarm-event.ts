import { createHash } from "node:crypto";
import { alarmTime } from "./alarm-reason.ts";
import type { AlarmChange, StateSince } from "./cloudwatch.ts";
import type { AlarmSpec } from "./plan.ts";

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
			...(spec.description === "" ? {} : { description: spec.description }),
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
		...(reasonData === undefined ? {} : { reasonData }),
		timestamp: alarmTime(at),
	};
}

function ownMetric(spec: AlarmSpec): object {
	const hex = createHash("sha256").update(spec.name).digest("hex");
	return {
		id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, "$1-$2-$3-$4-$5"),
		metricStat: {
			metric: {
				namespace: spec.namespace,
				name: spec.metric,
				dimensions: spec.dimensions,
			},
			period: spec.periodSeconds,
			stat: spec.statistic,
			...(spec.unit === undefined ? {} : { unit: spec.unit }),
		},
		returnData: true,
	};
}

/** A metric as a template has it, in the event's words. */
function metricOf(metric: Readonly<Record<string, unknown>>): object {
	const { Id, Label, Expression, MetricStat, ReturnData = true } = metric;
	const { Metric, Period, Stat } = (MetricStat ?? {}) as Record<
		string,
		unknown
	>;
	const { Namespace, MetricName, Dimensions } = (Metric ?? {}) as {
		readonly Namespace?: string;
		readonly MetricName?: string;
		readonly Dimensions?: readonly {
			readonly Name: string;
			readonly Value: string;
		}[];
	};
	return {
		id: Id,
		...(Label === undefined ? {} : { label: Label }),
		...(Expression === undefined ? {} : { expression: Expression }),
		...(MetricStat === undefined
			? {}
			: {
					metricStat: {
						metric: {
							namespace: Namespace,
							name: MetricName,
							dimensions: Object.fromEntries(
								(Dimensions ?? []).map(({ Name, Value }) => [Name, Value]),
							),
						},
						period: Period,
						stat: Stat,
					},
				}),
		returnData: ReturnData,
	};
}
