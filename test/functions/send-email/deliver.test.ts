import { describe, expect, test } from "vitest";
import { CLOSED } from "../../../core/breaker/breaker.ts";
import { placeIn } from "../../../core/delivery/space.ts";
import { NO_QUOTA, type Quota } from "../../../core/quota/quota.ts";
import { deliverBatch } from "../../../functions/send-email/deliver.ts";
import { NOW, record, stepBatch } from "../../support/steps.ts";

const body = (id: string) =>
	JSON.stringify({ id, to: "ann@example.com", subject: "Hi", text: "Hi" });
const records = ["a", "b", "c"].map((id) =>
	record({ messageId: id, body: body(id) }),
);

/** A sender that sends; parts of it may be given. */
function sender(given: Parameters<typeof stepBatch>[0] = {}) {
	const sent: string[] = [];
	const released: object[] = [];
	let quota: Quota = NO_QUOTA;
	const { batch } = stepBatch({
		breaker: { read: async () => CLOSED, write: async () => "written" },
		secret: {
			current: async () => ({
				value: '{"appPassword":"abcdefghijklmnop"}',
				version: "v1",
			}),
		},
		quota: {
			read: async () => quota,
			write: async (next: Quota) => {
				quota = next;
				return "written";
			},
		},
		ledger: {
			begin: async () => "written",
			write: async () => "written",
			writeDead: async () => "written",
			sent: async (at: string) => {
				sent.push(placeIn(at)?.id ?? "");
				return "written";
			},
		},
		compose: async () => Buffer.from("bytes"),
		slots: [
			{
				usable: () => true,
				login: async () => ({ kind: "ready" }),
				send: async () => ({
					kind: "accepted",
					reply: "OK",
					accepted: [0],
					refused: [],
				}),
				close: () => {},
			},
		],
		queue: {
			release: async (list: readonly object[]) => void released.push(...list),
			deadLetter: async () => "sent",
		},
		events: { publish: async () => 0 },
		...given,
	});
	return { batch, sent, released };
}

describe("deliverBatch()", () => {
	test("sends every message, and nothing comes back", async () => {
		const { batch, sent } = sender();
		expect(await deliverBatch(records, batch)).toEqual([]);
		expect(sent).toEqual(["a", "b", "c"]);
	});

	test("lets everything come back when it is not admitted", async () => {
		const { batch, sent, released } = sender({
			breaker: { read: async () => "unavailable" },
		});
		expect(await deliverBatch(records, batch)).toEqual(["a", "b", "c"]);
		expect(sent).toEqual([]);
		expect(released).toHaveLength(3);
	});

	test("lets what a batch has no room for come back within seconds", async () => {
		const { batch, sent, released } = sender({
			within: <T>(characters: number, work: () => T) =>
				characters > body("a").length
					? { kind: "too-long" as const, ms: 1000 }
					: { kind: "done" as const, value: work(), ms: 5000 },
		});
		expect(await deliverBatch(records, batch)).toEqual(["b", "c"]);
		expect(sent).toEqual(["a"]);
		expect(released).toMatchObject([{ delaySeconds: 5 }, { delaySeconds: 5 }]);
	});

	test("lets a suspected producer's mail wait, and sends the others'", async () => {
		const suspect = { producer: "AROAFLOOD", until: NOW + 90_000 };
		const { batch, sent, released } = sender({
			breaker: { read: async () => ({ ...CLOSED, suspect }) },
		});
		const senderId = "AROAFLOOD:session";
		const flood = record({ messageId: "f", body: body("f"), senderId });
		expect(await deliverBatch([flood, ...records], batch)).toEqual(["f"]);
		expect(sent).toEqual(["a", "b", "c"]);
		expect(await deliverBatch([flood], batch)).toEqual(["f"]);
		expect(released).toEqual([
			{ receiptHandle: "handle-1", delaySeconds: 90 },
			{ receiptHandle: "handle-1", delaySeconds: 120 },
		]);
	});

	test("sends nothing, not even to the dead-letter queue, when the daily limit can't be read", async () => {
		const { batch, sent } = sender({
			quota: { read: async () => "unavailable" },
		});
		const bad = record({ messageId: "bad", body: "no JSON" });
		expect(await deliverBatch([...records, bad], batch)).toEqual([
			"a",
			"b",
			"c",
			"bad",
		]);
		expect(sent).toEqual([]);
	});

	test("lets what an operator holds ask again after a quarter of an hour, and sends the rest", async () => {
		const rule = {
			id: "r",
			kind: "hold",
			match: { id: "b" },
			who: "ann",
			why: "x",
			at: NOW,
			since: 0,
		} as const;
		const { batch, sent, released } = sender({
			breaker: { read: async () => ({ ...CLOSED, rules: [rule] }) },
		});
		expect(await deliverBatch(records, batch)).toEqual(["b"]);
		expect(sent).toEqual(["a", "c"]);
		expect(released).toEqual([
			{ receiptHandle: "handle-1", delaySeconds: 120 },
		]);
	});

	test("lets nothing wait for longer than three minutes in a crowded queue", async () => {
		const full = { messages: 0, recipients: 0 };
		const sent = { hour: NOW / 3_600_000, messages: 1, recipients: 1 };
		const { batch, released } = sender({
			breaker: { read: async () => ({ ...CLOSED, crowdedAt: NOW }) },
			quota: {
				read: async () => ({
					...NO_QUOTA,
					buckets: [{ ...sent, byProducer: {} }],
				}),
				write: async () => "written",
			},
		});
		const config = { ...batch.deps.config, limits: full };
		const limited = { ...batch, deps: { ...batch.deps, config } };
		expect(await deliverBatch(records, limited)).toHaveLength(3);
		expect(released).toMatchObject(records.map(() => ({ delaySeconds: 180 })));
	});

	test("dead-letters what can't be read without taking anything of the daily limit", async () => {
		const { batch } = sender();
		const config = {
			...batch.deps.config,
			limits: { messages: 1, recipients: 1 },
		};
		const small = sender({ config });
		const bad = record({ messageId: "bad", body: "no JSON" });
		expect(
			await deliverBatch([bad, ...records.slice(0, 2)], small.batch),
		).toEqual(["b"]);
		expect(small.sent).toEqual(["a"]);
	});

	test("acknowledges S3's word that a notification was set up", async () => {
		const { batch, sent } = sender();
		const testEvent = {
			Service: "Amazon S3",
			Event: "s3:TestEvent",
			Time: "2026-11-23T00:00:00.000Z",
			Bucket: "b",
		};
		expect(
			await deliverBatch([record({ body: JSON.stringify(testEvent) })], batch),
		).toEqual([]);
		expect(sent).toEqual([]);
	});
});
