import { ACCOUNT } from "../http.ts";
import type { AlarmState } from "./alarm-evaluation.ts";
import type { AlarmReason } from "./alarm-reason.ts";
import type { AlarmSpec } from "./plan.ts";

/** A state, and since when and why an alarm has it. */
export interface StateSince extends AlarmReason {
	readonly value: AlarmState;
	/** Epoch ms. */
	readonly at: number;
}

export interface AlarmRecord {
	readonly spec: AlarmSpec;
	/** Epoch ms. */
	readonly createdAt: number;
	state: StateSince;
	/** Set by SetAlarmState, and not evaluated since. */
	isSetByHand: boolean;
	/** Whether its topics are told of a change. */
	actionsEnabled: boolean;
}

/** An alarm that has just changed its state. */
export interface AlarmChange extends Readonly<AlarmRecord> {
	readonly before: StateSince;
}

/** An alarm as DescribeAlarms tells it. */
export function describeAlarm(
	{ spec, state, actionsEnabled }: AlarmRecord,
	region: string,
) {
	return {
		AlarmName: spec.name,
		AlarmArn: alarmArn(spec.name, region),
		AlarmDescription: spec.description,
		ActionsEnabled: actionsEnabled,
		AlarmActions: spec.alarmActions,
		OKActions: spec.okActions,
		InsufficientDataActions: spec.insufficientDataActions ?? [],
		StateValue: state.value,
		StateReason: state.reason,
		StateReasonData: state.reasonData,
		StateUpdatedTimestamp: state.at / 1000,
		...metricOf(spec),
		EvaluationPeriods: spec.periods,
		DatapointsToAlarm: spec.datapointsToAlarm,
		Threshold: spec.threshold,
		ComparisonOperator: spec.operator,
		TreatMissingData: spec.missing,
	};
}

export function alarmArn(name: string, region: string): string {
	return `arn:aws:cloudwatch:${region}:${ACCOUNT}:alarm:${name}`;
}

function metricOf(spec: AlarmSpec) {
	if (spec.metrics !== undefined) return { Metrics: spec.metrics };
	return {
		Namespace: spec.namespace,
		MetricName: spec.metric,
		Dimensions: Object.entries(spec.dimensions).map(([Name, Value]) => ({
			Name,
			Value,
		})),
		[isPercentile(spec) ? "ExtendedStatistic" : "Statistic"]: spec.statistic,
		Period: spec.periodSeconds,
		Unit: spec.unit,
	};
}

export function isPercentile({ statistic }: AlarmSpec): boolean {
	return /^p\d/.test(statistic);
}
