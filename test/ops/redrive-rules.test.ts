import { describe, expect, test } from "vitest";
import { MAX_MESSAGE_BYTES } from "../../core/contract.ts";
import type { DeadLetterFacts } from "../../core/delivery/dead-letter.ts";
import type { LedgerState } from "../../core/delivery/ledger-row.ts";
import { decideDiscard } from "../../ops/dead-letters/discard-decision.ts";
import { resolvedAsSent } from "../../ops/dead-letters/doubt.ts";
import type { MessageRow } from "../../ops/dead-letters/ledger.ts";
import { createMovedBefore } from "../../ops/dead-letters/moved-before.ts";
import { createPace } from "../../ops/dead-letters/redrive.ts";
import { decideRedrive } from "../../ops/dead-letters/redrive-decision.ts";
import { toRedriven } from "../../ops/dead-letters/redriven-message.ts";
import type { Attributes } from "../../ops/dead-letters/sweep.ts";
import { readSince } from "../../ops/terminal/duration-text.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const FACTS: DeadLetterFacts = {
	v: 1,
	cause: "quota",
	failure: 1,
	key: "k",
	row: "of#billing#k",
	at: "2026-11-23T10:00:00.000Z",
};

function row(state: LedgerState, more: Partial<MessageRow> = {}): MessageRow {
	return {
		key: "k",
		at: "of#billing#k",
		producer: "billing",
		reply: undefined,
		deadCause: undefined,
		deadAt: undefined,
		updatedAt: NOW,
		discarded: undefined,
		resolved: undefined,
		recipientHashes: [],
		state,
		hash: "h",
		frozen: {
			messageId: "<m@example.com>",
			date: NOW,
			boundary: "b",
			fromName: "",
			fromAddress: "a@example.com",
		},
		attempts: 0,
		resends: 0,
		doubted: false,
		failure: 1,
		progress: { accepted: [], refused: [] },
		lastOwner: "o",
		firstAt: NOW,
		sentAt: NOW,
		...more,
	};
}

const copy = (more: object = {}) => ({
	key: "k",
	places: ["of#billing#k"],
	sqsMessageId: "sqs-1",
	facts: FACTS as DeadLetterFacts | undefined,
	hash: "h" as string | undefined,
	movedBySqs: false,
	sentAt: NOW,
	...more,
});
const FAILED: LedgerState = { kind: "FAILED", cause: "quota" };
const SENDING: LedgerState = { kind: "SENDING", owner: "o", leaseEnd: NOW };
const WAITING: LedgerState = { kind: "WAITING", notBefore: NOW };
const MAYBE: LedgerState = { kind: "MAYBE_SENT", notBefore: NOW };
const NO_ROUTE = { facts: { ...FACTS, cause: "no-route" } };
const BY_SQS = { facts: undefined, movedBySqs: true };

describe("decideRedrive()", () => {
	test.each<
		[
			string,
			object,
			MessageRow | undefined,
			Parameters<typeof decideRedrive>[2],
			object,
		]
	>([
		["moves what failed", {}, row(FAILED), {}, { kind: "move", failure: 1 }],
		[
			"moves a stale copy with the last failure's number",
			{},
			row(FAILED, { failure: 3 }),
			{},
			{ kind: "move", failure: 3 },
		],
		[
			"moves what the ledger has forgotten",
			{},
			undefined,
			{},
			{ kind: "move", failure: 1 },
		],
		[
			"deletes what was sent",
			{},
			row({ kind: "SENT" }),
			{},
			{ kind: "delete", because: "sent" },
		],
		[
			"never deletes other content as sent",
			{ hash: "other" },
			row({ kind: "SENT" }),
			{ id: "k" },
			{ kind: "leave", because: "key-reused" },
		],
		[
			"does not let an old version overtake the corrected one",
			{ hash: "other" },
			row(FAILED),
			{ id: "k" },
			{ kind: "leave", because: "key-reused" },
		],
		[
			"deletes what has expired",
			{},
			row({ kind: "EXPIRED" }),
			{},
			{ kind: "delete", because: "expired" },
		],
		[
			"leaves a doubted one",
			{},
			row(FAILED, { doubted: true }),
			{},
			{ kind: "leave", because: "in-doubt" },
		],
		[
			"leaves a doubted one of another cause that is asked for",
			{},
			row(FAILED, { doubted: true }),
			{ cause: "quota" },
			{ kind: "leave", because: "in-doubt" },
		],
		[
			"moves a doubted one that is named",
			{},
			row(FAILED, { doubted: true }),
			{ id: "k" },
			{ kind: "move", failure: 1 },
		],
		[
			"leaves one in doubt that the ledger has forgotten",
			{ facts: { ...FACTS, cause: "in-doubt" } },
			undefined,
			{},
			{ kind: "leave", because: "in-doubt" },
		],
		[
			"leaves what is under way",
			{},
			row(WAITING),
			{},
			{ kind: "leave", because: "under-way" },
		],
		[
			"leaves what is being sent",
			{},
			row(SENDING),
			{ cause: "quota" },
			{ kind: "leave", because: "under-way" },
		],
		[
			"moves what waits when SQS itself brought its only copy here",
			BY_SQS,
			row(WAITING, { failure: 0 }),
			{},
			{ kind: "move", failure: 0 },
		],
		[
			"moves what waits when this only copy lost its route between two tries",
			NO_ROUTE,
			row(WAITING, { failure: 0 }),
			{},
			{ kind: "move", failure: 1 },
		],
		[
			"leaves what may have been sent when it lost its route then",
			NO_ROUTE,
			row(MAYBE, { failure: 0 }),
			{},
			{ kind: "leave", because: "in-doubt" },
		],
		[
			"leaves what may have been sent when SQS itself moved it",
			BY_SQS,
			row(MAYBE, { failure: 0 }),
			{},
			{ kind: "leave", because: "in-doubt" },
		],
		[
			"leaves what was discarded",
			{},
			row(FAILED, {
				discarded: { who: "a", reason: "r", at: "2026-11-23T11:00:00.000Z" },
			}),
			{},
			{ kind: "leave", because: "discarded" },
		],
		[
			"moves what failed after a discard of the same id",
			{},
			row(FAILED, {
				discarded: { who: "a", reason: "r", at: "2026-11-23T09:00:00.000Z" },
			}),
			{},
			{ kind: "move", failure: 1 },
		],
		[
			"leaves what cannot be read",
			{ hash: undefined },
			undefined,
			{},
			{ kind: "leave", because: "invalid" },
		],
		[
			"moves what cannot be read when its cause is asked for",
			{ hash: undefined },
			undefined,
			{ cause: "bad-message" },
			{ kind: "move", failure: 1 },
		],
	])("%s", (_rule, more, ledger, asked, decision) => {
		expect(decideRedrive(copy(more), ledger, asked)).toEqual(decision);
	});
});

describe("what a run has moved before", () => {
	const before = createMovedBefore();
	before.add(copy(), 2);
	test.each([
		["an older copy is a duplicate", { facts: FACTS }, "duplicateCopy"],
		[
			"a copy without a reason is a duplicate",
			{ facts: undefined },
			"duplicateCopy",
		],
		[
			"a copy of a later failure is the only one left",
			{ facts: { ...FACTS, failure: 3 } },
			"failed-again",
		],
		["other content is not known", { hash: "other" }, undefined],
		["another row is not known", { places: ["of#orders#k"] }, undefined],
	])("%s", (_rule, more, told) => {
		expect(before.tells(copy(more))).toBe(told);
	});

	test("unreadable ones are never duplicates", () => {
		before.add(copy({ hash: undefined }), 1);
		expect(before.tells(copy({ hash: undefined }))).toBeUndefined();
	});
});

describe("toRedriven()", () => {
	const own = (count: number): Attributes =>
		Object.fromEntries(
			Array.from({ length: count }, (_, index) => [
				`a${index}`,
				{ type: "String", value: String(index) },
			]),
		);
	const factsOf = (message: ReturnType<typeof toRedriven>) =>
		JSON.parse(message?.attributes.GmailSender?.StringValue ?? "{}");
	const redriven = (more: object) =>
		toRedriven({ ...copy(), body: "{}", attributes: {}, ...more }, undefined, {
			failure: 4,
			now: NOW,
		});

	test("restores a producer's attributes and stamps key and failure", () => {
		const binary = {
			type: "Binary",
			value: Buffer.from("x").toString("base64"),
		};
		const message = redriven({
			facts: { ...FACTS, attributes: { B: binary } },
			attributes: { B: binary },
		});
		expect(message?.attributes.B).toEqual({
			DataType: "Binary",
			BinaryValue: Buffer.from("x"),
		});
		expect(factsOf(message)).toEqual({ ...FACTS, failure: 4 });
	});

	test("keeps the tenth attribute inside ours, as SQS takes ten", () => {
		const message = redriven({ attributes: own(10) });
		expect(Object.keys(message?.attributes ?? {})).toHaveLength(10);
		expect(factsOf(message).attributes).toEqual({
			a9: { type: "String", value: "9" },
		});
	});

	test("does not restore what had to be left out", () => {
		const cut = { type: "Number", value: "(left out: too long)" };
		expect(redriven({ attributes: { N: cut } })?.attributes).not.toHaveProperty(
			"N",
		);
	});

	test("gives a message without a reason a key", () => {
		expect(factsOf(redriven({ facts: undefined }))).toMatchObject({
			key: "k",
			failure: 4,
		});
	});

	test.each([
		["shortens ours", 1_000, true, false],
		["drops the producer's", 200, false, false],
	])("%s when there is no room", (_rule, room, keepsOwn, keepsReason) => {
		const message = redriven({
			body: "x".repeat(MAX_MESSAGE_BYTES - room),
			attributes: { a: { type: "String", value: "y".repeat(300) } },
			facts: { ...FACTS, reason: { reply: "z".repeat(900) } },
		});
		expect(message?.attributes.a !== undefined).toBe(keepsOwn);
		expect("reason" in factsOf(message)).toBe(keepsReason);
	});

	test("gives up when nothing fits", () => {
		expect(redriven({ body: "x".repeat(MAX_MESSAGE_BYTES) })).toBeUndefined();
	});
});

describe("decideDiscard()", () => {
	test.each<[string, object, MessageRow | undefined, object]>([
		["records what failed", {}, row(FAILED), { kind: "record" }],
		[
			"has a row made where there is none",
			{},
			undefined,
			{ kind: "record-apart" },
		],
		[
			"deletes a copy of what was sent",
			{},
			row({ kind: "SENT" }),
			{ kind: "delete" },
		],
		["leaves what is under way", {}, row(WAITING), { kind: "leave" }],
		[
			"makes what lost its route between two tries a failure",
			NO_ROUTE,
			row(WAITING),
			{ kind: "record", next: { failure: 2, state: { kind: "FAILED" } } },
		],
		[
			"makes what SQS itself moved a failure",
			BY_SQS,
			row(MAYBE),
			{
				kind: "record",
				next: { doubted: true, failure: 2, state: { cause: "in-doubt" } },
			},
		],
	])("%s", (_rule, more, ledger, decision) => {
		expect(decideDiscard(copy(more), ledger, NOW)).toMatchObject(decision);
	});
});

test("resolvedAsSent() keeps a dead letter for those who were refused", () => {
	const refused = [{ index: 1, cause: "bad-recipient", code: 550 }] as const;
	const next = resolvedAsSent(
		row(FAILED, { doubted: true, progress: { accepted: [], refused } }),
		3,
	);
	expect(next).toMatchObject({
		doubted: false,
		progress: { accepted: [0, 2] },
		state: { kind: "FAILED", cause: "bad-recipient", recipients: [1] },
	});
});

describe("readSince()", () => {
	test.each([
		["90m", NOW - 90 * 60_000],
		["3h", NOW - 3 * 3_600_000],
		["2d", NOW - 2 * 86_400_000],
		["2026-11-23T08:00:00Z", Date.UTC(2026, 10, 23, 8)],
	])("reads %s", (text, time) => {
		expect(readSince(text, NOW)).toBe(time);
	});

	test.each(["3", "3w", "yesterday", "2026-13-99"])("refuses %s", (text) => {
		expect(() => readSince(text, NOW)).toThrow("specify 90m, 3h, 2d");
	});
});

test("createPace() lets as many through a second as asked for", async () => {
	let now = 0;
	const pause = createPace(4, {
		now: () => now,
		sleep: async (ms) => {
			now += ms;
		},
	});
	for (let index = 0; index < 9; index += 1) await pause();
	expect(now).toBe(2000);
});
