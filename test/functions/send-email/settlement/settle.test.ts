import { describe, expect, test } from "vitest";
import type { Outcome } from "../../../../core/delivery/outcome.ts";
import { placeOf } from "../../../../core/delivery/space.ts";
import { settle } from "../../../../functions/send-email/settlement/settle.ts";
import {
	keyed,
	message,
	NOW,
	ORIGIN,
	record,
	row,
	stepBatch,
} from "../../../support/steps.ts";

const mine = { row: row(), lastOwner: "me" };
const { progress } = mine.row;
const sent: Outcome = { kind: "sent", reply: "2.0.0 OK", progress, ...mine };
const failed: Outcome = {
	kind: "dead-letter",
	cause: "bad-recipient",
	recipients: [0],
	reason: { code: 550 },
	progress,
	...mine,
};

/** What was called, in order. */
function calls(
	answers: {
		ledger?: "written" | "conflict" | "unavailable";
		task?: "answered" | "unavailable";
		copy?: "sent" | "failed";
	} = {},
) {
	const done: string[] = [];
	const { ledger = "written", task = "answered", copy = "sent" } = answers;
	const given = {
		ledger: {
			read: async () => row({ lastOwner: "other" }),
			write: async (_at: string, next: typeof mine.row) => {
				done.push(next.state.kind);
				return ledger;
			},
			sent: async () => {
				done.push("SENT");
				return ledger;
			},
			writeDead: async () => {
				done.push("dead row");
				return ledger;
			},
		},
		tasks: {
			succeed: async () => {
				done.push("task succeeds");
				return task;
			},
			fail: async () => {
				done.push("task fails");
				return task;
			},
		},
		queue: {
			deadLetter: async () => {
				done.push("copy");
				return copy;
			},
		},
		sleep: async () => {},
	};
	return { done, given };
}

const waitedFor = keyed({ message: message({ taskToken: "t".repeat(20) }) });

describe("settle()", () => {
	test("writes SENT, tells of it, answers the task, and acknowledges", async () => {
		const { done, given } = calls();
		const { batch, counted, logged } = stepBatch(given);
		expect(await settle(sent, waitedFor, batch)).toEqual({
			kind: "acknowledge",
		});
		expect(done).toEqual(["SENT", "task succeeds"]);
		expect(batch.events).toMatchObject([{ outcome: "sent", id: "order-1" }]);
		expect(counted).toEqual([["sent", 1, undefined]]);
		expect(logged).toMatchObject([
			{ event: "sent", latencyMs: expect.any(Number) },
		]);
	});

	test("acknowledges a message whose 250 nobody can write down, and logs it", async () => {
		const { given } = calls({ ledger: "unavailable" });
		const { batch, logged } = stepBatch(given, { deadline: NOW + 1000 });
		expect(await settle(sent, keyed(), batch)).toEqual({ kind: "acknowledge" });
		expect(logged).toContainEqual(
			expect.objectContaining({ event: "sent-not-recorded" }),
		);
	});

	test("acknowledges it whoever else does not answer, too", async () => {
		const { given } = calls({ ledger: "unavailable", task: "unavailable" });
		const { batch } = stepBatch(given, { deadline: NOW + 1000 });
		expect(await settle(sent, waitedFor, batch)).toEqual({
			kind: "acknowledge",
		});
	});

	test("lets a message come back whose task did not hear, and tells no event twice", async () => {
		const { given } = calls({ task: "unavailable" });
		const { batch } = stepBatch(given);
		expect(await settle(sent, waitedFor, batch)).toMatchObject({
			kind: "come-back",
		});
		expect(
			await settle({ kind: "already-sent", since: NOW }, waitedFor, batch),
		).toMatchObject({ kind: "come-back" });
		expect(batch.events).toHaveLength(1);
	});

	test("writes FAILED, answers the task, and only then sends the copy", async () => {
		const { done, given } = calls();
		const { batch, counted } = stepBatch(given);
		expect(await settle(failed, waitedFor, batch)).toEqual({
			kind: "acknowledge",
		});
		expect(done).toEqual(["FAILED", "task fails", "copy"]);
		expect(counted).toEqual([["deadLettered", 1, "others"]]);
		expect(batch.events).toMatchObject([
			{ outcome: "failed", recipients: [0] },
		]);
	});

	test("sends no copy, and tells nobody, of what FAILED could not be written of", async () => {
		for (const [ledger, time] of [
			["conflict", {}],
			["unavailable", { deadline: NOW + 1000 }],
		] as const) {
			const { done, given } = calls({ ledger });
			const { batch } = stepBatch(given, time);
			expect(await settle(failed, keyed(), batch)).toMatchObject({
				kind: "come-back",
			});
			expect(done).not.toContain("copy");
			expect(batch.events).toEqual([]);
		}
	});

	test("keeps a record whose copy the dead-letter queue did not take", async () => {
		const { given } = calls({ copy: "failed" });
		const { batch, logged } = stepBatch(given);
		expect(await settle(failed, keyed(), batch)).toMatchObject({
			kind: "come-back",
		});
		expect(logged).toMatchObject([
			{ event: "dead-letter-queue-unreachable", id: "order-1" },
		]);
		expect(batch.events).toEqual([]);
	});

	test("sends the copy again of what has FAILED already, and writes nothing", async () => {
		const { done, given } = calls();
		const { batch } = stepBatch(given);
		const again: Outcome = {
			kind: "dead-letter-again",
			row: row({ failure: 2 }),
			failed: { kind: "FAILED", cause: "policy" },
		};
		expect(await settle(again, keyed(), batch)).toEqual({
			kind: "acknowledge",
		});
		expect(done).toEqual(["copy"]);
	});

	test("gives a rejected message a row of its own, and numbers its failures on", async () => {
		const { done, given } = calls();
		const copies: string[] = [];
		const { batch } = stepBatch({
			...given,
			queue: {
				deadLetter: async (_body: string, facts: string) => {
					copies.push(facts);
					return "sent";
				},
			},
		});
		const rejection = {
			cause: "bad-message",
			problems: [],
			isBadByItself: true,
			noEvents: false,
			taskToken: undefined,
		} as const;
		await settle(
			{ kind: "rejected", rejection },
			{
				kind: "rejected",
				record: record(),
				rejection,
				place: placeOf("billing", "k"),
				origin: { ...ORIGIN, redrivenFailure: 1 },
			},
			batch,
		);
		expect(done).toEqual(["dead row"]);
		expect(JSON.parse(copies[0] ?? "")).toMatchObject({
			failure: 2,
			key: "k",
			row: "dead#sqs-1",
			cause: "bad-message",
		});
	});

	test("lets a message wait until its time, whatever the ledger answers", async () => {
		const { done, given } = calls({ ledger: "conflict" });
		const { batch } = stepBatch(given);
		const retry: Outcome = {
			kind: "retry",
			cause: "transient",
			attempts: 1,
			delaySeconds: 60,
			reason: {},
			progress,
			...mine,
		};
		expect(await settle(retry, keyed(), batch)).toEqual({
			kind: "come-back",
			delaySeconds: 60,
		});
		expect(done).toEqual(["WAITING"]);
	});

	test("marks a doubt that stays on the row", async () => {
		const rows: unknown[] = [];
		const { batch } = stepBatch({
			ledger: {
				write: async (_at: string, next: object) => {
					rows.push(next);
					return "written";
				},
			},
		});
		const doubt: Outcome = {
			kind: "maybe-sent",
			delaySeconds: 60,
			reason: {},
			progress,
			...mine,
		};
		await settle(doubt, keyed(), batch);
		expect(rows).toMatchObject([
			{ doubted: true, state: { kind: "MAYBE_SENT", notBefore: NOW + 60_000 } },
		]);
	});

	test("tells no event of a message that tells of an outcome itself", async () => {
		const { given } = calls();
		const { batch } = stepBatch(given);
		await settle(sent, keyed({ noEvents: true }), batch);
		await settle(failed, keyed({ noEvents: true }), batch);
		expect(batch.events).toEqual([]);
	});

	test("counts no dead letter that an operator has made", async () => {
		const { given } = calls();
		const { batch, counted } = stepBatch(given);
		const cancelled: Outcome = {
			kind: "cancelled",
			cause: "cancelled",
			recipients: [0],
			reason: {},
			sentence: "Cancelled by ann: x",
			...mine,
		};
		await settle(cancelled, keyed(), batch);
		expect(counted).toEqual([]);
	});

	test("names who sent a redriven message first", async () => {
		const { given } = calls();
		const { batch } = stepBatch(given);
		const first = { ...mine, row: row({ producer: "orders" }) };
		await settle(
			{ ...sent, ...first },
			keyed({ origin: { ...ORIGIN, producer: "an operator" } }),
			batch,
		);
		expect(batch.events).toMatchObject([{ producer: "orders" }]);
	});
});
