import type { ResourcesOf } from "../cloudformation/intrinsics.ts";
import type { Names } from "../names.ts";

/** An alarm, as the template has it. */
export interface AlarmSpec {
	readonly name: string;
	readonly description: string;
	readonly namespace: string;
	readonly metric: string;
	readonly dimensions: Readonly<Record<string, string>>;
	/** `Sum` and the like, or a percentile such as `p99`. */
	readonly statistic: string;
	readonly unit?: string | undefined;
	readonly periodSeconds: number;
	readonly periods: number;
	readonly datapointsToAlarm: number;
	readonly threshold: number;
	readonly operator: string;
	readonly missing: string;
	readonly alarmActions: readonly string[];
	readonly okActions: readonly string[];
	readonly insufficientDataActions?: readonly string[];
	/** Defaults to true. */
	readonly actionsEnabled?: boolean;
	/**
	 * The metrics and expressions of an alarm on more than one metric, which has no metric of its own.
	 * It keeps its state here until somebody sets another.
	 */
	readonly metrics?: readonly Readonly<Record<string, unknown>>[] | undefined;
}

/** The alarms of a template. */
export function planAlarms(
	of: ResourcesOf,
	names: Names,
): readonly AlarmSpec[] {
	return of("AWS::CloudWatch::Alarm").map(({ id, properties }) =>
		alarmSpec(names.physical(id), properties),
	);
}

/** The names of a template's log groups. */
export function planLogGroups(
	of: ResourcesOf,
	names: Names,
): readonly string[] {
	return of("AWS::Logs::LogGroup").map(({ id }) => names.physical(id));
}

export function alarmSpec(
	name: string,
	properties: Readonly<Record<string, unknown>>,
): AlarmSpec {
	const dimensions = (properties.Dimensions ?? []) as readonly {
		readonly Name: string;
		readonly Value: string;
	}[];
	const periods = Number(properties.EvaluationPeriods);
	return {
		name,
		description: String(properties.AlarmDescription ?? ""),
		namespace: String(properties.Namespace ?? ""),
		metric: String(properties.MetricName ?? ""),
		dimensions: Object.fromEntries(
			dimensions.map(({ Name, Value }) => [Name, Value]),
		),
		statistic: String(
			properties.ExtendedStatistic ?? properties.Statistic ?? "Sum",
		),
		unit: properties.Unit === undefined ? undefined : String(properties.Unit),
		periodSeconds: Number(properties.Period ?? 60),
		periods,
		datapointsToAlarm: Number(properties.DatapointsToAlarm ?? periods),
		threshold: Number(properties.Threshold),
		operator: String(properties.ComparisonOperator),
		missing: String(properties.TreatMissingData ?? "missing"),
		alarmActions: (properties.AlarmActions ?? []) as string[],
		okActions: (properties.OKActions ?? []) as string[],
		insufficientDataActions: (properties.InsufficientDataActions ??
			[]) as string[],
		actionsEnabled: String(properties.ActionsEnabled) !== "false",
		metrics: properties.Metrics as AlarmSpec["metrics"],
	};
}
