import {
	COUNTED_BY,
	type CountedBy,
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

/** Gathers metrics of one invocation: at most one line, and one more for each cause and producer. */
export function createMetrics(options: {
	readonly sender: string;
	readonly now: () => number;
	readonly write: (line: string) => void;
}): MetricBuffer {
	const { sender, now, write } = options;
	let values = new Map<MetricKey, number[]>();
	/** For each dimension, by its value. */
	let apart = new Map<CountedBy, Map<string, Map<MetricKey, number>>>();

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
			add(metric, value, by = {}) {
				const unit = METRIC[metric].unit;
				const before = values.get(metric) ?? [];
				values.set(
					metric,
					unit === "Count"
						? [(before[0] ?? 0) + value]
						: [...before, value].slice(0, 100),
				);
				for (const dimension of COUNTED_BY[metric] ?? []) {
					const of = by[dimension];
					if (of === undefined) continue;
					const all = apart.get(dimension) ?? new Map();
					const own = all.get(of) ?? new Map<MetricKey, number>();
					apart.set(
						dimension,
						all.set(of, own.set(metric, (own.get(metric) ?? 0) + value)),
					);
				}
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
			for (const [dimension, all] of apart)
				for (const [of, own] of all)
					line({ [DIMENSION.sender]: sender, [DIMENSION[dimension]]: of }, [
						...own,
					]);
			values = new Map();
			apart = new Map();
		},
	};
}
