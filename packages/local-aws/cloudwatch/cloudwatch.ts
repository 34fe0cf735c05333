import { type Actions, AwsError } from "../http.ts";
import {
	type AlarmState,
	type Datapoint,
	evaluateAlarm,
	periodsOf,
} from "./alarm-evaluation.ts";
import { type AlarmReason, alarmReason } from "./alarm-reason.ts";
import {
	type AlarmChange,
	type AlarmRecord,
	describeAlarm,
} from "./describe-alarm.ts";
import { type AlarmSpec, dimensionsOf } from "./plan.ts";

const STATES: readonly AlarmState[] = ["OK", "ALARM", "INSUFFICIENT_DATA"];

const KEPT_MS = 8 * 86_400_000;

interface AlarmHistoryItem {
	readonly AlarmName: string;
	/** Epoch seconds. */
	readonly Timestamp: number;
	readonly HistoryItemType: "Action";
	readonly HistorySummary: string;
}

/** Metrics from the functions' own EMF lines, and the template's alarms on them. */
export class CloudWatch {
	#alarms: AlarmRecord[] = [];
	readonly #series = new Map<string, Datapoint[]>();
	/** What actions came to, oldest first. */
	readonly #history: AlarmHistoryItem[] = [];
	/** While time jumps nothing is evaluated: what would have been measured is about to come. */
	isPaused = false;
	readonly #region: string;
	readonly #onChange: (change: AlarmChange) => void;

	constructor(region: string, onChange: (change: AlarmChange) => void) {
		this.#region = region;
		this.#onChange = onChange;
	}

	addAlarm(spec: AlarmSpec): void {
		const createdAt = Date.now();
		this.#alarms.push({
			spec,
			createdAt,
			state: {
				value: "INSUFFICIENT_DATA",
				reason: "Unchecked: Initial alarm creation",
				reasonData: undefined,
				at: createdAt,
			},
			isSetByHand: false,
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

	/** Keeps what an action of an alarm came to. */
	noteAction(AlarmName: string, HistorySummary: string): void {
		this.#history.push({
			AlarmName,
			Timestamp: Date.now() / 1000,
			HistoryItemType: "Action",
			HistorySummary,
		});
	}

	/** Evaluates every alarm but those set by hand within the last `spareMs`, and tells of each change. */
	evaluate(spareMs = 0): void {
		if (this.isPaused) return;
		const oldest = Date.now() - spareMs;
		for (const alarm of this.#alarms) {
			if (alarm.isSetByHand && alarm.state.at > oldest) continue;
			alarm.isSetByHand = false;
			this.#evaluateOne(alarm);
		}
	}

	/** The alarms that were red when they were last evaluated, as DescribeAlarms tells them, which evaluates them first. */
	get red() {
		return this.#alarms
			.filter(({ state }) => state.value === "ALARM")
			.map((alarm) => describeAlarm(alarm, this.#region));
	}

	readonly actions: Actions = {
		DescribeAlarms: ({ AlarmNames, AlarmNamePrefix = "", StateValue }) => {
			for (const alarm of this.#alarms)
				if (!alarm.isSetByHand && !this.isPaused) this.#evaluateOne(alarm);
			const found = this.#alarms.filter(
				({ spec, state }) =>
					isAmong(AlarmNames, spec) &&
					spec.AlarmName.startsWith(String(AlarmNamePrefix)) &&
					(StateValue === undefined || state.value === StateValue),
			);
			return {
				MetricAlarms: found.map((alarm) => describeAlarm(alarm, this.#region)),
				CompositeAlarms: [],
			};
		},
		DescribeAlarmHistory: ({ AlarmName, MaxRecords = 100 }) => ({
			AlarmHistoryItems: this.#history
				.filter(
					(item) => AlarmName === undefined || item.AlarmName === AlarmName,
				)
				.toReversed()
				.slice(0, Number(MaxRecords)),
		}),
		// It lasts until the next evaluation, whose data may say otherwise.
		SetAlarmState: ({
			AlarmName,
			StateValue,
			StateReason,
			StateReasonData,
		}) => {
			const alarm = this.#alarms.find(
				({ spec }) => spec.AlarmName === AlarmName,
			);
			if (alarm === undefined)
				throw new AwsError(
					"ResourceNotFound",
					`Unknown alarm: ${AlarmName}`,
					404,
				);
			const known = STATES.find((candidate) => candidate === StateValue);
			if (known === undefined)
				throw new AwsError(
					"ValidationError",
					`Cannot set the alarm's state to ${StateValue}: allowed are ${STATES.join(", ")}`,
				);
			alarm.isSetByHand = true;
			if (known === alarm.state.value)
				alarm.state = { ...alarm.state, at: Date.now() };
			this.#change(alarm, known, {
				reason: String(StateReason),
				reasonData: StateReasonData as string | undefined,
			});
		},
		EnableAlarmActions: ({ AlarmNames }) =>
			this.#enableActions(AlarmNames, true),
		DisableAlarmActions: ({ AlarmNames }) =>
			this.#enableActions(AlarmNames, false),
		DeleteAlarms: ({ AlarmNames }) => {
			this.#alarms = this.#alarms.filter(
				({ spec }) => !isAmong(AlarmNames, spec),
			);
		},
	};

	#enableActions(names: unknown, ActionsEnabled: boolean): void {
		for (const alarm of this.#alarms)
			if (isAmong(names, alarm.spec))
				alarm.spec = { ...alarm.spec, ActionsEnabled };
	}

	#evaluateOne(alarm: AlarmRecord): void {
		const { spec, createdAt } = alarm;
		const before = alarm.state.value;
		// Nothing here works out expressions.
		if (spec.Metrics !== undefined) return;
		const { Namespace, MetricName } = spec;
		const key = seriesKey(Namespace, MetricName, dimensionsOf(spec));
		const points = this.#series.get(key) ?? [];
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

	/** Tells of a change, if it is one. */
	#change(alarm: AlarmRecord, value: AlarmState, why: AlarmReason): void {
		const before = alarm.state;
		if (value === before.value) return;
		alarm.state = { value, at: Date.now(), ...why };
		this.#onChange({ ...alarm, before });
	}
}

/** Whether an alarm is one of the names that were given, if any were. */
function isAmong(names: unknown, { AlarmName }: AlarmSpec): boolean {
	return !Array.isArray(names) || names.includes(AlarmName);
}

function seriesKey(
	namespace: string | undefined,
	metric: string | undefined,
	dimensions: Readonly<Record<string, string>>,
): string {
	return JSON.stringify([namespace, metric, Object.entries(dimensions).sort()]);
}
