import { expect, test } from "vitest";
import {
	type AlarmState,
	periodsOf,
} from "../../cloudwatch/alarm-evaluation.ts";
import { alarmReason } from "../../cloudwatch/alarm-reason.ts";
import { alarmSpec } from "../../cloudwatch/plan.ts";

const NOW = Date.parse("2026-11-25T10:03:00Z");
const spec = (properties: object) =>
	alarmSpec("a", {
		Statistic: "Sum",
		Period: 60,
		EvaluationPeriods: 3,
		Threshold: 1,
		ComparisonOperator: "GreaterThanOrEqualToThreshold",
		...properties,
	});

test.each<[string, object, number[], AlarmState, AlarmState, string]>([
	[
		"two of three",
		{ DatapointsToAlarm: 2 },
		[0, 2, 1.5],
		"OK",
		"ALARM",
		"Threshold Crossed: 2 out of the last 3 datapoints [1.5 (25/11/26 10:02:00), 2.0 (25/11/26 10:01:00)] were greater than or equal to the threshold (1.0) (minimum 2 datapoints for OK -> ALARM transition).",
	],
	[
		"one is enough to be well again",
		{},
		[1, 1, 0],
		"ALARM",
		"OK",
		"Threshold Crossed: 1 out of the last 3 datapoints [0.0 (25/11/26 10:02:00)] was not greater than or equal to the threshold (1.0) (minimum 1 datapoint for ALARM -> OK transition).",
	],
	[
		"a silent heartbeat",
		{ TreatMissingData: "breaching" },
		[],
		"OK",
		"ALARM",
		"Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].",
	],
	[
		"no failures",
		{ TreatMissingData: "notBreaching", EvaluationPeriods: 1 },
		[],
		"ALARM",
		"OK",
		"Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].",
	],
	[
		"nothing known",
		{ EvaluationPeriods: 1 },
		[],
		"OK",
		"INSUFFICIENT_DATA",
		"Insufficient Data: 1 datapoint was unknown.",
	],
])("%s", (_name, properties, values, before, state, expected) => {
	const points = values.map((value, index) => ({
		at: NOW - (values.length - 1 - index) * 60_000,
		value,
	}));
	const periods = periodsOf(spec(properties), points, NOW);
	expect(
		alarmReason(spec(properties), periods, { state, before, now: NOW }).reason,
	).toBe(expected);
});
