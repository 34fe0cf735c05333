import type { AlarmState, Period } from "./alarm-evaluation.ts";
import { type AlarmSpec, statisticOf } from "./plan.ts";

/** Why an alarm has its state. */
export interface AlarmReason {
	readonly reason: string;
	/** The same as JSON text; undefined where somebody set the state by hand. */
	readonly reasonData: string | undefined;
}

/** Why an alarm changed its state, in CloudWatch's words. `periods` are newest first. */
export function alarmReason(
	spec: AlarmSpec,
	periods: readonly Period[],
	change: Change & { readonly now: number },
): AlarmReason {
	const present = periods.filter(({ value }) => value !== undefined);
	const oldest = present.at(-1);
	const reasonData = JSON.stringify({
		version: "1.0",
		queryDate: alarmTime(change.now),
		startDate: oldest && alarmTime(oldest.at),
		unit: spec.Unit,
		statistic: statisticOf(spec),
		period: spec.Period,
		recentDatapoints: present.map(({ value }) => value).reverse(),
		threshold: spec.Threshold,
		evaluatedDatapoints: present.map(({ at, value, sampleCount }) => ({
			timestamp: alarmTime(at),
			sampleCount,
			value,
		})),
	});
	return {
		reason: sentence(spec, periods, change),
		reasonData,
	};
}

/** Such as `2026-11-25T10:00:00.000+0000`. */
export function alarmTime(epochMs: number): string {
	return new Date(epochMs).toISOString().replace("Z", "+0000");
}

interface Change {
	readonly state: AlarmState;
	readonly before: AlarmState;
}

function sentence(
	spec: AlarmSpec,
	periods: readonly Period[],
	{ state, before }: Change,
): string {
	const present = periods.filter(({ value }) => value !== undefined);
	const all = periods.length;
	if (state === "INSUFFICIENT_DATA")
		return `Insufficient Data: ${datapoints(all)} ${was(all)} unknown.`;
	if (present.length === 0) {
		const treatedAs =
			spec.TreatMissingData === "breaching" ? "Breaching" : "NonBreaching";
		return `Threshold Crossed: no datapoints were received for ${all} period${all === 1 ? "" : "s"} and ${all} missing ${plural(all)} ${was(all)} treated as [${treatedAs}].`;
	}
	const isAlarm = state === "ALARM";
	const decisive = present.filter(({ isBreaching }) => isBreaching === isAlarm);
	const values = decisive.map(
		({ at, value = 0 }) => `${double(value)} (${shortTime(at)})`,
	);
	const minimum = isAlarm
		? spec.DatapointsToAlarm
		: all - spec.DatapointsToAlarm + 1;
	return `Threshold Crossed: ${decisive.length} out of the last ${datapoints(all)} [${values.join(", ")}] ${was(decisive.length)} ${isAlarm ? "" : "not "}${OPERATORS[spec.ComparisonOperator ?? ""]} the threshold (${double(spec.Threshold)}) (minimum ${datapoints(minimum)} for ${before} -> ${state} transition).`;
}

const OPERATORS: Readonly<Record<string, string>> = {
	GreaterThanThreshold: "greater than",
	GreaterThanOrEqualToThreshold: "greater than or equal to",
	LessThanThreshold: "less than",
	LessThanOrEqualToThreshold: "less than or equal to",
};

function datapoints(count: number): string {
	return `${count} ${plural(count)}`;
}

function plural(count: number): string {
	return count === 1 ? "datapoint" : "datapoints";
}

function was(count: number): string {
	return count === 1 ? "was" : "were";
}

function double(value: number): string {
	return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** Such as `25/11/26 10:00:00`. */
function shortTime(epochMs: number): string {
	const [date = "", time = ""] = new Date(epochMs).toISOString().split("T");
	const [year = "", month, day] = date.split("-");
	return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}
