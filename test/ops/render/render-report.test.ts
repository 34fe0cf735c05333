import { describe, expect, test } from "vitest";
import { CLOSED, type HistoryEntry } from "../../../core/breaker/breaker.ts";
import { reportMarkdown } from "../../../ops/render/render-report.ts";

const SINCE = Date.parse("2026-12-01T08:00:00Z");
const NOTHING = { kind: "read", value: [] } as const;

const reportOf = (history: readonly HistoryEntry[]) =>
	reportMarkdown({
		sender: "mail",
		stack: "stack",
		packageVersion: "1",
		since: SINCE,
		retention: 604_800,
		overview: {
			now: SINCE + 3_600_000,
			mailbox: "a***@example.com",
			breaker: { ...CLOSED, history },
			password: "stored",
			secretVersion: "v1",
			mapping: "Enabled",
			ready: 0,
			hidden: 0,
			deadLetters: 0,
			deadByCause: {},
			quota: { version: 0, buckets: [], sent: 0 },
			limits: { messages: 500, recipients: 500 },
			lastRound: SINCE,
			readySince: undefined,
			waitingSince: undefined,
			unknown: {},
		},
		verdict: { verdict: "sending", sending: true, message: "Sending." },
		dead: NOTHING,
		doubts: NOTHING,
		discards: NOTHING,
	});

describe("a report", () => {
	const opened = (at: number, reply: string) =>
		({ at, what: "opened", cause: "auth", reply }) as const;

	test("has what Google said in an outage of its time that is over, and in none before", () => {
		const said = reportOf([
			opened(SINCE - 1, "454 before"),
			opened(SINCE + 1, "535 within"),
		]).split("## Replies from Google")[1];
		expect(said).toContain("`535 within`");
		expect(said).not.toContain("454 before");
	});

	test("has whose mail was held, although the hold is over", () => {
		const rule = { kind: "hold", match: { producer: "billing" } } as const;
		const at = SINCE + 1;
		expect(
			reportOf([{ at, what: "ruled", who: "ann", why: "flood", rule }]),
		).toContain("mail of billing held by ann (flood)");
	});
});
