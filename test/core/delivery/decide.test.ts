import { describe, expect, test } from "vitest";
import { decide } from "../../../core/delivery/decide.ts";
import type { Situation } from "../../../core/delivery/decision.ts";
import type { SmtpStage } from "../../../core/smtp/reply.ts";
import type { SmtpResult } from "../../../core/smtp/smtp-result.ts";

const situation = (changes: Partial<Situation> = {}): Situation => ({
	attempts: 0,
	attemptBudget: 10,
	pending: [0, 1],
	progress: { accepted: [], refused: [] },
	resends: 0,
	onAmbiguous: "resend",
	own: undefined,
	random: 0,
	...changes,
});
const reply = (stage: SmtpStage, text: string) => ({
	stage,
	text,
	code: Number(text.slice(0, 3)),
});
const refused = (stage: SmtpStage, text: string): SmtpResult => ({
	kind: "refused",
	reply: reply(stage, text),
	refused: [],
});
const refusedRcpt = (...texts: string[]) =>
	texts.map((text, index) => ({ index, reply: reply("rcpt", text) }));
const allRefused = (...texts: string[]): SmtpResult => ({
	kind: "refused",
	reply: reply("rcpt", texts[0] ?? ""),
	refused: refusedRcpt(...texts),
});
const accepted = (indexes: number[], ...texts: string[]): SmtpResult => ({
	kind: "accepted",
	reply: "250 OK",
	accepted: indexes,
	refused: texts.map((text, index) => ({
		index: indexes.length + index,
		reply: reply("rcpt", text),
	})),
});
const lost = (
	stage: SmtpStage,
	handedOver = false,
	kind: "closed" | "tls" = "closed",
): SmtpResult => ({
	kind: "lost",
	failure: { stage, kind, handedOver },
	detail: "gone",
	refused: [],
});

describe("decide()", () => {
	test.each<[string, SmtpResult, Partial<Situation>, object]>([
		[
			"calls a 250 for everybody sent",
			accepted([0, 1]),
			{},
			{ message: { kind: "sent" } },
		],
		[
			"retries only who was deferred",
			accepted([0], "450 4.2.1 receiving mail too quickly"),
			{},
			{
				message: {
					kind: "retry",
					attempts: 1,
					progress: { accepted: [0], refused: [] },
				},
			},
		],
		[
			"dead-letters only who was refused",
			accepted([0], "550 5.1.1 does not exist"),
			{},
			{
				message: {
					kind: "dead-letter",
					cause: "bad-recipient",
					recipients: [1],
				},
			},
		],
		[
			"keeps who is refused for good while another waits",
			allRefused(
				"450 4.2.1 receiving mail too quickly",
				"550 5.1.1 does not exist",
			),
			{},
			{ message: { kind: "retry", progress: { refused: [{ index: 1 }] } } },
		],
		[
			"dead-letters a 550 at the first attempt",
			refused("eom", "550 5.7.1 likely unsolicited mail"),
			{},
			{ message: { kind: "dead-letter", cause: "policy", recipients: [0, 1] } },
		],
		[
			"lets a 451 wait that nobody can judge yet, uncharged",
			refused("eom", "451 4.3.0 temporarily rejected"),
			{ attempts: 9 },
			{
				message: { kind: "release" },
				suspicion: {
					kind: "unclear",
					failure: { cause: "transient", stage: "eom" },
				},
			},
		],
		[
			"charges a 451 when others were sent meanwhile, and suspects nobody",
			refused("eom", "451 4.3.0 temporarily rejected"),
			{ own: "others" },
			{ message: { kind: "retry", attempts: 1 } },
		],
		[
			"charges what has failed for a day; only a trial takes that for a sign",
			refused("eom", "451 4.3.0 temporarily rejected"),
			{ own: "age" },
			{ message: { kind: "retry", attempts: 1 }, suspicion: { kind: "aged" } },
		],
		[
			"dead-letters its own failure when the budget is spent",
			refused("eom", "451 4.3.0 temporarily rejected"),
			{ attempts: 9, own: "others" },
			{ message: { kind: "dead-letter", cause: "transient" } },
		],
		[
			"takes 5.4.5 for the account's, whoever was sent meanwhile",
			refused("data", "550 5.4.5 Daily user sending limit exceeded"),
			{ attempts: 9, own: "others" },
			{
				message: { kind: "release" },
				suspicion: {
					kind: "account",
					failure: { cause: "quota", stage: "data" },
				},
			},
		],
		[
			"lets a 421 at MAIL wait that nobody can judge yet",
			refused("mail", "421 4.3.0 Temporary System Problem"),
			{},
			{ message: { kind: "release" }, suspicion: { kind: "unclear" } },
		],
		[
			"lets it wait when every recipient meets a 421",
			allRefused(
				"421 4.3.0 Temporary System Problem",
				"421 4.3.0 Temporary System Problem",
			),
			{},
			{ message: { kind: "release" }, suspicion: { kind: "unclear" } },
		],
		[
			"charges a message that alone makes the server say what is the account's",
			refused("rcpt", "503 5.5.1 MAIL first"),
			{ own: "others" },
			{ message: { kind: "retry", attempts: 1 } },
		],
		[
			"lets a message wait whose connection was lost",
			lost("eom"),
			{},
			{
				message: { kind: "release" },
				suspicion: {
					kind: "unclear",
					failure: { cause: "transient", stage: "eom" },
				},
			},
		],
		[
			"charges it when others were sent meanwhile",
			lost("eom"),
			{ own: "others" },
			{ message: { kind: "retry", attempts: 1, cause: "transient" } },
		],
		[
			"keeps who was accepted when another recipient meets the daily limit",
			accepted([0], "550 5.4.5 Daily SMTP relay limit exceeded for user"),
			{},
			{
				message: { kind: "release", progress: { accepted: [0] } },
				suspicion: { kind: "account", failure: { cause: "quota" } },
			},
		],
		[
			"is in doubt once the final dot was handed over",
			lost("eom", true),
			{},
			{ message: { kind: "maybe-sent" }, suspicion: { kind: "unclear" } },
		],
		[
			"dead-letters a second doubt",
			lost("eom", true),
			{ resends: 1, own: "others" },
			{ message: { kind: "dead-letter", cause: "in-doubt" } },
		],
		[
			"dead-letters a doubt under hold",
			lost("eom", true),
			{ onAmbiguous: "hold", own: "others" },
			{ message: { kind: "dead-letter", cause: "in-doubt" } },
		],
	])("%s", (_name, result, changes, expected) => {
		const decision = decide(result, situation(changes));
		expect(decision).toMatchObject(expected);
		if (!("suspicion" in expected)) expect(decision.suspicion).toBeUndefined();
	});

	test("never lets a sender-scope failure cost an attempt or a message", () => {
		for (const text of [
			"535 5.7.8 Username and Password not accepted",
			"454 4.7.0 Too many login attempts",
			"550 5.4.5 Daily limit",
			"421 4.7.0 Try again later (EHLO)",
			"503 5.5.1 MAIL first",
		]) {
			for (const stage of [
				"connect",
				"ehlo",
				"auth",
				"mail",
				"data",
			] as const) {
				expect(
					decide(refused(stage, text), situation({ attempts: 9 })).message.kind,
				).toBe("release");
			}
		}
	});
});
