import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { beforeEach, describe, expect, test } from "vitest";
import type { LedgerRow } from "../../../../core/delivery/ledger-row.ts";
import { createLedgerTable } from "../../../../functions/send-email/adapters/ledger-table.ts";
import { Table } from "../../../simulation/aws/table.ts";

const LEDGER_SECONDS = 1000;
const SENT = { kind: "SENT" } as const;

let now: number;
let table: Table;
let ledger: ReturnType<typeof createLedgerTable>;

beforeEach(() => {
	now = Date.UTC(2026, 10, 23);
	table = new Table();
	const { handlers } = table;
	const send = async (command: { readonly input: never }) =>
		handlers[command.constructor.name as keyof typeof handlers](command.input);
	ledger = createLedgerTable({
		client: { send } as unknown as DynamoDBClient,
		tableName: "table",
		ledgerSeconds: LEDGER_SECONDS,
		now: () => now,
		report: (error) => {
			throw error;
		},
	});
});

const row = (
	lastOwner: string,
	state: LedgerRow["state"] = {
		kind: "SENDING",
		owner: lastOwner,
		leaseEnd: 0,
	},
): LedgerRow => ({
	state,
	hash: "hash",
	frozen: {
		messageId: "<id@example.com>",
		date: 0,
		boundary: "",
		fromName: "",
		fromAddress: "me@example.com",
	},
	attempts: 0,
	resends: 0,
	doubted: false,
	failure: 0,
	progress: { accepted: [], refused: [] },
	lastOwner,
	firstAt: 0,
	sentAt: 0,
});

describe("the ledger's writes", () => {
	test("begin a row once", async () => {
		expect(await ledger.begin("one", row("ann"))).toBe("written");
		expect(await ledger.begin("one", row("bob"))).toBe("conflict");
		expect(await ledger.read("one")).toEqual({ ...row("ann"), writtenAt: now });
	});

	test("keep every field of a row, and nothing that stands beside it", async () => {
		const full: Required<Omit<LedgerRow, "writtenAt">> = {
			...row("ann"),
			state: {
				kind: "FAILED",
				cause: "transient",
				recipients: [0],
			},
			rendered: "rendered",
			seen: 7,
			failingSince: 1,
			attempts: 3,
			producer: "billing",
			recipientHashes: ["one"],
		};
		await ledger.begin("one", row("ann"));
		const extra = { reply: "451", deadCause: "transient" } as const;
		expect(await ledger.write("one", full, "ann", extra)).toBe("written");
		expect(await ledger.read("one")).toEqual({ ...full, writtenAt: now });
	});

	test("list a message in doubt in the index until it is a dead letter, and no other", async () => {
		const causeOf = () => table.get("one")?.deadCause?.S;
		const doubted = { ...row("ann"), doubted: true };
		const maybe = { kind: "MAYBE_SENT", notBefore: 0 } as const;
		await ledger.begin("one", row("ann"));
		expect(causeOf()).toBeUndefined();
		await ledger.write("one", row("ann", maybe), "ann");
		expect(causeOf()).toBe("doubt");
		const failed = { ...doubted, state: { kind: "FAILED", cause: "policy" } };
		await ledger.write("one", failed as LedgerRow, "ann", {
			deadCause: "policy",
		});
		expect(causeOf()).toBe("policy");
		await ledger.sent("one", { ...doubted, state: SENT }, {});
		expect(causeOf()).toBe("doubt");
		await ledger.sent("one", row("ann", SENT), {});
		expect(causeOf()).toBeUndefined();
	});

	test("need the owner that was read", async () => {
		await ledger.begin("one", row("ann"));
		expect(await ledger.write("one", row("bob"), "carl")).toBe("conflict");
		expect(await ledger.write("one", row("bob"), "ann")).toBe("written");
		expect(await ledger.write("one", row("carl"), "ann")).toBe("conflict");
	});

	test("never replace SENT, which itself replaces anything", async () => {
		await ledger.begin("one", row("ann"));
		// Somebody has read the row; then the first owner's late word arrives.
		expect(await ledger.sent("one", row("ann", SENT), {})).toBe("written");
		expect(await ledger.write("one", row("bob"), "ann")).toBe("conflict");
		expect((await ledger.read("one")) as LedgerRow).toMatchObject({
			state: SENT,
		});
	});

	test("keep a row as long after its last write as they are told", async () => {
		await ledger.begin("one", row("ann"));
		now += 900_000;
		await ledger.write("one", row("bob"), "ann");
		now += (LEDGER_SECONDS - 1) * 1000;
		expect(await ledger.read("one")).toMatchObject(row("bob"));
		now += 1000;
		expect(await ledger.read("one")).toBeUndefined();
		expect(await ledger.begin("one", row("carl"))).toBe("written");
	});
});
