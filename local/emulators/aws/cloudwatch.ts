import {
	type AlarmSpec,
	type AlarmState,
	type Datapoint,
	evaluateAlarm,
} from "../../alarm-spec.ts";
import { ACCOUNT, type JsonAction, type QueryAction, xml } from "./http.ts";

export const CLOUDWATCH_NAMESPACE =
	"http://monitoring.amazonaws.com/doc/2010-08-01/";

interface AlarmRecord {
	readonly spec: AlarmSpec;
	state: AlarmState;
	changedAt: number;
}

const KEPT_MS = 8 * 86_400_000;

/** Metrics from the functions' own EMF lines, and the template's alarms on them. */
export class CloudWatch {
	readonly #alarms: AlarmRecord[] = [];
	readonly #series = new Map<string, Datapoint[]>();
	readonly #region: string;
	readonly #onChange: (
		spec: AlarmSpec,
		state: AlarmState,
		before: AlarmState,
	) => void;

	constructor(options: {
		readonly region: string;
		readonly onChange?: (
			spec: AlarmSpec,
			state: AlarmState,
			before: AlarmState,
		) => void;
	}) {
		this.#region = options.region;
		this.#onChange = options.onChange ?? (() => {});
	}

	addAlarm(spec: AlarmSpec): void {
		this.#alarms.push({
			spec,
			state: "INSUFFICIENT_DATA",
			changedAt: Date.now(),
		});
	}

	record(
		namespace: string,
		metric: string,
		dimensions: Readonly<Record<string, string>>,
		value: number,
		at = Date.now(),
	): void {
		const key = seriesKey(namespace, metric, dimensions);
		const points = this.#series.get(key) ?? [];
		points.push({ at, value });
		while ((points[0]?.at ?? at) < at - KEPT_MS) points.shift();
		this.#series.set(key, points);
	}

	/** Takes what a function wrote: lines in embedded metric format count, others don't. */
	ingest(line: string): void {
		if (!line.startsWith('{"_aws"')) return;
		const entry = JSON.parse(line);
		for (const { Namespace, Dimensions, Metrics } of entry._aws
			.CloudWatchMetrics) {
			for (const names of Dimensions as string[][]) {
				const dimensions = Object.fromEntries(
					names.map((name) => [name, String(entry[name])]),
				);
				for (const { Name } of Metrics as { Name: string }[]) {
					for (const value of [entry[Name]].flat())
						this.record(
							Namespace,
							Name,
							dimensions,
							value,
							entry._aws.Timestamp,
						);
				}
			}
		}
	}

	/** Evaluates every alarm, and tells of each change. */
	evaluate(): void {
		for (const alarm of this.#alarms) {
			const { spec, state: before } = alarm;
			const points =
				this.#series.get(
					seriesKey(spec.namespace, spec.metric, spec.dimensions),
				) ?? [];
			const state = evaluateAlarm(spec, points, Date.now(), before);
			if (state === before) continue;
			alarm.state = state;
			alarm.changedAt = Date.now();
			this.#onChange(spec, state, before);
		}
	}

	readonly actions: Readonly<Record<string, JsonAction>> = {
		DescribeAlarms: ({ AlarmNames, AlarmNamePrefix, StateValue }) => ({
			MetricAlarms: this.#find(
				AlarmNames as string[] | undefined,
				AlarmNamePrefix as string | undefined,
				StateValue as string | undefined,
			).map((alarm) => this.#describe(alarm)),
			CompositeAlarms: [],
		}),
	};

	readonly queryActions: Readonly<Record<string, QueryAction>> = {
		DescribeAlarms: (input) => {
			const names = [...input]
				.filter(([key]) => key.startsWith("AlarmNames.member."))
				.map(([, value]) => value);
			const found = this.#find(
				names.length > 0 ? names : undefined,
				input.get("AlarmNamePrefix") ?? undefined,
				input.get("StateValue") ?? undefined,
			);
			const members = found.map(
				(alarm) =>
					`<member>${Object.entries(this.#describe(alarm))
						.map(([key, value]) => xmlOf(key, value))
						.join("")}</member>`,
			);
			return `<MetricAlarms>${members.join("")}</MetricAlarms>`;
		},
	};

	#find(
		names: readonly string[] | undefined,
		prefix: string | undefined,
		state: string | undefined,
	): readonly AlarmRecord[] {
		this.evaluate();
		return this.#alarms.filter(
			(alarm) =>
				(names === undefined || names.includes(alarm.spec.name)) &&
				(prefix === undefined || alarm.spec.name.startsWith(prefix)) &&
				(state === undefined || alarm.state === state),
		);
	}

	#describe({ spec, state, changedAt }: AlarmRecord) {
		return {
			AlarmName: spec.name,
			AlarmArn: `arn:aws:cloudwatch:${this.#region}:${ACCOUNT}:alarm:${spec.name}`,
			AlarmDescription: spec.description,
			ActionsEnabled: true,
			AlarmActions: spec.alarmActions,
			OKActions: spec.okActions,
			StateValue: state,
			StateReason: `Evaluated locally: ${state}`,
			StateUpdatedTimestamp: changedAt / 1000,
			Namespace: spec.namespace,
			MetricName: spec.metric,
			Dimensions: Object.entries(spec.dimensions).map(([Name, Value]) => ({
				Name,
				Value,
			})),
			Statistic: spec.statistic,
			Period: spec.periodSeconds,
			EvaluationPeriods: spec.periods,
			DatapointsToAlarm: spec.datapointsToAlarm,
			Threshold: spec.threshold,
			ComparisonOperator: spec.operator,
			TreatMissingData: spec.missing,
		};
	}
}

function xmlOf(key: string, value: unknown): string {
	if (key === "StateUpdatedTimestamp")
		return `<${key}>${new Date(Number(value) * 1000).toISOString()}</${key}>`;
	if (Array.isArray(value)) {
		const members = value.map((entry) =>
			typeof entry === "object"
				? `<member>${Object.entries(entry)
						.map(([name, inner]) => xmlOf(name, inner))
						.join("")}</member>`
				: `<member>${xml(String(entry))}</member>`,
		);
		return `<${key}>${members.join("")}</${key}>`;
	}
	return `<${key}>${xml(String(value))}</${key}>`;
}

function seriesKey(
	namespace: string,
	metric: string,
	dimensions: Readonly<Record<string, string>>,
): string {
	return JSON.stringify([namespace, metric, Object.entries(dimensions).sort()]);
}
