import { describe, expect, test } from "vitest";
import {
	comeBackAt,
	release,
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
