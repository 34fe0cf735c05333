import { describe, expect, test } from "vitest";
import {
	type AlarmState,
	evaluateAlarm,
} from "../../cloudwatch/alarm-evaluation.ts";
import type { AlarmSpec } from "../../cloudwatch/plan.ts";

describe("evaluateAlarm()", () => {
	const MINUTE = 60_000;
	const NOW = 100 * MINUTE;
	const spec = (changes: Partial<AlarmSpec>): AlarmSpec => ({
		AlarmName: "a",
		Namespace: "n",
		MetricName: "m",
		Statistic: "Maximum",
		Period: 60,
		EvaluationPeriods: 1,
		DatapointsToAlarm: 1,
		Threshold: 1,
		ComparisonOperator: "GreaterThanOrEqualToThreshold",
		TreatMissingData: "ignore",
		...changes,
	});
	const points = (...values: [minutesAgo: number, value: number][]) =>
		values.map(([ago, value]) => ({ at: NOW - ago * MINUTE, value }));
	test.each<
		[string, Partial<AlarmSpec>, [number, number][], AlarmState, AlarmState]
	>([
		["a gauge at 1 is red", {}, [[0, 1]], "OK", "ALARM"],
		["a gauge at 0 is green", {}, [[0, 0]], "ALARM", "OK"],
		[
			"a gauge keeps its state while nothing is measured",
			{},
			[[5, 1]],
			"ALARM",
			"ALARM",
		],
		[
			"an event count is green without events",
			{ TreatMissingData: "notBreaching", Statistic: "Sum" },
			[[5, 1]],
			"ALARM",
			"OK",
		],
		[
			"a heartbeat is red without one",
			{ TreatMissingData: "breaching" },
			[],
			"OK",
			"ALARM",
		],
		[
			"nothing is known without data",
			{ TreatMissingData: "missing" },
			[],
			"OK",
			"INSUFFICIENT_DATA",
		],
		[
			"two of three periods are not enough",
			{ EvaluationPeriods: 3, DatapointsToAlarm: 3 },
			[
				[0, 1],
				[1, 1],
				[2, 0],
			],
			"OK",
			"OK",
		],
		[
			"three of three are",
			{ EvaluationPeriods: 3, DatapointsToAlarm: 3 },
			[
				[0, 1],
				[1, 1],
				[2, 1],
			],
			"OK",
			"ALARM",
		],
		[
			"a gap in a row of red keeps the state",
			{ EvaluationPeriods: 3, DatapointsToAlarm: 3 },
			[
				[0, 1],
				[2, 1],
			],
			"OK",
			"OK",
		],
		[
			"a sum adds up",
			{ Statistic: "Sum", Threshold: 3 },
			[
				[0, 2],
				[0.5, 1],
			],
			"OK",
			"ALARM",
		],
	])("%s", (_name, changes, values, before, expected) => {
		expect(
			evaluateAlarm(spec(changes), points(...values), {
				now: NOW,
				before,
				createdAt: 0,
			}),
		).toBe(expected);
	});

	test.each<
		[
			minutesOld: number,
			firstBeat: number | undefined,
			isWhole: boolean,
			expected: AlarmState,
		]
	>([
		[0, undefined, false, "INSUFFICIENT_DATA"],
		[19.9, undefined, false, "INSUFFICIENT_DATA"],
		[20, undefined, false, "ALARM"],
		[17, 14.9, false, "INSUFFICIENT_DATA"],
		[17, 15, false, "OK"],
		[17, 15, true, "INSUFFICIENT_DATA"],
		[20, 15, true, "OK"],
	])(
		"a heartbeat's alarm, %d minutes old, with its first beat %s minutes ago (all of the warm-up: %s) is %s",
		(minutesOld, firstBeat, isWhole, expected) => {
			const heartbeat = spec({
				TreatMissingData: "breaching",
				Period: 300,
				EvaluationPeriods: 3,
				DatapointsToAlarm: 3,
				ComparisonOperator: "LessThanThreshold",
				WarmUpConfiguration: {
					WarmUpPeriodDurationInMinutes: 20,
					OnlyStartEvaluatingAfterWarmUpPeriodEnds: isWhole,
				},
			});
			const beats = firstBeat === undefined ? [] : [firstBeat, 0];
			expect(
				evaluateAlarm(
					heartbeat,
					beats.map((ago) => ({ at: NOW - ago * MINUTE, value: 1 })),
					{
						now: NOW,
						before: "INSUFFICIENT_DATA",
						createdAt: NOW - minutesOld * MINUTE,
					},
				),
			).toBe(expected);
		},
	);
});
