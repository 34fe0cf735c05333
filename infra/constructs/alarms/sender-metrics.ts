import { Duration } from "aws-cdk-lib";
import { Metric, type MetricOptions } from "aws-cdk-lib/aws-cloudwatch";
import {
	COUNTED_BY,
	type CountedBy,
	DIMENSION,
	METRIC,
	METRIC_NAMESPACE,
	type MetricKey,
} from "../../../core/contract.ts";

/** A metric of the function's own; with a producer, that of it alone. */
export function ownMetric(
	sender: string,
	key: MetricKey,
	options: MetricOptions & {
		readonly [By in CountedBy]?: string | undefined;
	} = {},
): Metric {
	const { producer, ...others } = options;
	const apart = Object.entries({ producer }).filter(
		(entry): entry is [CountedBy, string] => entry[1] !== undefined,
	);
	for (const [by] of apart)
		if (COUNTED_BY[key]?.includes(by) !== true)
			throw new Error(
				`Cannot give the metric ${METRIC[key].name} by ${by}: it is counted by ${COUNTED_BY[key]?.join(" and ") ?? "nothing"}`,
			);
	return new Metric({
		namespace: METRIC_NAMESPACE,
		metricName: METRIC[key].name,
		dimensionsMap: {
			[DIMENSION.sender]: sender,
			...Object.fromEntries(apart.map(([by, of]) => [DIMENSION[by], of])),
		},
		statistic: "Sum",
		period: Duration.minutes(5),
		...others,
	});
}
