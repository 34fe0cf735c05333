import { describe, expect, test } from "vitest";
import { readBatch } from "../../../../functions/send-email/intake/read-message.ts";
import { readRecords } from "../../../../functions/send-email/intake/read-records.ts";
import { NAMES, NOW, record, stepBatch } from "../../../support/steps.ts";

const body = (fields: object = {}) =>
	JSON.stringify({
		to: ["ann@example.com", "bob@example.com"],
		subject: "Hi",
		text: "Hi",
		...fields,
	});
const read = async (
	changes: Parameters<typeof record>[0],
	...batch: Parameters<typeof stepBatch>
) => {
	const [message] = await readBatch(
		[record(changes)],
		new Map(),
		stepBatch(...batch).batch,
	);
	return message;
};

describe("readMessages()", () => {
	test("names a message by its id, else by SQS's", async () => {
		expect(await read({ body: body({ id: "order-1" }) })).toMatchObject({
			place: { id: "order-1" },
			recipients: ["ann@example.com", "bob@example.com"],
		});
		expect(await read({ body: body() })).toMatchObject({
			place: { id: "sqs-1" },
		});
	});

	test("refuses what reading trips over, so that the batch goes on", async () => {
		const templates = {
			render() {
				throw new Error("a bug");
			},
		};
		const message = await read(
			{ body: body({ text: undefined, subject: undefined, template: "x" }) },
			{ templates },
		);
		expect(message).toMatchObject({
			kind: "rejected",
			rejection: { cause: "unreadable" },
		});
	});

	describe("a text that takes too long", () => {
		const templates = {
			render: () => {
				for (;;);
			},
		};
		const endless = body({
			text: undefined,
			subject: undefined,
			template: "x",
		});

		test("is broken off, and dead-lettered as it is", async () => {
			expect(await read({ body: endless }, { templates })).toMatchObject({
				kind: "rejected",
				rejection: {
					cause: "unreadable",
					problems: [{ sentence: expect.stringMatching(/takes too long/) }],
				},
			});
		});

		test("and another can't use up a batch: the rest is for the next one", async () => {
			const records = Array.from({ length: 8 }, (_, index) =>
				record({ messageId: `sqs-${index}`, body: endless }),
			);
			const within = () => ({ kind: "too-long" as const, ms: 2000 });
			const { batch } = stepBatch({ templates, within });
			const kinds = (await readBatch(records, new Map(), batch)).map(
				({ kind }) => kind,
			);
			expect(kinds).toEqual([
				...Array(3).fill("rejected"),
				...Array(5).fill("too-much"),
			]);
		});
	});

	test("watches over short texts together, and over each alone when one takes too long", async () => {
		const good = body({});
		const records = [good, good, good].map((text, index) =>
			record({ messageId: `sqs-${index}`, body: text }),
		);
		const kindsOf = async (isTooLong: (characters: number) => boolean) => {
			const watched: number[] = [];
			const within = <T>(characters: number, work: () => T) => {
				watched.push(characters);
				return isTooLong(characters)
					? { kind: "too-long" as const, ms: 1000 }
					: { kind: "done" as const, value: work(), ms: 1 };
			};
			const { batch } = stepBatch({ within });
			const read = await readBatch(records, new Map(), batch);
			return { watched, kinds: read.map(({ kind }) => kind) };
		};
		const all = 3 * good.length;
		expect(await kindsOf(() => false)).toEqual({
			watched: [all],
			kinds: ["keyed", "keyed", "keyed"],
		});
		expect(await kindsOf((characters) => characters === all)).toEqual({
			watched: [all, good.length, good.length, good.length],
			kinds: ["keyed", "keyed", "keyed"],
		});
	});

	test("tells that a message is past its time", async () => {
		expect(
			await read({ body: body({ notAfter: "2020-01-01T00:00:00Z" }) }),
		).toMatchObject({ isExpired: true });
	});

	test.each([
		["a producer that was granted it", "AROA:x", true],
		["anybody else", "AROB:x", false],
	])("takes high priority from %s: %s", async (_who, senderId, isUrgent) => {
		const { batch } = stepBatch();
		const config = {
			...batch.deps.config,
			producers: { AROA: "alerts" },
			highPriority: ["alerts"],
		};
		expect(
			await read(
				{ body: body({ priority: "high" }), senderId },
				{ config, names: { ...NAMES, write: async () => "written" as const } },
			),
		).toMatchObject({ isUrgent });
	});

	test("finds the rule that an operator has made for it", async () => {
		const rule = {
			id: "r",
			kind: "hold",
			match: { id: "order-1" },
			who: "ann",
			why: "x",
			at: NOW,
			since: 0,
		} as const;
		const { batch } = stepBatch();
		const breaker = { ...batch.breaker, rules: [rule] };
		expect(
			await read({ body: body({ id: "order-1" }) }, {}, { breaker }),
		).toMatchObject({ rule });
	});
});

describe("readRecords()", () => {
	test("throws for what is no batch, so that all of it comes back", () => {
		expect(() => readRecords({} as Parameters<typeof readRecords>[0])).toThrow(
			/has no Records/,
		);
	});
});
