import { describe, expect, test } from "vitest";
import {
	comeBackAt,
	release,
} from "../../../functions/send-email/disposition.ts";
import { producerOf } from "../../../functions/send-email/producer.ts";
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

describe("producerOf()", () => {
	const redriven = {
		GmailSender: {
			type: "String",
			value: JSON.stringify({ key: "k", failure: 1, producer: "orders" }),
		},
	};
	const named = stepBatch({
		config: { ...batch.deps.config, producers: { AROA: "billing" } },
	}).batch;

	test.each([
		["the name given at its grant", record({ senderId: "AROA:x" }), "billing"],
		["AWS's id without a name", record({ senderId: "AROB:x" }), "AROB"],
		[
			"who sent it first, after a redrive",
			record({ senderId: "AROB:x", attributes: redriven }),
			"orders",
		],
		[
			"its own name, whatever its attribute says",
			record({ senderId: "AROA:x", attributes: redriven }),
			"billing",
		],
		["unknown without an id", record({ senderId: "" }), "unknown"],
	])("is %s", (_what, from, producer) => {
		expect(producerOf(from, named)).toBe(producer);
	});
});
