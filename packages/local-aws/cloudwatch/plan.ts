import type { Properties, ResourcesOf } from "../cloudformation/intrinsics.ts";

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
	readonly metrics?: readonly TemplateMetric[] | undefined;
}

/** One of an alarm's metrics, as a template has it. */
export interface TemplateMetric {
	readonly Id?: string;
	readonly Label?: string;
	readonly Expression?: string;
	readonly MetricStat?: {
		readonly Metric: {
			readonly Namespace?: string;
			readonly MetricName?: string;
			readonly Dimensions?: readonly Dimension[];
		};
		readonly Period: number;
		readonly Stat: string;
	};
	readonly ReturnData?: boolean;
}

interface Dimension {
	readonly Name: string;
	readonly Value: string;
}

/** The alarms of a template. */
export function planAlarms(of: ResourcesOf): readonly AlarmSpec[] {
	return of("AWS::CloudWatch::Alarm").map(({ name, properties }) =>
		alarmSpec(name, properties),
	);
}

/** The names of a template's log groups. */
export function planLogGroups(of: ResourcesOf): readonly string[] {
	return of("AWS::Logs::LogGroup").map(({ name }) => name);
}

export function alarmSpec(name: string, properties: Properties): AlarmSpec {
	const dimensions = (properties.Dimensions ?? []) as readonly Dimension[];
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
