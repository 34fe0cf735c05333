import { expect, test } from "vitest";
import { runRound } from "../../../functions/breaker/run-round.ts";
import { quietRound } from "../../support/quiet-round.ts";

/** The counts of one round; `fails` if its end is not reached. */
async function countsOf(changes: object): Promise<readonly string[]> {
	const counts: string[] = [];
	const add = (metric: string) => {
		counts.push(metric);
	};
	const round = runRound({
		...quietRound(),
		metrics: { add, set: () => {} },
		...changes,
	});
	await round.catch(() => counts.push("fails"));
	return counts;
}

test.each<[string, object, readonly string[]]>([
	["ends well", {}, ["ticks"]],
	[
		"fails in its middle",
		{ mapping: { state: () => Promise.reject(new Error("a bug")) } },
		["fails"],
	],
	[
		"fails at its last write",
		{
			lastRound: {
				read: quietRound().lastRound.read,
				write: () => Promise.reject(new Error("a bug")),
			},
		},
		["fails"],
	],
	[
		"finds no table, which has an alarm of its own",
		{ breaker: { read: async () => "unavailable" } },
		["stateUnreachable", "ticks"],
	],
])("a round that %s counts %j", async (_what, changes, expected) => {
	expect(await countsOf(changes)).toEqual(expected);
});
