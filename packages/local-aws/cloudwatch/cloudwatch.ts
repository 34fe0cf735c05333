import { AwsError, type JsonAction, type QueryAction } from "../http.ts";
import {
	type AlarmState,
	type Datapoint,
	evaluateAlarm,
	periodsOf,
} from "./alarm-evaluation.ts";
import { type AlarmReason, alarmReason } from "./alarm-reason.ts";
import { type AlarmRecord, alarmXml, describeAlarm } from "./describe-alarm.ts";
import type { AlarmSpec } from "./plan.ts";

export const CLOUDWATCH_NAMESPACE =
	"http://monitoring.amazonaws.com/doc/2010-08-01/";

/** A state, and since when and why an alarm has it. */
export interface StateSince extends AlarmReason {
	readonly value: AlarmState;
	/** Epoch ms. */
	readonly at: number;
}

/** An alarm that has just changed its state. */
export interface AlarmChange {
	readonly spec: AlarmSpec;
	/** Epoch ms. */
	readonly createdAt: number;
	readonly state: StateSince;
	readonly before: StateSince;
	readonly actionsEnabled: boolean;
}

const STATES: readonly AlarmState[] = ["OK", "ALARM", "INSUFFICIENT_DATA"];

const KEPT_MS = 8 * 86_400_000;

/** Metrics from the functions' own EMF lines, and the template's alarms on them. */
export class CloudWatch {
	#alarms: AlarmRecord[] = [];
	readonly #series = new Map<string, Datapoint[]>();
	readonly #region: string;
	readonly #onChange: (change: AlarmChange) => void;

	constructor(options: {
		readonly region: string;
		readonly onChange?: (change: AlarmChange) => void;
	}) {
		this.#region = options.region;
		this.#onChange = options.onChange ?? (() => {});
	}

	addAlarm(spec: AlarmSpec): void {
		const now = Date.now();
		this.#alarms.push({
			spec,
			createdAt: now,
			state: "INSUFFICIENT_DATA",
			reason: "Unchecked: Initial alarm creation",
			changedAt: now,
			isSetByHand: false,
			actionsEnabled: spec.actionsEnabled !== false,
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

	/** Evaluates every alarm but those set by hand within the last `spareMs`, and tells of each change. */
	evaluate(spareMs = 0): void {
		const oldest = Date.now() - spareMs;
		for (const alarm of this.#alarms) {
			if (alarm.isSetByHand && alarm.changedAt > oldest) continue;
			alarm.isSetByHand = false;
			this.#evaluateOne(alarm);
		}
	}

	/** SetAlarmState: lasts until the next evaluation, whose data may say otherwise. */
	setState(name: string, state: string, reason: AlarmReason): void {
		const alarm = this.#alarms.find(({ spec }) => spec.name === name);
		if (alarm === undefined)
			throw new AwsError("ResourceNotFound", `Unknown alarm: ${name}`, 404);
		const known = STATES.find((candidate) => candidate === state);
		if (known === undefined)
			throw new AwsError(
				"ValidationError",
				`Cannot set the alarm's state to ${state}: allowed are ${STATES.join(", ")}`,
			);
		alarm.isSetByHand = true;
		if (known === alarm.state) alarm.changedAt = Date.now();
		this.#change(alarm, known, reason);
	}

	readonly actions: Readonly<Record<string, JsonAction>> = {
		DescribeAlarms: ({ AlarmNames, AlarmNamePrefix, StateValue }) => ({
			MetricAlarms: this.#find(
				AlarmNames as string[] | undefined,
				AlarmNamePrefix as string | undefined,
				StateValue as string | undefined,
			).map((alarm) => describeAlarm(alarm, this.#region)),
			CompositeAlarms: [],
		}),
		SetAlarmState: ({ AlarmName, StateValue, StateReason, StateReasonData }) =>
			this.setState(String(AlarmName), String(StateValue), {
				reason: String(StateReason),
				reasonData: StateReasonData as string | undefined,
			}),
		EnableAlarmActions: ({ AlarmNames }) =>
			this.#enableActions(AlarmNames as string[], true),
		DisableAlarmActions: ({ AlarmNames }) =>
			this.#enableActions(AlarmNames as string[], false),
		DeleteAlarms: ({ AlarmNames }) => this.#delete(AlarmNames as string[]),
	};

	readonly queryActions: Readonly<Record<string, QueryAction>> = {
		DescribeAlarms: (input) => {
			const names = namesIn(input);
			const found = this.#find(
				names.length > 0 ? names : undefined,
				input.get("AlarmNamePrefix") ?? undefined,
				input.get("StateValue") ?? undefined,
			);
			const members = found.map((alarm) => alarmXml(alarm, this.#region));
			return `<MetricAlarms>${members.join("")}</MetricAlarms>`;
		},
		SetAlarmState: (input) => {
			const of = (field: string) => input.get(field) ?? "";
			this.setState(of("AlarmName"), of("StateValue"), {
				reason: of("StateReason"),
				reasonData: input.get("StateReasonData") ?? undefined,
			});
			return "";
		},
		EnableAlarmActions: (input) => {
			this.#enableActions(namesIn(input), true);
			return "";
		},
		DisableAlarmActions: (input) => {
			this.#enableActions(namesIn(input), false);
			return "";
		},
		DeleteAlarms: (input) => {
			this.#delete(namesIn(input));
			return "";
		},
	};

	#enableActions(names: readonly string[], enabled: boolean): void {
		for (const alarm of this.#alarms)
			if (names.includes(alarm.spec.name)) alarm.actionsEnabled = enabled;
	}

	#delete(names: readonly string[]): void {
		this.#alarms = this.#alarms.filter(
			({ spec }) => !names.includes(spec.name),
		);
	}

	#evaluateOne(alarm: AlarmRecord): void {
		const { spec, state: before, createdAt } = alarm;
		// Nothing here works out expressions.
		if (spec.metrics !== undefined) return;
		const points =
			this.#series.get(
				seriesKey(spec.namespace, spec.metric, spec.dimensions),
			) ?? [];
		const now = Date.now();
		const state = evaluateAlarm(spec, points, { now, before, createdAt });
		if (state === before) return;
		const periods = periodsOf(spec, points, now);
		this.#change(
			alarm,
			state,
			alarmReason(spec, periods, { state, before, now }),
		);
	}

	#change(alarm: AlarmRecord, value: AlarmState, why: AlarmReason): void {
		const { spec, createdAt, actionsEnabled } = alarm;
		const { state, reason, reasonData, changedAt } = alarm;
		if (value === state) return;
		const at = Date.now();
		Object.assign(alarm, { state: value, changedAt: at, ...why });
		this.#onChange({
			spec,
			createdAt,
			state: { value, at, ...why },
			before: { value: state, at: changedAt, reason, reasonData },
			actionsEnabled,
		});
	}

	#find(
		names: readonly string[] | undefined,
		prefix: string | undefined,
		state: string | undefined,
	): readonly AlarmRecord[] {
		for (const alarm of this.#alarms)
			if (!alarm.isSetByHand) this.#evaluateOne(alarm);
		return this.#alarms.filter(
			(alarm) =>
				(names === undefined || names.includes(alarm.spec.name)) &&
				(prefix === undefined || alarm.spec.name.startsWith(prefix)) &&
				(state === undefined || alarm.state === state),
		);
	}
}

function namesIn(input: URLSearchParams): readonly string[] {
	return [...input]
		.filter(([key]) => key.startsWith("AlarmNames.member."))
		.map(([, value]) => value);
}

function seriesKey(
	namespace: string,
	metric: string,
	dimensions: Readonly<Record<string, string>>,
): string {
	return JSON.stringify([namespace, metric, Object.entries(dimensions).sort()]);
}
