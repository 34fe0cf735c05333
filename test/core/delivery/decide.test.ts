import { describe, expect, test } from "vitest";
import { decide } from "../../../core/delivery/decide.ts";
import type { Situation } from "../../../core/delivery/decision.ts";
import type { SmtpStage } from "../../../core/smtp/reply.ts";
import type { SmtpResult } from "../../../core/smtp/smtp-result.ts";

const situation = (changes: Partial<Situation> = {}): Situation => ({
	attempts: 0,
	unproved: false,
	attemptBudget: 10,
	pending: [0, 1],
	progress: { accepted: [], refused: [] },
	resends: 0,
	onAmbiguous: "resend",
	othersAlike: {},
	connectionFailures: 0,
	suspect: false,
	freshSession: false,
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
			"dead-letters when the budget is spent",
			refused("eom", "451 4.3.0 temporarily rejected"),
			{ attempts: 9 },
			{ message: { kind: "dead-letter", cause: "transient" } },
		],
		[
			"charges a 451 that only this message gets",
			refused("eom", "451 4.3.0 temporarily rejected"),
			{ othersAlike: { transient: 1 } },
			{ message: { kind: "retry", attempts: 1 } },
		],
		[
			"opens the breaker at the third message alike, uncharged",
			refused("eom", "451 4.3.0 temporarily rejected"),
			{ othersAlike: { transient: 2 } },
			{ message: { kind: "release" }, open: { cause: "transient" } },
		],
		[
			"opens the breaker at once for a message on trial",
			refused("eom", "451 4.3.0 temporarily rejected"),
			{ trialOf: "transient" },
			{ message: { kind: "release" }, open: { cause: "transient" } },
		],
		[
			"opens the breaker at 5.4.5, uncharged",
			refused("data", "550 5.4.5 Daily user sending limit exceeded"),
			{ attempts: 9 },
			{ message: { kind: "release" }, open: { cause: "quota", stage: "data" } },
		],
		[
			"opens the breaker at any other 421",
			refused("mail", "421 4.3.0 Temporary System Problem"),
			{},
			{ message: { kind: "release" }, open: { cause: "transient" } },
		],
		[
			"opens the breaker when every recipient meets a 421",
			allRefused(
				"421 4.3.0 Temporary System Problem",
				"421 4.3.0 Temporary System Problem",
			),
			{},
			{ message: { kind: "release" }, open: { cause: "transient" } },
		],
		[
			"charges a connection lost in mid-DATA",
			lost("eom"),
			{ connectionFailures: 1 },
			{ message: { kind: "retry", attempts: 1, cause: "transient" } },
		],
		[
			"opens the breaker at the third lost connection, uncharged",
			lost("eom"),
			{ connectionFailures: 3 },
			{
				message: { kind: "release" },
				open: { cause: "transient", stage: "connect" },
			},
		],
		[
			"opens the breaker at the first one after a login has closed it, uncharged, until a message has proved it",
			lost("eom"),
			{ connectionFailures: 1, unproved: true },
			{ message: { kind: "release" }, open: { cause: "transient" } },
		],
		[
			"does not charge a message for a login that was lost",
			lost("connect"),
			{ connectionFailures: 1 },
			{ message: { kind: "release" } },
		],
		[
			"opens the breaker for a certificate that does not fit",
			lost("starttls", false, "tls"),
			{},
			{ message: { kind: "release" }, open: { cause: "config" } },
		],
		[
			"charges a suspect instead of opening the breaker again",
			refused("rcpt", "503 5.5.1 MAIL first"),
			{ suspect: true },
			{ message: { kind: "retry", attempts: 1 } },
		],
		[
			"never charges a suspect for the daily limit",
			refused("data", "550 5.4.5 Daily user sending limit exceeded"),
			{ suspect: true },
			{ message: { kind: "release" }, open: { cause: "quota" } },
		],
		[
			"opens the breaker when one recipient meets the daily limit, and keeps who was accepted",
			accepted([0], "550 5.4.5 Daily SMTP relay limit exceeded for user"),
			{},
			{
				message: { kind: "release", progress: { accepted: [0] } },
				open: { cause: "quota" },
			},
		],
		[
			"does not charge a message for a session that had ended",
			refused("mail", "421 4.7.0 Connection expired, try reconnecting"),
			{},
			{ message: { kind: "release" } },
		],
		[
			"charges a message whose new session ends at its sight",
			refused("eom", "451 4.4.2 Timeout - closing connection"),
			{ freshSession: true, connectionFailures: 1 },
			{ message: { kind: "retry", attempts: 1 } },
		],
		[
			"opens the breaker when new sessions end for three messages",
			refused("mail", "421 4.7.0 Connection expired, try reconnecting"),
			{ freshSession: true, connectionFailures: 3 },
			{ message: { kind: "release" }, open: { cause: "transient" } },
		],
		[
			"is in doubt once the final dot was handed over",
			lost("eom", true),
			{},
			{ message: { kind: "maybe-sent" } },
		],
		[
			"dead-letters a second doubt",
			lost("eom", true),
			{ resends: 1 },
			{ message: { kind: "dead-letter", cause: "in-doubt" } },
		],
		[
			"dead-letters a doubt under hold",
			lost("eom", true),
			{ onAmbiguous: "hold" },
			{ message: { kind: "dead-letter", cause: "in-doubt" } },
		],
	])("%s", (_name, result, changes, expected) => {
		const decision = decide(result, situation(changes));
		expect(decision).toMatchObject(expected);
		if (!("open" in expected)) expect(decision.open).toBeUndefined();
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
