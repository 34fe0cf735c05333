import { at, entryOf, listAt, textAt } from "./at.ts";

export interface AlarmDetail {
	readonly name: string;
	readonly state: string;
	readonly previous: string | undefined;
	readonly reason: string | undefined;
	readonly description: string | undefined;
	/** `AWS/EC2 CPUUtilization`, or the expression of a metric-math alarm. */
	readonly metric: string | undefined;
	readonly dimensions: string | undefined;
	readonly limit: string | undefined;
	/** Of a composite alarm. */
	readonly rule: string | undefined;
}

/** An alarm as SNS or as EventBridge writes it; undefined when it is neither. */
export function readAlarm(detail: unknown): AlarmDetail | undefined {
	return fromSns(detail) ?? fromEventBridge(detail);
}

function fromSns(detail: unknown): AlarmDetail | undefined {
	const name = textAt(detail, "AlarmName");
	const state = textAt(detail, "NewStateValue");
	if (name === undefined || state === undefined) return undefined;
	const trigger = at(detail, "Trigger");
	const [first] = listAt(trigger, "Metrics").toSorted(returnedFirst);
	const single = at(first, "MetricStat", "Metric") ?? trigger;
	return {
		name,
		state,
		previous: textAt(detail, "OldStateValue"),
		reason: textAt(detail, "NewStateReason"),
		description: textAt(detail, "AlarmDescription"),
		metric:
			textAt(first, "Label") ??
			textAt(first, "Expression") ??
			joined(textAt(single, "Namespace"), textAt(single, "MetricName")),
		dimensions: pairs(
			listAt(single, "Dimensions").map((each) => [
				textAt(each, "name"),
				textAt(each, "value"),
			]),
		),
		limit: limitOf(trigger),
		rule: textAt(detail, "AlarmRule"),
	};
}

function fromEventBridge(detail: unknown): AlarmDetail | undefined {
	const name = textAt(detail, "alarmName");
	const state = textAt(detail, "state", "value");
	if (name === undefined || state === undefined) return undefined;
	const metrics = listAt(detail, "configuration", "metrics");
	const [first] = metrics.toSorted(returnedFirst);
	const metric = at(first, "metricStat", "metric");
	return {
		name,
		state,
		previous: textAt(detail, "previousState", "value"),
		reason: textAt(detail, "state", "reason"),
		description: textAt(detail, "configuration", "description"),
		metric:
			textAt(first, "label") ??
			textAt(first, "expression") ??
			joined(textAt(metric, "namespace"), textAt(metric, "name")),
		dimensions: pairs(
			Object.keys(at(metric, "dimensions") ?? {}).map((key) => [
				key,
				textAt(metric, "dimensions", key),
			]),
		),
		limit: undefined,
		rule: textAt(detail, "configuration", "alarmRule"),
	};
}

/** The metric that the alarm looks at, before those that only go into its expression. */
function returnedFirst(one: unknown, other: unknown): number {
	const rank = (metric: unknown) =>
		(at(metric, "returnData") ?? at(metric, "ReturnData")) === true ? 0 : 1;
	return rank(one) - rank(other);
}

const COMPARISONS: Readonly<Record<string, string>> = {
	GreaterThanThreshold: "above",
	GreaterThanOrEqualToThreshold: "at least",
	LessThanThreshold: "below",
	LessThanOrEqualToThreshold: "at most",
};

/** `Sum over 60 seconds above 5, in 2 of 3 periods`. */
function limitOf(trigger: unknown): string | undefined {
	const threshold = textAt(trigger, "Threshold");
	const comparison = textAt(trigger, "ComparisonOperator");
	if (threshold === undefined || comparison === undefined) return undefined;
	const statistic =
		textAt(trigger, "Statistic") ?? textAt(trigger, "ExtendedStatistic");
	const period = textAt(trigger, "Period");
	const periods = textAt(trigger, "EvaluationPeriods");
	const needed = textAt(trigger, "DatapointsToAlarm") ?? periods;
	return [
		statistic?.toLowerCase(),
		period === undefined ? undefined : `over ${period} seconds`,
		`${entryOf(COMPARISONS, comparison) ?? comparison} ${threshold}`,
		periods === undefined ? undefined : `in ${needed} of ${periods} periods`,
	]
		.filter((each) => each !== undefined)
		.join(" ");
}

function joined(...parts: readonly (string | undefined)[]): string | undefined {
	return parts.filter((each) => each !== undefined).join(" ") || undefined;
}

function pairs(
	list: readonly (readonly [string | undefined, string | undefined])[],
): string | undefined {
	return (
		list
			.slice(0, 20)
			.filter(([name, value]) => name !== undefined && value !== undefined)
			.map(([name, value]) => `${name} = ${value}`)
			.join(", ") || undefined
	);
}
