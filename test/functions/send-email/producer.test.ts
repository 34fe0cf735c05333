import { describe, expect, test } from "vitest";
import { mayUse } from "../../../functions/send-email/may-use.ts";
import { producerOf } from "../../../functions/send-email/producer.ts";
import { NOW, record, stepBatch } from "../../support/steps.ts";

const { deps } = stepBatch().batch;
const producers = { AROA: "billing", AROD: "shop" };
const names = {
	version: 1,
	names: { AROA: ["billing"], AROC: ["orders"], AROD: ["store", "shop"] },
	since: { AROA: NOW - 1_900_800_000, AROC: 0, AROD: NOW - 1_900_799_999 },
};
const of = (senderId: string, ids: "own" | "shared" = "own") => {
	const config = { ...deps.config, producers, ids };
	const { batch } = stepBatch({ config });
	batch.memory.names = names;
	return producerOf(record({ senderId }), batch);
};

describe("producerOf()", () => {
	test.each([
		["the name given at its grant", "AROA:x", "billing", "billing", ["AROA"]],
		["AWS's id without a name", "AROB:x", "AROB", "AROB", []],
		[
			"the name that it had, though its role was created anew",
			"AROC:x",
			"orders",
			"orders",
			["AROC"],
		],
		["its newest name", "AROD:x", "shop", "shop", ["store", "AROD"]],
		["unknown without an id", "", "unknown", "~unknown", []],
		[
			"no name of an object's prototype",
			"constructor",
			"constructor",
			"constructor",
			[],
		],
	])("is %s", (_what, senderId, name, space, earlier) => {
		expect(of(senderId)).toMatchObject({ name, spaces: [space, ...earlier] });
	});

	test.each([
		["AROA:x", false],
		["AROD:x", true],
		["AROB:x", false],
	])(
		"has a new name as long as ids of before may be remembered: %s",
		(senderId, isNewName) => {
			expect(of(senderId)).toMatchObject({ isNewName });
		},
	);

	test("has no name space of its own where all share one", () => {
		expect(of("AROA:x", "shared")).toMatchObject({
			name: "billing",
			spaces: ["~shared"],
		});
	});
});

describe("mayUse()", () => {
	const onlyFor = { "invoices/sent/": ["billing"], "a@b.example": [] };
	test.each([
		["invoices/sent/", "billing", true],
		["invoices/sent/", "shop", false],
		["reports", "shop", true],
		["a@b.example", "billing", false],
		["constructor", "shop", true],
	])("%s by %s: %s", (what, producer, may) => {
		expect(mayUse(what, producer, { onlyFor })).toBe(may);
	});
});
