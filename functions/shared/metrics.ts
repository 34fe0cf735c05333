import {
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

/** Gathers metrics of one invocation: at most one line, and one more for each producer. */
export function createMetrics(options: {
	readonly sender: string;
	readonly now: () => number;
	readonly write: (line: string) => void;
}): MetricBuffer {
	const { sender, now, write } = options;
	let values = new Map<MetricKey, number[]>();
	let byProducer = new Map<string, Map<MetricKey, number>>();

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
			add(metric, value, producer) {
				const unit = METRIC[metric].unit;
				const before = values.get(metric) ?? [];
				values.set(
					metric,
					unit === "Count"
						? [(before[0] ?? 0) + value]
						: [...before, value].slice(0, 100),
				);
				if (producer === undefined) return;
				const own = byProducer.get(producer) ?? new Map<MetricKey, number>();
				byProducer.set(
					producer,
					own.set(metric, (own.get(metric) ?? 0) + value),
				);
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
			for (const [producer, own] of byProducer)
				line({ [DIMENSION.sender]: sender, [DIMENSION.producer]: producer }, [
					...own,
				]);
			values = new Map();
			byProducer = new Map();
		},
	};
}
