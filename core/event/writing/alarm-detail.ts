import { jsonIn } from "../../json.ts";
import { cut } from "../../outside.ts";
import { nameOfResource } from "../arn.ts";
import { isBand, limitOf } from "./alarm-limit.ts";
import {
	type AlarmMetric,
	dimensionsOf,
	metricFacts,
	metricsOf,
	namedMetric,
	statisticOf,
} from "./alarm-metrics.ts";
import { at, listAt, textAt } from "./at.ts";
import { type Fact, factsOf } from "./content.ts";

export interface AlarmDetail {
	readonly name: string;
	readonly state: string;
	readonly previous: string | undefined;
	readonly reason: string | undefined;
	readonly description: string | undefined;
	/** What it watches, and its limit. */
	readonly watched: readonly Fact[];
	/** Of a composite alarm. */
	readonly rule: string | undefined;
	/** The alarms that made a composite one change. */
	readonly causes: string | undefined;
}

/** An alarm as SNS or as EventBridge writes it; undefined when it is neither. */
export function readAlarm(detail: unknown): AlarmDetail | undefined {
	return fromSns(detail) ?? fromEventBridge(detail);
}

function fromSns(detail: unknown): AlarmDetail | undefined {
	const name = textAt(detail, "AlarmName");
	const state = textAt(detail, "NewStateValue");
	if (name === undefined || state === undefined) return undefined;
	const trigger = at(detail, "Trigger");
	return {
		name,
		state,
		previous: textAt(detail, "OldStateValue"),
		reason: textAt(detail, "NewStateReason"),
		description: textAt(detail, "AlarmDescription"),
		watched: watchedBy(trigger, metricsOf(listAt(trigger, "Metrics"))),
		rule: textAt(detail, "AlarmRule"),
		causes: causesOf(listAt(detail, "TriggeringChildren")),
	};
}

function fromEventBridge(detail: unknown): AlarmDetail | undefined {
	const name = textAt(detail, "alarmName");
	const state = textAt(detail, "state", "value");
	if (name === undefined || state === undefined) return undefined;
	const configuration = at(detail, "configuration");
	const metrics = metricsOf(listAt(configuration, "metrics"));
	const data = jsonIn(
		cut(textAt(detail, "state", "reasonData") ?? "", LONGEST_DATA),
	);
	const hasLimit = at(configuration, "comparisonOperator") !== undefined;
	return {
		name,
		state,
		previous: textAt(detail, "previousState", "value"),
		reason: textAt(detail, "state", "reason"),
		description: textAt(configuration, "description"),
		// The threshold is often told with the data that crossed it, and nowhere else.
		watched: watchedBy(hasLimit ? configuration : data, metrics),
		rule: textAt(configuration, "alarmRule"),
		causes: causesOf(listAt(data, "triggeringAlarms")),
	};
}

const LONGEST_DATA = 100_000;

function watchedBy(
	trigger: unknown,
	metrics: readonly AlarmMetric[],
): readonly Fact[] {
	// One metric is told of with fields of its own.
	const [only, ...more] = metrics.length > 0 ? metrics : [singleOf(trigger)];
	if (only === undefined) return [];
	const isSingle = more.length === 0 && only.expression === undefined;
	const limit = limitOf(
		trigger,
		metrics,
		isSingle ? only.statistic : undefined,
	);
	return isSingle
		? factsOf([
				["Metric", only.metric],
				["Dimensions", only.dimensions],
				["Limit", limit],
			])
		: [
				// Of the band the limit tells.
				...metricFacts(
					metrics.filter((metric) => limit === undefined || !isBand(metric)),
				),
				...factsOf([["Limit", limit]]),
			];
}

function singleOf(trigger: unknown): AlarmMetric {
	return {
		id: undefined,
		expression: undefined,
		label: undefined,
		metric: namedMetric(trigger),
		dimensions: dimensionsOf(trigger),
		statistic: statisticOf(
			textAt(trigger, "Statistic") ?? textAt(trigger, "ExtendedStatistic"),
			textAt(trigger, "Period"),
		),
		isWatched: true,
	};
}

const MOST_CAUSES = 20;

function causesOf(alarms: readonly unknown[]): string | undefined {
	const named = alarms.slice(0, MOST_CAUSES).flatMap((each) => {
		const arn = textAt(each, "Arn") ?? textAt(each, "arn");
		const state =
			textAt(each, "State", "Value") ?? textAt(each, "state", "value");
		return arn === undefined
			? []
			: [[nameOfResource(arn), state ?? ""].join(" ").trim()];
	});
	return named.join(", ") || undefined;
}
