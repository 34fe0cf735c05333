import { describe, expect, test } from "vitest";
import type { LedgerRow } from "../../../../core/delivery/ledger-row.ts";
import { placeOf } from "../../../../core/delivery/space.ts";
import { claimMessage } from "../../../../functions/send-email/sending/claim.ts";
import type { Written } from "../../../../functions/shared/deps.ts";
import {
	keyed,
	message,
	NOW,
	ORIGIN,
	record,
	row,
	stepBatch,
} from "../../../support/steps.ts";

type Found = LedgerRow | undefined | "unavailable";

/** A ledger that answers reads and writes one after another, and keeps what was called. */
function ledger(reads: readonly Found[], writes: readonly Written[] = []) {
	const [toRead, toWrite] = [[...reads], [...writes]];
	const calls: string[] = [];
	const write = (name: string) => async () => {
		calls.push(name);
		return toWrite.shift() ?? "written";
	};
	const given = {
		ledger: {
			read: async () => {
				calls.push("read");
				return toRead.shift();
			},
			begin: write("begin"),
			write: write("write"),
		},
	};
	return { given, calls };
}

const again = keyed({ record: record({ receiveCount: 2 }) });
const rejection = {
	cause: "bad-message",
	problems: [],
	isBadByItself: false,
	noEvents: false,
	taskToken: undefined,
} as const;

describe("claimMessage()", () => {
	test("claims a message at its first receive by one write, without a read", async () => {
		const { given, calls } = ledger([]);
		const { batch } = stepBatch(given);
		expect(await claimMessage(keyed(), batch)).toMatchObject({
			kind: "claim",
			lastOwner: "id-0",
		});
		expect(calls).toEqual(["begin"]);
	});

	test("reads the row of a message that was received before", async () => {
		const { given, calls } = ledger([row({ state: { kind: "SENT" } })]);
		const { batch } = stepBatch(given);
		expect(await claimMessage(again, batch)).toEqual({
			kind: "acknowledge",
			because: "sent",
		});
		expect(calls).toEqual(["read"]);
	});

	test.each([
		["first", keyed(), [], ["unwritable"]],
		["second", again, [undefined], ["unwritable"]],
	] as const)(
		"refuses at its %s receive what does not fit into the table: it never would",
		async (_which, message, reads, writes) => {
			const { given } = ledger(reads, writes);
			const { batch } = stepBatch(given);
			expect(await claimMessage(message, batch)).toMatchObject({
				kind: "reject",
				rejection: { cause: "unreadable" },
			});
		},
	);

	test("recognises its own claim whose answer was lost", async () => {
		const { given } = ledger([row({ lastOwner: "id-0" })], ["conflict"]);
		const { batch } = stepBatch(given);
		expect(await claimMessage(keyed(), batch)).toMatchObject({ kind: "claim" });
	});

	test("lets another invocation's claim go first", async () => {
		const { given } = ledger(
			[row({ state: { kind: "WAITING", notBefore: 0 } }), row()],
			["conflict"],
		);
		const { batch } = stepBatch(given);
		expect(await claimMessage(again, batch)).toEqual({
			kind: "wait",
			until: NOW + 60_000,
		});
	});

	test("guards a doubt's settlement by the owner it was read with", async () => {
		const old = row({
			state: { kind: "SENDING", owner: "dead", leaseEnd: NOW - 1 },
			resends: 1,
			lastOwner: "dead",
		});
		const { given, calls } = ledger([old]);
		const { batch } = stepBatch(given);
		expect(await claimMessage(again, batch)).toMatchObject({
			kind: "in-doubt",
			lastOwner: "dead",
		});
		expect(calls).toEqual(["read"]);
	});

	test("is unavailable when the ledger is", async () => {
		const { given } = ledger(["unavailable"]);
		const { batch } = stepBatch(given);
		expect(await claimMessage(again, batch)).toEqual({ kind: "unavailable" });
	});

	test("hands a claimed message to the rule that cancels it", async () => {
		const rule = {
			id: "r",
			kind: "cancel",
			match: {},
			who: "ann",
			why: "x",
			at: NOW,
			since: 0,
		} as const;
		const { given } = ledger([]);
		const { batch } = stepBatch(given);
		expect(await claimMessage(keyed({ rule }), batch)).toMatchObject({
			kind: "cancel",
			rule,
		});
	});

	test("writes EXPIRED for a message whose time has passed", async () => {
		const late = keyed({
			message: message({ notAfter: "2020-01-01T00:00:00Z" }),
		});
		const { given } = ledger([]);
		const { batch } = stepBatch(given);
		expect(await claimMessage(late, batch)).toMatchObject({
			kind: "expire",
			row: { state: { kind: "EXPIRED" } },
		});
	});

	test("takes what was sent before its file was gone for sent", async () => {
		const { given } = ledger([row({ state: { kind: "SENT" } })]);
		const { batch } = stepBatch(given);
		const rejected = {
			kind: "rejected",
			place: placeOf("billing", "k"),
			origin: ORIGIN,
			record: record({ receiveCount: 2 }),
			rejection,
		} as const;
		expect(await claimMessage(rejected, batch)).toEqual({
			kind: "acknowledge",
			because: "sent",
		});
	});

	test.each([
		[
			"acknowledges a first copy of what was sent, though its file is gone",
			"identity",
			"acknowledge",
		],
		[
			"rejects another message with the key of one that was sent",
			"other",
			"reject",
		],
	])("%s", async (_name, identity, kind) => {
		const { batch } = stepBatch({
			ledger: { read: async () => row({ state: { kind: "SENT" } }) },
		});
		const rejected = {
			kind: "rejected",
			place: placeOf("billing", "k"),
			origin: ORIGIN,
			record: record(),
			rejection: { ...rejection, identity },
		} as const;
		expect(await claimMessage(rejected, batch)).toMatchObject({ kind });
	});

	test("looks nothing up for a message that is bad by itself", async () => {
		const { batch } = stepBatch();
		const bad = { ...rejection, isBadByItself: true };
		const rejected = {
			kind: "rejected",
			place: placeOf("billing", "k"),
			origin: ORIGIN,
			record: record({ receiveCount: 2 }),
			rejection: bad,
		} as const;
		expect(await claimMessage(rejected, batch)).toEqual({
			kind: "reject",
			rejection: bad,
		});
	});
});
