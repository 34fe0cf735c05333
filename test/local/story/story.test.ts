import { describe, expect, test } from "vitest";
import { type StoryFacts, storyOf } from "../../../local/story/story.ts";

const AT = Date.parse("2026-12-01T12:00:03Z");
const CAME = "`order-1` came to the queue at 12:00:03 UTC.";
const TOOK = "Google took it at 12:01:10 UTC: 250 2.0.0 OK";
const SENT = "The ledger says SENT: it is never sent again.";
const taken = [{ at: AT + 67_000, reply: "250 2.0.0 OK" }];
const later = { ...taken[0], at: AT + 127_000, reply: "250 2.0.0 OK" };
const refusal = {
	at: AT + 1000,
	event: "retry",
	reply: "450 4.2.1 Too\nfast",
	delaySeconds: 63,
} as const;

const facts: StoryFacts = {
	id: "order-1",
	sentAt: AT,
	firstAt: AT + 50,
	state: { kind: "SENT" },
	progress: { accepted: [0], refused: [] },
	tries: [],
	taken,
};

describe("the story of a mail", () => {
	test.each<[string, Partial<StoryFacts>, readonly string[]]>([
		["is short when all went well", {}, [CAME, TOOK, SENT]],
		[
			"names its producer, and when it was first seen if that was late",
			{ producer: "billing", firstAt: AT + 19_000 },
			[
				"`order-1` of producer billing came to the queue at 12:00:03 UTC.",
				"The function first saw it at 12:00:22 UTC.",
				TOOK,
				SENT,
			],
		],
		[
			"tells of a refusal, in Google's words on one line",
			{ tries: [refusal] },
			[
				CAME,
				"Google refused it for now at 12:00:04 UTC: 450 4.2.1 Too fast; it waited 1 minute.",
				TOOK,
				SENT,
			],
		],
		[
			"tells that some recipients have it and the rest waits",
			{
				taken: [{ at: AT, reply: "250 2.0.0 OK" }],
				tries: [{ ...refusal, delaySeconds: 30 }],
				state: { kind: "WAITING", notBefore: AT + 31_000 },
			},
			[
				CAME,
				"Google took it at 12:00:03 UTC: 250 2.0.0 OK",
				"Google refused the rest of it for now at 12:00:04 UTC: 450 4.2.1 Too fast; it waited 30 seconds.",
				"The ledger says WAITING: some recipients are still to get it, from 12:00:34 UTC on.",
			],
		],
		[
			"tells of a doubt",
			{
				taken: [{ at: AT, reply: undefined }, later],
				tries: [{ ...refusal, event: "maybe-sent", reply: "" }],
			},
			[
				CAME,
				"Google took it at 12:00:03 UTC, and its answer was lost",
				"The connection was lost at 12:00:04 UTC, before Google's answer to the whole mail; nobody can know whether it was taken.",
				"Google took it again at 12:02:10 UTC: 250 2.0.0 OK",
				SENT,
			],
		],
		[
			"tells who never gets it",
			{
				tries: [{ ...refusal, at: AT + 70_000, event: "dead-lettered" }],
				progress: {
					accepted: [0],
					refused: [{ index: 1, cause: "bad-recipient", code: 550 }],
				},
				state: { kind: "FAILED", cause: "bad-recipient" },
			},
			[
				CAME,
				TOOK,
				"The rest of it went to the dead-letter queue at 12:01:13 UTC: 450 4.2.1 Too fast.",
				"1 of 2 recipients have it; Google refused the others for good (550).",
				"The ledger says FAILED (bad-recipient): what is left of it is in the dead-letter queue.",
			],
		],
		[
			"is not long, whatever others write",
			{
				id: "x".repeat(1e6),
				taken: [{ at: AT, reply: `250 ${" ".repeat(1e6)}` }],
			},
			[
				`\`${"x".repeat(300)}…\` came to the queue at 12:00:03 UTC.`,
				"Google took it at 12:00:03 UTC: 250…",
				SENT,
			],
		],
	])("%s", (_rule, given, sentences) => {
		expect(storyOf({ ...facts, ...given })).toEqual(sentences);
	});
});
