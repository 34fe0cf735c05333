import { describe, expect, test } from "vitest";
import { type Breaker, CLOSED } from "../../../../core/breaker/breaker.ts";
import { afterEvent } from "../../../../core/breaker/transition.ts";
import { placeOf } from "../../../../core/delivery/space.ts";
import { NO_QUOTA } from "../../../../core/quota/quota.ts";
import type { SmtpResult } from "../../../../core/smtp/smtp-result.ts";
import { deliverAll } from "../../../../functions/send-email/sending/deliver-all.ts";
import {
	keyed,
	NOW,
	ORIGIN,
	record,
	row,
	stepBatch,
} from "../../../support/steps.ts";

const accepted: SmtpResult = {
	kind: "accepted",
	accepted: [0],
	refused: [],
	reply: "OK",
};
const daily: SmtpResult = {
	kind: "refused",
	reply: {
		stage: "data",
		code: 550,
		text: "5.4.5 Daily user sending limit exceeded.",
	},
	refused: [],
};
const messages = ["a", "b", "c", "d"].map((key) =>
	keyed({ place: placeOf("billing", key), record: record({ messageId: key }) }),
);

/** Slots over which messages go; `results` are given one after another. */
function slots(count: number, results: readonly SmtpResult[] = []) {
	const left = [...results];
	const sentBy: number[] = [];
	const written: string[] = [];
	const suspects: (string | undefined)[] = [];
	const given = {
		events: { publish: async () => 0 },
		quota: { read: async () => NO_QUOTA },
		compose: async () => Buffer.from("bytes"),
		secret: { current: async () => ({ value: "", version: "v1" }) },
		ledger: {
			begin: async () => "written" as const,
			write: async () => "written" as const,
			sent: async () => "written" as const,
			read: async () => row(),
		},
		breaker: {
			read: async () => CLOSED,
			write: async (next: Breaker) => {
				written.push(next.state.kind);
				suspects.push(next.suspect?.producer);
				return "written" as const;
			},
		},
		slots: Array.from({ length: count }, (_none, index) => ({
			usable: () => true,
			login: async () => ({ kind: "ready" as const }),
			send: async () => {
				sentBy.push(index);
				return left.shift() ?? accepted;
			},
			close: () => {},
		})),
	};
	return { given, sentBy, written, suspects };
}

const failure = { cause: "quota", stage: "data" } as const;
const halfOpen = [
	{
		kind: "failed" as const,
		by: "account" as const,
		at: NOW - 9e6,
		failure,
		secretVersion: "v1",
	},
	{
		kind: "token-taken" as const,
		at: NOW,
		owner: "me",
		until: NOW + 180_000,
	},
].reduce(afterEvent, CLOSED);

const refusedConnection = async () => ({
	kind: "lost" as const,
	failure: {
		stage: "connect" as const,
		kind: "refused" as const,
		handedOver: false,
	},
	detail: "refused",
});

describe("deliverAll()", () => {
	test("lets every slot take messages", async () => {
		const { given, sentBy } = slots(2);
		const { batch } = stepBatch(given);
		const settled = await deliverAll(messages, batch);
		expect([...settled.values()]).toEqual(
			Array(4).fill({ kind: "acknowledge" }),
		);
		expect(new Set(sentBy)).toEqual(new Set([0, 1]));
	});

	test("logs in the further slots at once, no more than there are messages", async () => {
		const { given } = slots(5);
		const logins: number[] = [];
		let underWay = 0;
		let most = 0;
		const closed = given.slots.map((slot, index) => {
			let isOpen = index === 0;
			return {
				...slot,
				usable: () => isOpen,
				login: async () => {
					logins.push(index);
					underWay += 1;
					most = Math.max(most, underWay);
					await new Promise((resolve) => setTimeout(resolve, 5));
					underWay -= 1;
					isOpen = true;
					return { kind: "ready" as const };
				},
				send: async () => {
					await new Promise((resolve) => setTimeout(resolve, 20));
					return accepted;
				},
			};
		});
		const { batch } = stepBatch({ ...given, slots: closed });
		await deliverAll(messages, batch);
		expect(logins).toEqual([1, 2, 3]);
		expect(most).toBe(3);
	});

	test("logs in no further slot for a single message", async () => {
		const { given } = slots(3);
		let logins = 0;
		const closed = given.slots.map((slot) => ({
			...slot,
			usable: () => false,
			login: async () => {
				logins += 1;
				return { kind: "ready" as const };
			},
		}));
		const { batch } = stepBatch({ ...given, slots: closed });
		await deliverAll(messages.slice(0, 1), batch);
		expect(logins).toBe(1);
	});

	/** One slot, whose second send fails as `second`; what is done in its order. */
	function slowSlot(second: SmtpResult = accepted) {
		const { given } = slots(1);
		const done: string[] = [];
		const results = [accepted, second];
		const write = (what: string) => async (at: string) => {
			done.push(`${what} ${at.at(-1)}`);
			return "written" as const;
		};
		const written = {
			...given,
			ledger: {
				...given.ledger,
				begin: write("claim"),
				write: write("row"),
				sent: write("sent"),
			},
			slots: given.slots.map((slot) => ({
				...slot,
				send: async () => {
					done.push("send");
					await new Promise((resolve) => setTimeout(resolve, 30));
					done.push("answer");
					return results.shift() ?? accepted;
				},
			})),
		};
		return { given: written, done };
	}

	test("claims the next message while one is on the wire, and sends it before the last one is written down", async () => {
		const { given, done } = slowSlot();
		const { batch } = stepBatch(given);
		batch.memory.sendMs = 41;
		await deliverAll(messages.slice(0, 3), batch);
		expect(done).toEqual([
			...["claim a", "send", "claim b", "answer"],
			...["send", "sent a", "claim c", "answer"],
			...["send", "sent b", "answer", "sent c"],
		]);
	});

	test("claims nothing ahead of time: a claim alone is a doubt if the process dies", async () => {
		const { given, done } = slowSlot();
		const { batch } = stepBatch(given);
		batch.memory.sendMs = 60_000;
		await deliverAll(messages.slice(0, 2), batch);
		expect(done.slice(0, 4)).toEqual(["claim a", "send", "answer", "claim b"]);
	});

	test("gives back what was claimed when the account fails meanwhile", async () => {
		const { given, done } = slowSlot(daily);
		const { batch } = stepBatch(given);
		batch.memory.sendMs = 41;
		const settled = await deliverAll(messages, batch);
		expect(done.filter((what) => what === "send")).toHaveLength(2);
		expect(done).toContain("claim c");
		expect(done).toContain("row c");
		expect(
			[...settled].map(([{ messageId }, { kind }]) => [messageId, kind]),
		).toEqual([
			["a", "acknowledge"],
			["b", "come-back"],
			["c", "come-back"],
		]);
	});

	test("gives back what was claimed for a slot that has no connection any more", async () => {
		const { given, done } = slowSlot({
			kind: "lost",
			failure: { stage: "mail", handedOver: false, kind: "closed" },
			detail: "lost",
			refused: [],
		});
		let isOpen = true;
		const lost = given.slots.map((slot) => ({
			...slot,
			usable: () => isOpen,
			login: refusedConnection,
			close: () => {
				isOpen = false;
			},
		}));
		const { batch } = stepBatch({ ...given, slots: lost });
		batch.memory.sendMs = 41;
		const settled = await deliverAll(messages, batch);
		expect(done.filter((what) => what.startsWith("claim"))).toHaveLength(3);
		expect([...settled.values()].map(({ kind }) => kind)).toEqual([
			"acknowledge",
			"come-back",
			"come-back",
		]);
		expect(done).toContain("row c");
	});

	test("starts nothing more once the account has failed", async () => {
		const { given, sentBy, written } = slots(1, [accepted, daily]);
		const { batch } = stepBatch(given);
		const settled = await deliverAll(messages, batch);
		expect(sentBy).toHaveLength(2);
		expect([...settled.keys()].map(({ messageId }) => messageId)).toEqual([
			"a",
			"b",
		]);
		expect(written).toEqual(["open"]);
	});

	test("risks one message at a trial, and goes on with the rest when it was taken", async () => {
		const { given, sentBy, written } = slots(2);
		const { batch } = stepBatch(given, { breaker: halfOpen, trialOwner: "me" });
		await deliverAll(messages, batch);
		expect(sentBy.slice(0, 1)).toEqual([0]);
		expect(sentBy).toHaveLength(4);
		expect(written).toEqual(["closed"]);
	});

	test("ends with a trial that is lost", async () => {
		const { given, sentBy, written } = slots(2, [daily]);
		const { batch } = stepBatch(given, { breaker: halfOpen, trialOwner: "me" });
		const settled = await deliverAll(messages, batch);
		expect(sentBy).toEqual([0]);
		expect(settled.size).toBe(1);
		expect(written).toEqual(["open"]);
	});

	const busy: SmtpResult = {
		kind: "refused",
		reply: { stage: "eom", code: 451, text: "4.3.0 temporarily rejected" },
		refused: [],
	};

	test("risks three messages at a trial, and leaves it to another batch when all fail", async () => {
		const { given, sentBy, written } = slots(2, [busy, busy, busy]);
		const { batch } = stepBatch(given, { breaker: halfOpen, trialOwner: "me" });
		const settled = await deliverAll(messages, batch);
		expect(sentBy).toEqual([0, 0, 0]);
		expect(settled.size).toBe(3);
		expect(written).toEqual(["half-open"]);
	});

	const of = (producer: string) =>
		keyed({
			place: placeOf(producer, "x"),
			record: record({ messageId: producer }),
			origin: { ...ORIGIN, producer },
		});
	const senders = ["billing", "flood"].map((producer) => ({
		producer,
		at: NOW,
	}));
	test.each([
		["one producer's alone", ["flood", "flood"], senders, "flood"],
		["two producers'", ["flood", "billing"], senders, undefined],
		["the only producer's", ["flood"], senders.slice(1), undefined],
	])(
		"suspects the producer of a lost trial's messages: %s",
		async (_whose, producers, known, suspect) => {
			const { given, suspects } = slots(1, [busy, busy]);
			const { batch } = stepBatch(given, {
				breaker: halfOpen,
				trialOwner: "me",
			});
			batch.memory.senders = known;
			await deliverAll(producers.map(of), batch);
			expect(suspects).toEqual([suspect]);
		},
	);

	test("suspects the producer whose three messages in a row open the breaker", async () => {
		const { given, suspects } = slots(1, [busy, busy, busy]);
		const { batch } = stepBatch(given);
		batch.memory.senders = senders;
		const flood = ["a", "b", "c"].map((id) => ({
			...of("flood"),
			place: placeOf("flood", id),
		}));
		await deliverAll(flood, batch);
		expect(suspects).toEqual(["flood"]);
	});

	test("opens at the third message in a row that fails so, of whatever batch", async () => {
		const { given, written } = slots(1, [busy, busy]);
		const { batch, logged } = stepBatch(given);
		await deliverAll(messages.slice(0, 2), batch);
		expect(written).toEqual([]);
		// What Google said is all that there is to go by.
		expect(logged).toContainEqual(
			expect.objectContaining({
				event: "failed-unclearly",
				id: "a",
				code: 451,
				reply: "4.3.0 temporarily rejected",
			}),
		);
		const next = slots(1, [busy]);
		const later = stepBatch(next.given, { memory: batch.memory });
		await deliverAll(messages.slice(2), later.batch);
		expect(next.written).toEqual(["open"]);
	});

	test("gives a slot up that can't connect, and charges nobody", async () => {
		const { given, written } = slots(1);
		const dead = given.slots.map((slot) => ({
			...slot,
			usable: () => false,
			login: refusedConnection,
		}));
		const { batch } = stepBatch({ ...given, slots: dead });
		const settled = await deliverAll(messages, batch);
		expect(settled.size).toBe(1);
		expect(written).toEqual([]);
	});

	test("passes the token on when no message came to a verdict", async () => {
		const { given, written } = slots(2);
		const { batch } = stepBatch(given, { breaker: halfOpen, trialOwner: "me" });
		await deliverAll([], batch);
		expect(written).toEqual(["half-open"]);
	});

	test("lets a record that crashes come back after its lease, and sends the others", async () => {
		const { given } = slots(1);
		let first = true;
		const { batch, logged } = stepBatch({
			...given,
			compose: async () => {
				if (first) {
					first = false;
					throw new Error("a bug");
				}
				return Buffer.from("bytes");
			},
		});
		const settled = await deliverAll(messages, batch);
		expect([...settled.values()][0]).toEqual({
			kind: "come-back",
			delaySeconds: 215,
		});
		expect([...settled.values()].slice(1)).toEqual(
			Array(3).fill({ kind: "acknowledge" }),
		);
		expect(logged).toContainEqual({
			event: "record-crashed",
			sqsMessageId: "a",
			error: "Error: a bug",
		});
	});
});
