import { describe, expect, test } from "vitest";
import { CLOSED } from "../../../core/breaker/breaker.ts";
import {
	comeBackAt,
	release,
	unlessCrowded,
} from "../../../functions/send-email/disposition.ts";
import { NOW, record, stepBatch } from "../../support/steps.ts";

const { batch } = stepBatch();

describe("release()", () => {
	test("waits a minute at first, and never comes back at once", () => {
		expect(release(record(), batch)).toEqual({
			kind: "come-back",
			delaySeconds: 60,
		});
	});
});

describe("comeBackAt()", () => {
	test.each([
		["its time", NOW + 90_000, 90],
		["a second, when its time is over", NOW - 5000, 1],
		["less than SQS's twelve hours", NOW + 50 * 3_600_000, 43_000],
	])("waits until %s", (_what, until, delaySeconds) => {
		expect(comeBackAt(until, batch)).toEqual({
			kind: "come-back",
			delaySeconds,
		});
	});
});

describe("unlessCrowded()", () => {
	const gone = record();
	const hour = record();
	const often = record({ receiveCount: 400 });
	const dispositions = new Map([
		[gone, { kind: "acknowledge" }],
		[hour, { kind: "come-back", delaySeconds: 3600 }],
		[often, { kind: "come-back", delaySeconds: 3600 }],
	] as const);
	const inQueue = (crowdedAt: number) =>
		stepBatch({}, { breaker: { ...CLOSED, crowdedAt } }).batch;

	test("lets a record of a crowded queue ask again after three minutes, unless it has come very often", () => {
		expect([...unlessCrowded(dispositions, inQueue(NOW)).values()]).toEqual([
			{ kind: "acknowledge" },
			{ kind: "come-back", delaySeconds: 180 },
			{ kind: "come-back", delaySeconds: 3600 },
		]);
	});

	test("changes nothing in a queue that was crowded an hour ago, or never", () => {
		for (const quiet of [inQueue(NOW - 3_600_000), batch])
			expect(unlessCrowded(dispositions, quiet)).toBe(dispositions);
	});
});
