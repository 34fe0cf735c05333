/** An alarm on one metric, as the template has it. */
export interface AlarmSpec {
	readonly name: string;
	readonly description: string;
	readonly namespace: string;
	readonly metric: string;
	readonly dimensions: Readonly<Record<string, string>>;
	readonly statistic: string;
	readonly periodSeconds: number;
	readonly periods: number;
	readonly datapointsToAlarm: number;
	readonly threshold: number;
	readonly operator: string;
	readonly missing: string;
	readonly alarmActions: readonly string[];
	readonly okActions: readonly string[];
}

export function alarmSpec(
	name: string,
	properties: Readonly<Record<string, unknown>>,
): AlarmSpec {
	const dimensions = (properties.Dimensions ?? []) as readonly {
		readonly Name: string;
		readonly Value: string;
	}[];
	const periods = Number(properties.EvaluationPeriods);
	return {
		name,
		description: String(properties.AlarmDescription ?? ""),
		namespace: String(properties.Namespace),
		metric: String(properties.MetricName),
		dimensions: Object.fromEntries(
			dimensions.map(({ Name, Value }) => [Name, Value]),
		),
		statistic: String(properties.Statistic ?? "Sum"),
		periodSeconds: Number(properties.Period ?? 60),
		periods,
		datapointsToAlarm: Number(properties.DatapointsToAlarm ?? periods),
		threshold: Number(properties.Threshold),
		operator: String(properties.ComparisonOperator),
		missing: String(properties.TreatMissingData ?? "missing"),
		alarmActions: (properties.AlarmActions ?? []) as string[],
		okActions: (properties.OKActions ?? []) as string[],
	};
}

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export interface Datapoint {
	/** Epoch ms. */
	readonly at: number;
	readonly value: number;
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
	const rangeMs = spec.periods * spec.periodSeconds * 1000;
	// What nobody could have measured yet is no sign that something is wrong.
	const missingData =
		spec.missing === "breaching" && now - createdAt < rangeMs
			? "missing"
			: spec.missing;
	const periods = Array.from({ length: spec.periods }, (_, index) => {
		const end = now - index * spec.periodSeconds * 1000;
		const start = end - spec.periodSeconds * 1000;
		return aggregate(
			spec.statistic,
			datapoints
				.filter(({ at }) => at > start && at <= end)
				.map(({ value }) => value),
		);
	});
	const present = periods.filter((value) => value !== undefined);
	if (present.length === 0) {
		if (missingData === "notBreaching") return "OK";
		if (missingData === "breaching") return "ALARM";
		return missingData === "ignore" ? before : "INSUFFICIENT_DATA";
	}
	const missing = periods.length - present.length;
	const breaching =
		present.filter((value) => compare(value, spec)).length +
		(missingData === "breaching" ? missing : 0);
	if (breaching >= spec.datapointsToAlarm) return "ALARM";
	// What is missing may keep an alarm as it was, while all that is known is breaching.
	const undecided = missingData === "ignore" && breaching === present.length;
	return undecided ? before : "OK";
}

function aggregate(
	statistic: string,
	values: readonly number[],
): number | undefined {
	if (values.length === 0) return undefined;
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

function compare(value: number, { operator, threshold }: AlarmSpec): boolean {
	switch (operator) {
		case "GreaterThanThreshold":
			return value > threshold;
		case "LessThanThreshold":
			return value < threshold;
		case "LessThanOrEqualToThreshold":
			return value <= threshold;
		default:
			return value >= threshold;
	}
}
