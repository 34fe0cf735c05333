import { describe, expect, test } from "vitest";
import {
	type ClaimRequest,
	decideClaim,
} from "../../../core/delivery/ledger.ts";
import type {
	LedgerRow,
	LedgerState,
} from "../../../core/delivery/ledger-row.ts";

const NOW = 1_000_000;
const frozen = {
	messageId: "<a@b>",
	date: NOW,
	boundary: "b",
	fromName: "",
	fromAddress: "a@b",
} as const;
const request = (changes: Partial<ClaimRequest> = {}): ClaimRequest => ({
	now: NOW,
	owner: "me",
	leaseEnd: NOW + 60_000,
	hash: "h",
	frozen,
	sentAt: 5,
	redrivenFailure: undefined,
	expired: false,
	onAmbiguous: "resend",
	producer: "billing",
	recipientHashes: [],
	...changes,
});
const row = (
	state: LedgerState,
	changes: Partial<LedgerRow> = {},
): LedgerRow => ({
	state,
	hash: "h",
	frozen: { ...frozen, fromName: "kept" },
	attempts: 3,
	resends: 0,
	doubted: false,
	failure: 0,
	progress: { accepted: [], refused: [] },
	lastOwner: "other",
	firstAt: 1,
	sentAt: 5,
	...changes,
});
const sending = (leaseEnd: number): LedgerState => ({
	kind: "SENDING",
	owner: "other",
	leaseEnd,
});
const failed: LedgerState = { kind: "FAILED", cause: "policy" };
const refusedOne = {
	accepted: [0],
	refused: [{ index: 1, cause: "bad-recipient", code: 550 }],
} as const;

describe("decideClaim()", () => {
	test.each<[string, LedgerRow | undefined, Partial<ClaimRequest>, object]>([
		[
			"claims a message never seen",
			undefined,
			{},
			{
				kind: "claim",
				row: {
					state: { kind: "SENDING", owner: "me" },
					attempts: 0,
					resends: 0,
				},
			},
		],
		[
			"expires one whose time has passed",
			undefined,
			{ expired: true },
			{ kind: "expire", row: { state: { kind: "EXPIRED" } } },
		],
		[
			"acknowledges what was sent",
			row({ kind: "SENT" }),
			{},
			{ kind: "acknowledge", because: "sent" },
		],
		[
			"acknowledges what was sent even when it expired since",
			row({ kind: "SENT" }),
			{ expired: true },
			{ kind: "acknowledge" },
		],
		[
			"waits for a living lease",
			row(sending(NOW + 1)),
			{},
			{ kind: "wait", until: NOW + 1 },
		],
		[
			"sends again, once, after a dead lease",
			row(sending(NOW)),
			{},
			{ kind: "claim", row: { resends: 1, attempts: 3 } },
		],
		[
			"gives up after a second dead lease",
			row(sending(NOW), { resends: 1 }),
			{},
			{ kind: "in-doubt" },
		],
		[
			"gives up after a dead lease under hold",
			row(sending(NOW)),
			{ onAmbiguous: "hold" },
			{ kind: "in-doubt" },
		],
		[
			"never expires what may have been sent",
			row({ kind: "MAYBE_SENT", notBefore: 0 }, { doubted: true }),
			{ expired: true },
			{ kind: "in-doubt" },
		],
		[
			"gives the rest up when somebody got it already and its time has passed",
			row(
				{ kind: "WAITING", notBefore: 0 },
				{ progress: { accepted: [0], refused: [] } },
			),
			{ expired: true },
			{ kind: "too-late" },
		],
		[
			"gives the rest up when somebody was refused and its time has passed",
			row({ kind: "WAITING", notBefore: 0 }, { progress: refusedOne }),
			{ expired: true },
			{ kind: "too-late" },
		],
		[
			"refuses the key of an expired message that somebody got",
			row({ kind: "EXPIRED" }, { progress: refusedOne }),
			{ hash: "x" },
			{ kind: "key-reused" },
		],
		[
			"leaves what is in doubt to an operator, whoever redrives it",
			row(failed, { failure: 1, doubted: true }),
			{ redrivenFailure: 1, expired: true },
			{ kind: "dead-letter-again" },
		],
		[
			"waits until a retry is due",
			row({ kind: "WAITING", notBefore: NOW + 5 }),
			{},
			{ kind: "wait", until: NOW + 5 },
		],
		[
			"claims a due retry with what was frozen and counted",
			row({ kind: "WAITING", notBefore: NOW }),
			{},
			{ kind: "claim", row: { attempts: 3, frozen: { fromName: "kept" } } },
		],
		[
			"waits before it sends again out of doubt",
			row({ kind: "MAYBE_SENT", notBefore: NOW + 5 }),
			{},
			{ kind: "wait" },
		],
		[
			"sends again out of doubt once",
			row({ kind: "MAYBE_SENT", notBefore: NOW }),
			{},
			{ kind: "claim", row: { resends: 1 } },
		],
		[
			"refuses a key of another message in the queue",
			row({ kind: "WAITING", notBefore: 0 }),
			{ hash: "x" },
			{ kind: "key-reused" },
		],
		[
			"refuses a key of another message that was sent",
			row({ kind: "SENT" }),
			{ hash: "x" },
			{ kind: "key-reused" },
		],
		[
			"lets a corrected message replace a failed one",
			row(failed, { failure: 2 }),
			{ hash: "x" },
			{ kind: "claim", row: { hash: "x", attempts: 0, failure: 3 } },
		],
		[
			"lets no copy of what it replaced replace it again",
			row(failed, { failure: 2 }),
			{ hash: "x", redrivenFailure: 1 },
			{ kind: "key-reused" },
		],
		[
			"lets no copy of what it replaced go out once it has expired",
			row({ kind: "EXPIRED" }, { failure: 2 }),
			{ hash: "x", redrivenFailure: 1 },
			{ kind: "key-reused" },
		],
		[
			"lets no late duplicate of an older one replace it",
			row(failed, { failure: 1, sentAt: 6 }),
			{ hash: "x" },
			{ kind: "key-reused" },
		],
		[
			"lets a redriven one replace an older one that has failed as often",
			row(failed, { failure: 1 }),
			{ hash: "x", redrivenFailure: 1 },
			{ kind: "claim", row: { hash: "x", sentAt: 5 } },
		],
		[
			"refuses the key of a failed message that somebody got",
			row(failed, { failure: 1, progress: refusedOne }),
			{ hash: "x" },
			{ kind: "key-reused" },
		],
		[
			"refuses the key of a message in doubt",
			row({ kind: "FAILED", cause: "in-doubt" }, { failure: 1, doubted: true }),
			{ hash: "x" },
			{ kind: "key-reused" },
		],
		[
			"lets a corrected message replace an expired one",
			row({ kind: "EXPIRED" }),
			{ hash: "x" },
			{ kind: "claim" },
		],
		[
			"acknowledges an expired one that comes again",
			row({ kind: "EXPIRED" }),
			{},
			{ kind: "acknowledge", because: "expired" },
		],
		[
			"dead-letters a failed one again that was never redriven",
			row(failed, { failure: 1 }),
			{},
			{ kind: "dead-letter-again", failed: { cause: "policy" } },
		],
		[
			"dead-letters an older copy of a failed one again",
			row(failed, { failure: 2 }),
			{ redrivenFailure: 1 },
			{ kind: "dead-letter-again" },
		],
		[
			"opens a redriven one again, with all its attempts",
			row(failed, { failure: 2, seen: 7, failingSince: 1 }),
			{ redrivenFailure: 2 },
			{
				kind: "claim",
				row: { attempts: 0, resends: 0, failure: 2 },
			},
		],
		[
			"opens only the recipients that failed",
			row(failed, { failure: 1, progress: refusedOne }),
			{ redrivenFailure: 1 },
			{ kind: "claim", row: { progress: { accepted: [0], refused: [] } } },
		],
	])("%s", (_name, before, changes, expected) => {
		expect(decideClaim(before, request(changes))).toMatchObject(expected);
	});

	test("forgets how long a redriven one had failed", () => {
		const before = row(failed, { failure: 2, seen: 7, failingSince: 1 });
		const decision = decideClaim(before, request({ redrivenFailure: 2 }));
		expect("row" in decision && Object.keys(decision.row)).not.toContain(
			"failingSince",
		);
		expect("row" in decision && Object.keys(decision.row)).not.toContain(
			"seen",
		);
	});
});
