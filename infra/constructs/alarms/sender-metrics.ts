import { Duration } from "aws-cdk-lib";
import { Metric, type MetricOptions } from "aws-cdk-lib/aws-cloudwatch";
import {
	DIMENSION,
	METRIC,
	METRIC_NAMESPACE,
	type MetricKey,
} from "../../../core/contract.ts";

/** A metric of the function's own; with a producer, that of it alone. */
export function ownMetric(
	sender: string,
	key: MetricKey,
	{
		producer,
		...options
	}: MetricOptions & { readonly producer?: string | undefined } = {},
): Metric {
	return new Metric({
		namespace: METRIC_NAMESPACE,
		metricName: METRIC[key].name,
		dimensionsMap: {
			[DIMENSION.sender]: sender,
			...(producer === undefined ? {} : { [DIMENSION.producer]: producer }),
		},
		statistic: "Sum",
		period: Duration.minutes(5),
		...options,
	});
}
