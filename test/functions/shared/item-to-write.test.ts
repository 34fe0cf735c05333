import { describe, expect, test } from "vitest";
import { attemptWrite } from "../../../functions/shared/aws-failure.ts";
import {
	itemToWrite,
	UnwritableItem,
} from "../../../functions/shared/item-to-write.ts";

describe("an item to write", () => {
	test("is what DynamoDB takes, without what is undefined", () => {
		expect(itemToWrite({ pk: "a", n: 1, gone: undefined })).toEqual({
			pk: { S: "a" },
			n: { N: "1" },
		});
	});

	test.each([
		["a long key", { pk: "é".repeat(551) }],
		["a long value", { pk: "a", text: "x".repeat(100_000) }],
		["many values", { pk: "a", list: Array(10_000).fill("x") }],
		["no number", { pk: "a", n: Number.NaN }],
		["a number without an end", { pk: "a", n: Number.POSITIVE_INFINITY }],
		["what is no value", { pk: "a", at: new Date(0) }],
	])("is refused with %s", (_what, item) => {
		expect(() => itemToWrite(item)).toThrow(UnwritableItem);
	});

	test("has room for the longest key and a long value", () => {
		itemToWrite({ pk: "é".repeat(550), text: "x".repeat(95_000) });
	});
});

describe("a write", () => {
	const writeOf = (error: Error) => {
		const reported: unknown[] = [];
		const call = async () => {
			throw error;
		};
		return attemptWrite(call, (each) => reported.push(each)).then(
			(written) => ({ written, reported: reported.length }),
		);
	};
	const named = (name: string) => Object.assign(new Error(), { name });

	test("of what we don't write ourselves is its message's fault", async () => {
		expect(await writeOf(new UnwritableItem())).toEqual({
			written: "unwritable",
			reported: 1,
		});
	});

	test.each([
		"ValidationException",
		"ItemCollectionSizeLimitExceededException",
		"ResourceNotFoundException",
		"ProvisionedThroughputExceededException",
	])("that DynamoDB refuses with a %s is an outage", async (name) => {
		expect(await writeOf(named(name))).toEqual({
			written: "unavailable",
			reported: 1,
		});
	});
});
