import { marshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, test } from "vitest";
import { createMailboxState } from "../../../functions/shared/runtime.ts";

const NOW = Date.UTC(2026, 10, 23);

/** The mailbox's items as they are read from a table that holds this one, and what is logged of it. */
function stateWith(item: Record<string, unknown>) {
	const reported: unknown[] = [];
	const client = { send: async () => ({ Item: marshall(item) }) };
	const state = createMailboxState(
		{ mailbox: "me@example.com", secretArn: "secret" },
		{
			table: {
				client: client as never,
				tableName: "table",
				report: (error) => void reported.push(error),
			},
			secrets: {} as never,
			now: () => NOW,
		},
	);
	return { state, reported };
}

describe("an item of the table", () => {
	test("is read in the format that is known", async () => {
		const { state } = stateWith({ v: 1, version: 7, buckets: [], sent: 3 });
		expect(await state.quota.read()).toMatchObject({ version: 7, sent: 3 });
	});

	test("of a later format is left alone, and the log says why", async () => {
		const { state, reported } = stateWith({ v: 2, version: 7, kind: "closed" });
		expect(await state.breaker.read()).toBe("unavailable");
		expect(await state.quota.read()).toBe("unavailable");
		expect(String(reported[0])).toMatch(
			/its format is 2, this version knows formats up to 1; deploy/,
		);
	});

	test("whose clock was fast keeps nothing shut for longer than it should", async () => {
		const { state } = stateWith({
			v: 1,
			version: 7,
			kind: "open",
			cause: "quota",
			stage: "data",
			since: NOW + 9e9,
			until: NOW + 9e9,
		});
		expect(await state.breaker.read()).toMatchObject({
			state: { since: NOW, until: NOW + 3_600_000 },
		});
	});
});
