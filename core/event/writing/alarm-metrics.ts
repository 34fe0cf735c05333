import { at, textAt } from "./at.ts";
import type { Fact } from "./content.ts";

/** One of the metrics that an alarm watches or computes with, as SNS or as EventBridge writes it. */
export interface AlarmMetric {
	readonly id: string | undefined;
	/** `(e/r)*100`, `ANOMALY_DETECTION_BAND(m1, 2)`, or a query of Metrics Insights. */
	readonly expression: string | undefined;
	readonly label: string | undefined;
	/** `AWS/EC2 CPUUtilization`. */
	readonly metric: string | undefined;
	readonly dimensions: string | undefined;
	/** `average over 60 seconds`. */
	readonly statistic: string | undefined;
	/** Whether the alarm looks at it, and does not only compute with it. */
	readonly isWatched: boolean;
}

/** CloudWatch's own limit is 10 in an alarm, with 30 dimensions each. */
const MOST = { metrics: 20, dimensions: 30 };

/** The metrics of an alarm, those that it looks at first. */
export function metricsOf(list: readonly unknown[]): readonly AlarmMetric[] {
	return list
		.slice(0, MOST.metrics)
		.map(read)
		.toSorted((one, other) => Number(other.isWatched) - Number(one.isWatched));
}

/** `sum over 60 seconds`. */
export function statisticOf(
	statistic: string | undefined,
	period: string | undefined,
): string | undefined {
	return joined(
		statistic?.toLowerCase(),
		period === undefined ? undefined : `over ${period} seconds`,
	);
}

/** A metric's namespace and name. */
export function namedMetric(metric: unknown): string | undefined {
	return joined(
		either(metric, "namespace"),
		textAt(metric, "MetricName") ?? textAt(metric, "name"),
	);
}

/** `LoadBalancer = app/shop/50dc6c495c0c9188`, of SNS's list and of EventBridge's object alike. */
export function dimensionsOf(metric: unknown): string | undefined {
	const given = at(metric, "Dimensions") ?? at(metric, "dimensions");
	const pairs = Array.isArray(given)
		? given.map(
				(each) => [either(each, "name"), either(each, "value")] as const,
			)
		: Object.keys(typeof given === "object" ? (given ?? {}) : {}).map(
				(name) => [name, textAt(given, name)] as const,
			);
	return (
		pairs
			.slice(0, MOST.dimensions)
			.filter(([name, value]) => name !== undefined && value !== undefined)
			.map(([name, value]) => `${name} = ${value}`)
			.join(", ") || undefined
	);
}

/** A row for each metric: what it is, or how it is computed. */
export function metricFacts(metrics: readonly AlarmMetric[]): readonly Fact[] {
	return metrics.flatMap(
		({ id, expression, label, metric, dimensions, statistic, isWatched }) => {
			const named = expression ?? metric;
			if (named === undefined) return [];
			const name = isWatched ? "Watches" : `Metric ${id ?? ""}`.trim();
			const isCalled =
				label !== undefined && label !== id && !named.includes(label);
			const facts = [
				isWatched && id !== undefined && metrics.length > 1
					? `${id} = ${named}`
					: named,
				isCalled ? `called ${label}` : undefined,
				statistic,
				dimensions,
			];
			return [
				{ name, value: facts.filter((each) => each !== undefined).join(", ") },
			];
		},
	);
}

function read(query: unknown): AlarmMetric {
	const stat = at(query, "MetricStat") ?? at(query, "metricStat");
	const metric = at(stat, "Metric") ?? at(stat, "metric");
	return {
		id: either(query, "id"),
		expression: either(query, "expression"),
		label: either(query, "label"),
		metric: namedMetric(metric),
		dimensions: dimensionsOf(metric),
		statistic: statisticOf(
			either(stat, "stat"),
			either(stat, "period") ?? either(query, "period"),
		),
		isWatched: (at(query, "ReturnData") ?? at(query, "returnData")) === true,
	};
}

/** A field that SNS begins with a capital and EventBridge does not. */
export function either(value: unknown, name: string): string | undefined {
	return (
		textAt(value, name) ??
		textAt(value, name.charAt(0).toUpperCase() + name.slice(1))
	);
}

function joined(...parts: readonly (string | undefined)[]): string | undefined {
	return parts.filter((each) => each !== undefined).join(" ") || undefined;
}
