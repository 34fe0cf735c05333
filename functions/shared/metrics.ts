import {
	BY_CAUSE,
	DIMENSION,
	METRIC,
	METRIC_NAMESPACE,
	type MetricKey,
} from "../../core/contract.ts";
import type { Metrics } from "./deps.ts";

export interface MetricBuffer {
	readonly metrics: Metrics;
	/** Writes what has gathered as CloudWatch embedded metric format, and forgets it. */
	flush(): void;
}

/** Gathers metrics of one invocation: at most one line, and one more per cause. */
export function createMetrics(options: {
	readonly sender: string;
	readonly now: () => number;
	readonly write: (line: string) => void;
}): MetricBuffer {
	const { sender, now, write } = options;
	let values = new Map<MetricKey, number[]>();
	let byCause = new Map<string, Map<MetricKey, number>>();

	const line = (
		dimensions: Record<string, string>,
		entries: readonly (readonly [MetricKey, number | number[]])[],
	) =>
		write(
			JSON.stringify({
				_aws: {
					Timestamp: now(),
					CloudWatchMetrics: [
						{
							Namespace: METRIC_NAMESPACE,
							Dimensions: [Object.keys(dimensions)],
							Metrics: entries.map(([key]) => ({
								Name: METRIC[key].name,
								Unit: METRIC[key].unit,
							})),
						},
					],
				},
				...dimensions,
				...Object.fromEntries(
					entries.map(([key, value]) => [METRIC[key].name, value]),
				),
			}),
		);

	return {
		metrics: {
			add(metric, value, cause) {
				const unit = METRIC[metric].unit;
				const before = values.get(metric) ?? [];
				values.set(
					metric,
					unit === "Count"
						? [(before[0] ?? 0) + value]
						: [...before, value].slice(0, 100),
				);
				if (cause === undefined || !BY_CAUSE.has(metric)) return;
				const own = byCause.get(cause) ?? new Map<MetricKey, number>();
				byCause.set(cause, own.set(metric, (own.get(metric) ?? 0) + value));
			},
			set: (metric, value) => {
				values.set(metric, [value]);
			},
		},
		flush() {
			if (values.size > 0) {
				line(
					{ [DIMENSION.sender]: sender },
					[...values].map(
						([key, list]) =>
							[key, list.length === 1 ? (list[0] ?? 0) : list] as const,
					),
				);
			}
			for (const [cause, own] of byCause) {
				line({ [DIMENSION.sender]: sender, [DIMENSION.cause]: cause }, [
					...own,
				]);
			}
			values = new Map();
			byCause = new Map();
		},
	};
}
