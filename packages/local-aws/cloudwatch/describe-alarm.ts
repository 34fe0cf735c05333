import { ACCOUNT, xml } from "../http.ts";
import type { AlarmState } from "./alarm-evaluation.ts";
import type { AlarmSpec } from "./plan.ts";

export interface AlarmRecord {
	readonly spec: AlarmSpec;
	/** Epoch ms. */
	readonly createdAt: number;
	state: AlarmState;
	/** Why it has this state. */
	reason: string;
	/** The same as JSON text. */
	reasonData?: string | undefined;
	/** Epoch ms. */
	changedAt: number;
	/** Set by SetAlarmState, and not evaluated since. */
	isSetByHand: boolean;
	/** Whether its topics are told of a change. */
	actionsEnabled: boolean;
}

/** An alarm as DescribeAlarms tells it. */
export function describeAlarm(
	{ spec, state, changedAt, reason, reasonData, actionsEnabled }: AlarmRecord,
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
		StateValue: state,
		StateReason: reason,
		StateReasonData: reasonData,
		StateUpdatedTimestamp: changedAt / 1000,
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

/** The same in the words of the query protocol. */
export function alarmXml(alarm: AlarmRecord, region: string): string {
	return `<member>${Object.entries(describeAlarm(alarm, region))
		.filter(([, value]) => value !== undefined)
		.map(([key, value]) => xmlOf(key, value))
		.join("")}</member>`;
}

function xmlOf(key: string, value: unknown): string {
	if (key === "StateUpdatedTimestamp")
		return `<${key}>${new Date(Number(value) * 1000).toISOString()}</${key}>`;
	if (Array.isArray(value)) {
		const members = value.map((entry) =>
			typeof entry === "object"
				? `<member>${Object.entries(entry)
						.map(([name, inner]) => xmlOf(name, inner))
						.join("")}</member>`
				: `<member>${xml(String(entry))}</member>`,
		);
		return `<${key}>${members.join("")}</${key}>`;
	}
	return `<${key}>${xml(String(value))}</${key}>`;
}
