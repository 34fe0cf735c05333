import { Duration } from "aws-cdk-lib";
import { Metric, type MetricOptions } from "aws-cdk-lib/aws-cloudwatch";
import {
	BY_CAUSE,
	DIMENSION,
	METRIC,
	METRIC_NAMESPACE,
	type MetricKey,
} from "../../../core/contract.ts";

/** A metric of the function's own; with a cause, the one of that cause alone. */
export function ownMetric(
	sender: string,
	key: MetricKey,
	options: MetricOptions & { readonly cause?: string } = {},
): Metric {
	const { cause, ...others } = options;
	if (cause !== undefined && !BY_CAUSE.has(key)) {
		throw new Error(
			`Cannot give the metric ${METRIC[key].name} by cause: allowed are ${[...BY_CAUSE].join(", ")}`,
		);
	}
	return new Metric({
		namespace: METRIC_NAMESPACE,
		metricName: METRIC[key].name,
		dimensionsMap: {
			[DIMENSION.sender]: sender,
			...(cause === undefined ? {} : { [DIMENSION.cause]: cause }),
		},
		statistic: "Sum",
		period: Duration.minutes(5),
		...others,
	});
}
