import { describe, expect, test } from "vitest";
import { type Claim, outcomeOfClaim } from "../../../core/delivery/outcome.ts";
import { NOW, row } from "../../support/steps.ts";

const partly = row({
	progress: {
		accepted: [0],
		refused: [{ index: 2, cause: "bad-recipient", code: 550 }],
	},
});
const cancelledBy = {
	id: "r1",
	kind: "cancel",
	match: { producer: "billing" },
	who: "ann",
	why: "a loop",
	at: NOW,
	since: 0,
} as const;
const rejection = {
	cause: "bad-message",
	key: "k",
	problems: [],
	isBadByItself: true,
	noEvents: false,
	taskToken: undefined,
} as const;

describe("outcomeOfClaim()", () => {
	test.each<[string, Exclude<Claim, { kind: "claim" }>, object]>([
		[
			"acknowledges what was sent",
			{ kind: "acknowledge", because: "sent", since: 5 },
			{ kind: "already-sent", since: 5 },
		],
		[
			"acknowledges what has expired",
			{ kind: "acknowledge", because: "expired", since: undefined },
			{ kind: "already-expired", since: undefined },
		],
		[
			"lets a live lease end",
			{ kind: "wait", until: NOW + 1 },
			{ kind: "wait", until: NOW + 1 },
		],
		[
			"tells of an expired message whose row is written",
			{ kind: "expire", row: row(), lastOwner: "me" },
			{ kind: "expired", isRecorded: true },
		],
		[
			"gives a doubt up for everybody who may not have got it",
			{ kind: "in-doubt", row: partly, lastOwner: "before" },
			{ cause: "in-doubt", recipients: [1, 2, 3], lastOwner: "before" },
		],
		[
			"says that the time has passed",
			{ kind: "too-late", row: partly, lastOwner: "before" },
			{ cause: "transient", sentence: expect.stringMatching(/notAfter/) },
		],
		[
			"says that a part of it has changed",
			{ kind: "changed", row: partly, lastOwner: "before" },
			{ cause: "transient", sentence: expect.stringMatching(/has changed/) },
		],
		[
			"names who cancels, and why",
			{ kind: "cancel", rule: cancelledBy, row: row(), lastOwner: "me" },
			{ kind: "cancelled", sentence: "Cancelled by ann: a loop" },
		],
		[
			"warns that what is cancelled may be out",
			{
				kind: "cancel",
				rule: cancelledBy,
				row: row({ doubted: true }),
				lastOwner: "me",
			},
			{ sentence: expect.stringMatching(/may have been sent before/) },
		],
		[
			"keeps why it is rejected",
			{ kind: "reject", rejection },
			{ kind: "rejected", rejection },
		],
		[
			"refuses a key of another message",
			{ kind: "key-reused" },
			{ kind: "key-reused" },
		],
		[
			"waits for a ledger that does not answer",
			{ kind: "unavailable" },
			{ kind: "unavailable" },
		],
	])("%s", (_rule, claim, outcome) => {
		expect(outcomeOfClaim(claim, 4)).toMatchObject(outcome);
	});
});
