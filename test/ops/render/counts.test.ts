import { describe, expect, test } from "vitest";
import type { LeftBecause } from "../../../ops/dead-letters/redrive-decision.ts";
import { describeRedrive } from "../../../ops/render/redrive-text.ts";
import { describeDifference } from "../../../ops/render/render-failed.ts";

const redrive = (because: LeftBecause, count: number, hidden = 0) =>
	describeRedrive(
		{
			moved: {},
			deleted: { sent: 0, expired: 0, duplicateCopy: 0 },
			left: Array.from({ length: count }, (_none, index) => ({
				id: `${index}`,
				cause: "policy",
				because,
			})),
			skipped: [],
			stoppedAtMost: false,
		},
		{ hidden, dryRun: false, flags: "" },
	);

describe("one is told as one, several as several:", () => {
	test.each<[LeftBecause, RegExp, RegExp]>([
		["key-reused", /1 has an id /, /2 have ids /],
		["discarded", /1 was discarded/, /2 were discarded/],
		["too-large", /1 reaches /, /2 reach /],
		["under-way", /1 already on its way/, /2 already on their way/],
	])("what a redrive left as %s", (because, one, several) => {
		expect(redrive(because, 1)).toMatch(one);
		expect(redrive(because, 2)).toMatch(several);
	});

	test("what another command has", () => {
		expect(redrive("discarded", 1, 1)).toMatch(/another command has it,/);
		expect(redrive("discarded", 1, 2)).toMatch(/another command has them,/);
	});

	test("what the queue holds besides the records", () => {
		expect(describeDifference(2, 1, "")).toMatch(/1 more than is on record/);
		expect(describeDifference(3, 1, "")).toMatch(/2 more than are on record/);
		expect(describeDifference(0, 1, "")).toMatch(/it is on its way back/);
	});
});
