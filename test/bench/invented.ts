import type { Results, Spread } from "../../bench/results.ts";

const near = (median: number, by = 0.02): Spread => ({
	median,
	min: median * (1 - by),
	max: median * (1 + by),
});

/** Nobody measured these: they are round, and from a day that never was. */
export const INVENTED: Results = {
	measuredOn: "1970-01-01T00:00:00.000Z",
	machine: {
		cpu: "Invented <CPU> & Co.",
		cores: 2,
		memoryGiB: 8,
		node: "v0.0.0",
		system: "Invented OS",
	},
	settings: { roundTripMs: 30, dotMs: 150, environments: 2, runs: 5 },
	speed: [3, 5].map((connections) => ({
		connections,
		messages: 300,
		arithmetic: connections * 10,
		rows: [
			{
				who: "pool",
				perSecond: near(connections * 9),
				connections: connections * 2,
				logins: connections * 2,
				cpuMs: near(2),
			},
			{
				who: "ours",
				perSecond: near(connections * 8),
				connections: connections * 2,
				logins: connections * 2,
				billedMs: near(80),
				cpuMs: near(10),
			},
			{
				who: "naive",
				perSecond: near(4),
				connections: 60,
				logins: 60,
				billedMs: near(400),
				cpuMs: near(20),
			},
			{
				who: "powertools",
				// Its spread overlaps ours.
				perSecond: near(connections * 8.1, 0.1),
				connections: connections * 2,
				logins: connections * 2,
				billedMs: near(100),
				cpuMs: near(12),
			},
		],
	})),
	harm: (["kill", "recipients", "535", "421", "5.4.5"] as const).flatMap(
		(scenario) => [
			{
				scenario,
				who: "pool" as const,
				messages: 300,
				lost: 200,
				doubled: 0,
				givenUp: 0,
				logins: 6,
			},
			{
				scenario,
				who: "ours" as const,
				messages: 300,
				lost: 0,
				doubled: scenario === "kill" ? 2 : 0,
				givenUp: 0,
				logins: 10,
			},
			{
				scenario,
				who: "naive" as const,
				messages: 300,
				lost: 0,
				doubled: 20,
				givenUp: 100,
				logins: 1000,
			},
			{
				scenario,
				who: "powertools" as const,
				messages: 300,
				lost: scenario === "kill" ? 1 : 0,
				doubled: scenario === "kill" ? 10 : 0,
				givenUp: 30,
				logins: 500,
			},
		],
	),
	curves: (
		[
			["connections", [2, 6, 12, 20]],
			["backlog", [10, 100, 1000, 10_000]],
			["bytes", [2000, 20_000, 200_000, 2_000_000, 20_000_000]],
			["recipients", [1, 10, 100]],
		] as const
	).map(([over, xs]) => ({
		over,
		points: xs.map((x, index) => ({
			x,
			pool: over === "connections" ? x * 4 : 30 - index * 5,
			ours: over === "connections" ? x * 3.5 : 27 - index * 5,
		})),
	})),
	recovery: { waiting: 1000, first: 20, last: 90, arithmetic: 40 },
	lone: {
		warm: { ours: near(300), bare: near(200) },
		cold: { ours: near(1000), bare: near(400), naive: near(900) },
	},
	memory: [256, 512, 1024].map((memoryMiB) => ({
		memoryMiB,
		billedMs: 80,
		cost: memoryMiB * 0.000_001,
		peakMiB: 300,
		carriesLargest: memoryMiB > 256,
	})),
	calls: {
		full: { "dynamodb PutItem": 2, "sqs ReceiveMessage": 0.1 },
		lone: {
			"dynamodb PutItem": 3,
			"dynamodb GetItem": 2,
			"sqs ReceiveMessage": 1,
			"sqs DeleteMessageBatch": 1,
			"events PutEvents": 1,
		},
	},
	skipped: [{ who: "postfix", why: "There is <no> postfix & no | here" }],
};
