import type { AlarmMetric } from "./alarm-metrics.ts";
import { either } from "./alarm-metrics.ts";
import { entryOf } from "./at.ts";

const COMPARISONS: Readonly<Record<string, string>> = {
	GreaterThanThreshold: "above",
	GreaterThanOrEqualToThreshold: "at least",
	LessThanThreshold: "below",
	LessThanOrEqualToThreshold: "at most",
	LessThanLowerOrGreaterThanUpperThreshold: "outside",
	LessThanLowerThreshold: "below",
	GreaterThanUpperThreshold: "above",
};

/** EventBridge tells the threshold, and not on which side of it is too far. */
const UNTOLD = { threshold: "threshold", band: "outside" } as const;

/**
 * What an alarm holds its metric against: `sum over 60 seconds above 5 in 2 of 3 periods`, or an anomaly's band.
 * Undefined when it does not tell.
 */
export function limitOf(
	trigger: unknown,
	metrics: readonly AlarmMetric[],
	statistic: string | undefined,
): string | undefined {
	const comparison = either(trigger, "comparisonOperator");
	const band = bandOf(trigger, metrics, comparison);
	const threshold = band ?? either(trigger, "threshold");
	if (threshold === undefined) return undefined;
	const periods = either(trigger, "evaluationPeriods");
	const needed = either(trigger, "datapointsToAlarm") ?? periods;
	return [
		statistic,
		comparison === undefined
			? UNTOLD[band === undefined ? "threshold" : "band"]
			: (entryOf(COMPARISONS, comparison) ?? comparison),
		threshold,
		periods === undefined ? undefined : `in ${needed} of ${periods} periods`,
	]
		.filter((each) => each !== undefined)
		.join(" ");
}

function bandOf(
	trigger: unknown,
	metrics: readonly AlarmMetric[],
	comparison: string | undefined,
): string | undefined {
	const id = either(trigger, "thresholdMetricId");
	const band = metrics.find(
		(metric) =>
			(id !== undefined && metric.id === id) ||
			(id === undefined &&
				isBand(metric) &&
				!/^(Greater|Less)Than(OrEqualTo)?Threshold$/.test(comparison ?? "")),
	);
	return band === undefined
		? undefined
		: `the band ${band.expression ?? band.id}`;
}

/** The expected range that CloudWatch computes of another metric. */
export function isBand({ expression }: AlarmMetric): boolean {
	return expression?.startsWith("ANOMALY_DETECTION_BAND(") === true;
}
