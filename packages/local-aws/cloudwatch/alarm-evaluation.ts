import { type AlarmSpec, statisticOf } from "./plan.ts";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export interface Datapoint {
	/** Epoch ms. */
	readonly at: number;
	readonly value: number;
}

/** One period that an alarm looks at. */
export interface Period {
	/** Epoch ms of its beginning. */
	readonly at: number;
	/** Undefined: nothing was measured. */
	readonly value: number | undefined;
	readonly sampleCount: number;
	readonly isBreaching: boolean;
}

/** The periods that an alarm looks at now, newest first. */
export function periodsOf(
	spec: AlarmSpec,
	datapoints: readonly Datapoint[],
	now: number,
): readonly Period[] {
	return Array.from({ length: spec.EvaluationPeriods }, (_, index) => {
		const end = now - index * spec.Period * 1000;
		const start = end - spec.Period * 1000;
		const values = datapoints
			.filter(({ at }) => at > start && at <= end)
			.map(({ value }) => value);
		const value = aggregate(statisticOf(spec), values);
		return {
			at: start,
			value,
			sampleCount: values.length,
			isBreaching: value !== undefined && compare(value, spec),
		};
	});
}

/** The state of an alarm now, given its metric's values, the state it had and when it was made (epoch ms). */
export function evaluateAlarm(
	spec: AlarmSpec,
	datapoints: readonly Datapoint[],
	{
		now,
		before,
		createdAt,
	}: {
		readonly now: number;
		readonly before: AlarmState;
		readonly createdAt: number;
	},
): AlarmState {
	if (isWarmingUp(spec, datapoints, now, createdAt)) return before;
	const missingData = spec.TreatMissingData;
	const periods = periodsOf(spec, datapoints, now);
	const present = periods.filter(({ value }) => value !== undefined);
	if (present.length === 0) {
		if (missingData === "notBreaching") return "OK";
		if (missingData === "breaching") return "ALARM";
		return missingData === "ignore" ? before : "INSUFFICIENT_DATA";
	}
	const missing = periods.length - present.length;
	const breaching =
		present.filter(({ isBreaching }) => isBreaching).length +
		(missingData === "breaching" ? missing : 0);
	if (breaching >= spec.DatapointsToAlarm) return "ALARM";
	// What is missing may keep an alarm as it was, while all that is known is breaching.
	const undecided = missingData === "ignore" && breaching === present.length;
	return undecided ? before : "OK";
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-warm-up.html */
function isWarmingUp(
	spec: AlarmSpec,
	datapoints: readonly Datapoint[],
	now: number,
	createdAt: number,
): boolean {
	const {
		WarmUpPeriodDurationInMinutes: minutes = 0,
		OnlyStartEvaluatingAfterWarmUpPeriodEnds: isWhole = false,
	} = spec.WarmUpConfiguration ?? {};
	if (now - createdAt >= minutes * 60_000) return false;
	const windowMs = spec.EvaluationPeriods * spec.Period * 1000;
	return isWhole || !datapoints.some(({ at }) => now - at >= windowMs);
}

function aggregate(
	statistic: string,
	values: readonly number[],
): number | undefined {
	if (values.length === 0) return undefined;
	const [, percent] = /^p(\d+(?:\.\d+)?)$/.exec(statistic) ?? [];
	if (percent !== undefined) {
		const sorted = [...values].sort((a, b) => a - b);
		return sorted[Math.ceil((Number(percent) / 100) * sorted.length) - 1];
	}
	switch (statistic) {
		case "Maximum":
			return Math.max(...values);
		case "Minimum":
			return Math.min(...values);
		case "Average":
			return values.reduce((sum, value) => sum + value, 0) / values.length;
		case "SampleCount":
			return values.length;
		default:
			return values.reduce((sum, value) => sum + value, 0);
	}
}

function compare(value: number, spec: AlarmSpec): boolean {
	const { ComparisonOperator, Threshold } = spec;
	switch (ComparisonOperator) {
		case "GreaterThanThreshold":
			return value > Threshold;
		case "LessThanThreshold":
			return value < Threshold;
		case "LessThanOrEqualToThreshold":
			return value <= Threshold;
		default:
			return value >= Threshold;
	}
}
