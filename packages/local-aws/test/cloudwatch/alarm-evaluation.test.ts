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
		name: "a",
		description: "",
		namespace: "n",
		metric: "m",
		dimensions: {},
		statistic: "Maximum",
		periodSeconds: 60,
		periods: 1,
		datapointsToAlarm: 1,
		threshold: 1,
		operator: "GreaterThanOrEqualToThreshold",
		missing: "ignore",
		alarmActions: [],
		okActions: [],
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
			{ missing: "notBreaching", statistic: "Sum" },
			[[5, 1]],
			"ALARM",
			"OK",
		],
		[
			"a heartbeat is red without one",
			{ missing: "breaching" },
			[],
			"OK",
			"ALARM",
		],
		[
			"nothing is known without data",
			{ missing: "missing" },
			[],
			"OK",
			"INSUFFICIENT_DATA",
		],
		[
			"two of three periods are not enough",
			{ periods: 3, datapointsToAlarm: 3 },
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
			{ periods: 3, datapointsToAlarm: 3 },
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
			{ periods: 3, datapointsToAlarm: 3 },
			[
				[0, 1],
				[2, 1],
			],
			"OK",
			"OK",
		],
		[
			"a sum adds up",
			{ statistic: "Sum", threshold: 3 },
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

	test.each<[minutesOld: number, expected: AlarmState]>([
		[2.9, "INSUFFICIENT_DATA"],
		[3, "ALARM"],
	])(
		"a heartbeat's alarm that is %d minutes old is %s without one, its range being three",
		(minutesOld, expected) => {
			const heartbeat = spec({
				missing: "breaching",
				periods: 3,
				datapointsToAlarm: 3,
			});
			expect(
				evaluateAlarm(heartbeat, [], {
					now: NOW,
					before: "INSUFFICIENT_DATA",
					createdAt: NOW - minutesOld * MINUTE,
				}),
			).toBe(expected);
		},
	);

	test("a young heartbeat's alarm is green with its first beat", () => {
		const heartbeat = spec({
			missing: "breaching",
			periods: 3,
			datapointsToAlarm: 3,
			operator: "LessThanThreshold",
		});
		expect(
			evaluateAlarm(heartbeat, points([0, 1]), {
				now: NOW,
				before: "INSUFFICIENT_DATA",
				createdAt: NOW - MINUTE,
			}),
		).toBe("OK");
	});
});
