import { describe, expect, test } from "vitest";
import {
	type DeadLetterFacts,
	writeFacts,
} from "../../../../core/delivery/dead-letter.ts";
import type { Spaces } from "../../../../core/delivery/space.ts";
import { locate } from "../../../../functions/send-email/intake/locate.ts";
import type { QueueRecord } from "../../../../functions/send-email/record.ts";
import { NOW, record, row, stepBatch } from "../../../support/steps.ts";

const HASH = "a".repeat(64);
const OTHER_HASH = "b".repeat(64);
const facts: DeadLetterFacts = {
	v: 1,
	cause: "policy",
	failure: 2,
	key: "invoice",
	row: "of#billing#invoice",
	hash: HASH,
	producer: "billing",
	at: "2026-11-23T00:00:00Z",
};
const carrying = (told: Partial<DeadLetterFacts>, changes = {}) =>
	record({
		senderId: "AROOPERATOR:ann",
		attributes: {
			GmailSender: { type: "String", value: writeFacts({ ...facts, ...told }) },
		},
		...changes,
	});
const failed = row({
	hash: HASH,
	failure: 2,
	producer: "billing",
	state: { kind: "FAILED", cause: "policy" },
});

/** Where a record is found, with these rows in the table. */
async function find(
	from: QueueRecord,
	{
		rows = {},
		id = "invoice",
		names = {},
		since = {},
		isReadable = true,
		spaces,
		producers = {},
	}: {
		readonly rows?: Readonly<Record<string, object | string>>;
		readonly id?: string | undefined;
		readonly names?: Readonly<Record<string, readonly string[]>>;
		readonly since?: Readonly<Record<string, number>>;
		readonly isReadable?: boolean;
		/** Of an event. */
		readonly spaces?: Spaces;
		/** Granted names. */
		readonly producers?: Readonly<Record<string, string>>;
	} = {},
) {
	const read: string[] = [];
	const look = async (at: string) => {
		read.push(at);
		return rows[at] as never;
	};
	const { batch } = stepBatch({
		config: { producers, ids: "own", ledgerSeconds: 1_900_800 },
		ledger: { read: look, readDead: look },
		digest: (text: string) => (text === "{}" ? HASH : OTHER_HASH),
	});
	batch.memory.names = { version: 1, names, since };
	const identity = isReadable ? HASH : undefined;
	const said = { id, identity, spaces, fromService: spaces !== undefined };
	return { found: await locate(from, said, batch), read };
}

const ofOperator = {
	place: { row: "of#AROOPERATOR#invoice" },
	origin: {
		producer: "AROOPERATOR",
		redrivenFailure: undefined,
		isReplaced: false,
	},
};

describe("what comes back from the dead-letter queue", () => {
	test("is its row's: producer, key and number", async () => {
		const { found } = await find(
			carrying({ producer: "somebody", key: "another" }),
			{ rows: { "of#billing#invoice": failed } },
		);
		expect(found).toMatchObject({
			place: { row: "of#billing#invoice", space: "billing", id: "invoice" },
			origin: { producer: "billing", redrivenFailure: 2, isReplaced: false },
		});
	});

	test.each([1, 3, 1_000_000])(
		"is no redrive with the number %i, which is not the row's",
		async (failure) => {
			const { found } = await find(carrying({ failure }), {
				rows: { "of#billing#invoice": failed },
			});
			expect(found).toMatchObject({
				place: { space: "billing" },
				origin: { redrivenFailure: undefined },
			});
		},
	);

	test("without a row of its own is known by its body", async () => {
		const row = "dead#sqs-0";
		const dead = {
			hash: HASH,
			space: "billing",
			facts: { ...facts, row, failure: 2 },
		};
		expect(
			(await find(carrying({ row }), { rows: { [row]: dead } })).found,
		).toMatchObject({
			place: { row: "of#billing#invoice" },
			origin: { producer: "billing", redrivenFailure: 2 },
		});
		const other = { ...dead, hash: OTHER_HASH };
		expect(
			(await find(carrying({ row }), { rows: { [row]: other } })).found,
		).toMatchObject(ofOperator);
	});

	test("waits while the table does not answer", async () => {
		const rows = { "of#billing#invoice": "unavailable" };
		expect((await find(carrying({}), { rows })).found).toBe("unavailable");
	});
});

describe("an attribute that somebody else has written", () => {
	test.each<[string, Partial<DeadLetterFacts>, object]>([
		["points to no row", {}, {}],
		[
			"points to another message",
			{ hash: OTHER_HASH },
			{ "of#billing#invoice": { ...failed, hash: OTHER_HASH } },
		],
		["points to a refused one that is not there", { row: "dead#x" }, {}],
	])("that %s is nobody's word", async (_what, told, rows) => {
		const { found } = await find(carrying(told), { rows: { ...rows } });
		expect(found).toMatchObject(ofOperator);
	});

	test.each([
		"quota#me@example.com",
		"breaker#me@example.com",
		"of#billing",
		"dead-letters",
	])("that points to %s is not looked up", async (row) => {
		const { found, read } = await find(carrying({ row }));
		expect(found).toMatchObject(ofOperator);
		expect(read).toEqual([]);
	});

	test("of an older version tells that another one has taken its place", async () => {
		const rows = { "of#billing#invoice": { ...failed, hash: OTHER_HASH } };
		expect((await find(carrying({}), { rows })).found).toMatchObject({
			...ofOperator,
			origin: { ...ofOperator.origin, redrivenFailure: 2, isReplaced: true },
		});
	});

	test("gets nobody's name space for a body that nobody can read", async () => {
		const rows = { "of#billing#invoice": failed };
		const unreadable = carrying({ hash: undefined });
		const { found, read } = await find(unreadable, {
			rows,
			isReadable: false,
		});
		expect(found).toMatchObject(ofOperator);
		expect(read).toEqual([]);
	});

	test("is never sent once another version has taken its place", async () => {
		const row = "dead#sqs-0";
		const dead = {
			hash: HASH,
			space: "AROEVIL",
			isReplaced: true,
			facts: { ...facts, row, failure: 1 },
		};
		const from = carrying({ row, failure: 1 });
		expect((await find(from, { rows: { [row]: dead } })).found).toMatchObject({
			...ofOperator,
			origin: { ...ofOperator.origin, redrivenFailure: 1, isReplaced: true },
		});
	});
});

describe("a message that was tried before its role got a name", () => {
	const names = { AROA: ["store", "shop"] };
	const at = (receiveCount: number) =>
		record({ senderId: "AROA:x", receiveCount });

	test("is looked for at once as long as its name is new", async () => {
		const since = { AROA: NOW - 1000 };
		const rows = { "of#AROA#invoice": row({ hash: HASH }) };
		expect((await find(at(1), { names, since, rows })).found).toMatchObject({
			place: { space: "AROA" },
		});
	});

	test("is looked for only when it comes again", async () => {
		expect((await find(at(1), { names })).read).toEqual([]);
		expect((await find(at(2), { names })).read).toEqual([
			"of#shop#invoice",
			"of#store#invoice",
			"of#AROA#invoice",
		]);
		expect((await find(at(2))).read).toEqual([]);
	});

	test.each(["store", "AROA"])("is found in the space of %s", async (space) => {
		const rows = { [`of#${space}#invoice`]: row({ hash: HASH }) };
		expect((await find(at(2), { names, rows })).found).toMatchObject({
			place: { space },
		});
	});

	test("is not taken for another one's", async () => {
		const rows = { "of#AROA#invoice": row({ hash: OTHER_HASH }) };
		expect((await find(at(2), { names, rows })).found).toMatchObject({
			place: { space: "shop" },
		});
	});

	test("waits while the table does not answer", async () => {
		const rows = { "of#store#invoice": "unavailable" };
		expect((await find(at(2), { names, rows })).found).toBe("unavailable");
	});
});

describe("an event", () => {
	const spaces = ["~topic-a", "~topic-a-unverified"] as const;
	const anybodys = record({ senderId: "AIDASNS" });

	test("is looked for at once where it is when its origin is not known", async () => {
		const rows = { "of#~topic-a-unverified#invoice": row({ hash: HASH }) };
		expect((await find(anybodys, { spaces, rows })).found).toMatchObject({
			place: { space: "~topic-a-unverified" },
		});
		expect((await find(anybodys, { spaces })).found).toMatchObject({
			place: { space: "~topic-a" },
		});
	});

	test("costs no read when it has one name space", async () => {
		expect(await find(anybodys, { spaces: ["~events"] })).toMatchObject({
			found: { place: { space: "~events" } },
			read: [],
		});
	});

	test("of a producer with a name stays in its own, also when it is redriven", async () => {
		const producers = { AROA: "billing" };
		const from = record({ senderId: "AROA:x" });
		expect((await find(from, { spaces, producers })).found).toMatchObject({
			place: { space: "billing" },
		});
		const at = "dead#sqs-0";
		const rows = {
			[at]: { hash: HASH, space: "billing", facts: { ...facts, row: at } },
		};
		const redriven = carrying({ row: at });
		expect(
			(await find(redriven, { spaces, producers, rows })).found,
		).toMatchObject({ place: { space: "billing" } });
	});
});
