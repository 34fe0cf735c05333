import { describe, expect, test } from "vitest";
import { failedMessageIds } from "../../lambda/batch-response.ts";

describe("failedMessageIds()", () => {
	const batch = ["a", "b"];
	const failures = (...ids: unknown[]) =>
		JSON.stringify({
			batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
		});
	test.each<[string, string, string[]]>([
		["null", "null", []],
		["an empty answer", "{}", []],
		["an empty list", failures(), []],
		["a null list", '{"batchItemFailures":null}', []],
		["one id", failures("b"), ["b"]],
		["an unknown id", failures("b", "c"), batch],
		["an empty id", failures(""), batch],
		["a null id", failures(null), batch],
		["a bad key name", '{"batchItemFailures":[{"id":"a"}]}', batch],
		["no JSON", "oops", batch],
		["a list that is none", '{"batchItemFailures":"a"}', batch],
	])("takes %s as AWS does", (_name, payload, expected) => {
		expect([...failedMessageIds(payload, batch, true)]).toEqual(expected);
	});

	test("ignores the answer when the mapping does not ask for it", () => {
		expect([...failedMessageIds(failures("a"), batch, false)]).toEqual([]);
	});
});
