import { describe, expect, test } from "vitest";
import { classifyReply } from "../../../core/smtp/classify.ts";
import type { SmtpReply, SmtpStage } from "../../../core/smtp/reply.ts";
import { RULES } from "../../../core/smtp/rules.ts";
import replies from "../../fixtures/gmail-replies.json" with { type: "json" };

const reply = (stage: SmtpStage, text: string): SmtpReply => ({
	stage,
	code: Number(text.slice(0, 3)),
	text,
});

/** Replies that are not recorded as a whole. */
const LINES: readonly (readonly [SmtpStage, string, object])[] = [
	[
		"data",
		"550 5.4.5 Daily user sending limit exceeded.",
		{ cause: "quota", scope: "sender" },
	],
	[
		"unknown",
		"550-5.4.5 Daily user sending limit exceeded. For more information on Gmail\n550 5.4.5 limits go to https://support.google.com/a/answer/166852",
		{ cause: "quota", scope: "sender" },
	],
	["unknown", "429 Too many requests", { cause: "quota", scope: "sender" }],
	[
		"eom",
		"421-4.7.28 Gmail has detected an unusual rate of mail originating from your SPF domain",
		{ cause: "rate", scope: "sender" },
	],
	[
		"eom",
		"421 4.7.28 exceeded its quota for sending messages with the same Message-ID:",
		{ cause: "rate", scope: "message", escalates: false },
	],
	[
		"data",
		"421 4.3.0 Temporary System Problem. Try again later (10).",
		{ cause: "transient", scope: "sender" },
	],
	[
		"data",
		"451 4.3.0 Mail server temporarily rejected message.",
		{ cause: "transient", scope: "message", escalates: true },
	],
	[
		"mail",
		"421 4.7.0 Connection expired, try reconnecting. x - gsmtp",
		{ cause: "transient", scope: "message", reconnect: true },
	],
	[
		"mail",
		"451-4.4.2 Timeout - closing connection. x - gsmtp",
		{ cause: "transient", scope: "message", reconnect: true },
	],
	[
		"auth",
		"421 4.7.0 Temporary System Problem.  Try again later.",
		{ cause: "transient", scope: "sender" },
	],
	[
		"rcpt",
		"450 4.2.1 The user you are trying to contact is receiving mail too quickly.",
		{ cause: "rate", scope: "message", escalates: false, lasting: "passing" },
	],
	[
		"rcpt",
		"452-4.5.3 Domain policy size per transaction exceeded, please try this\n452-4.5.3 recipient in a separate transaction.",
		{ cause: "transient", scope: "message" },
	],
	[
		"mail",
		"530-5.5.1 Authentication Required. Learn more at\n530 5.5.1  https://support.google.com/mail/?p=WantAuthError",
		{ cause: "config", scope: "sender" },
	],
	[
		"mail",
		"530 5.7.0 Must issue a STARTTLS command first. x - gsmtp",
		{ cause: "config", scope: "sender" },
	],
	[
		"auth",
		"535 5.5.4 Optional Argument not permitted for that AUTH mode.",
		{ cause: "config" },
	],
	["auth", "504 5.7.4 Unrecognized Authentication Type", { cause: "config" }],
	["mail", "503 5.7.0 No identity changes permitted.", { cause: "config" }],
	[
		"eom",
		"552-5.7.0 This message was blocked because its content presents a potential\n552-5.7.0 security issue.",
		{ cause: "bad-message", lasting: "permanent" },
	],
	[
		"eom",
		"550-5.7.26 This mail has been blocked because the sender is unauthenticated.",
		{ cause: "policy", lasting: "permanent" },
	],
	[
		"eom",
		"550 5.7.28 There is an unusual rate of unsolicited mail",
		{ cause: "policy" },
	],
	[
		"auth",
		"432 4.7.12 A password transition is needed",
		{ cause: "auth", scope: "sender" },
	],
	["connect", "554 5.7.1 Service unavailable", { scope: "sender" }],
	[
		"rcpt",
		"550 No such person here",
		{ cause: "bad-recipient", scope: "message" },
	],
	["mail", "250 2.1.0 OK x - gsmtp", { cause: "accepted" }],
	[
		"mail",
		"550 5.7.1 Your Google Account has been disabled",
		{ cause: "auth", scope: "sender" },
	],
	[
		"mail",
		"550 5.7.1 This account has been blocked from sending mail",
		{ cause: "auth", scope: "sender" },
	],
	[
		"mail",
		"550 5.2.1 The sender's email account is disabled",
		{ cause: "auth", scope: "sender" },
	],
	["mail", "550 5.1.0 Sender rejected", { cause: "config", scope: "sender" }],
	["mail", "554 5.7.1 Access denied", { scope: "sender" }],
	[
		"mail",
		"550 5.7.1 You have exceeded your messaging limits",
		{ cause: "quota", scope: "sender" },
	],
	[
		"mail",
		"552 Message size exceeds fixed maximum message size",
		{ cause: "bad-message", scope: "message" },
	],
	[
		"eom",
		"550 5.7.1 Messages per day quota exceeded",
		{ cause: "quota", scope: "sender" },
	],
	[
		"data",
		"550 5.7.0 You have reached your limit for outgoing mail",
		{ cause: "quota", scope: "sender" },
	],
	["eom", "550 5.7.1 Sending rate limit exceeded", { cause: "rate" }],
	[
		"rcpt",
		"452 4.2.2 Mail quota exceeded",
		{ cause: "transient", scope: "message" },
	],
	[
		"rcpt",
		"552 5.2.2 Recipient's email quota exceeded",
		{ cause: "bad-recipient", scope: "message" },
	],
	[
		"rcpt",
		"550 5.7.1 The group has reached its daily message limit",
		{ cause: "policy", scope: "message" },
	],
	[
		"rcpt",
		"450 4.2.1 The recipient has exceeded their daily limit",
		{ cause: "rate", scope: "message" },
	],
	[
		"rcpt",
		"501 5.5.4 Invalid Address",
		{ cause: "bad-recipient", scope: "message" },
	],
	[
		"rcpt",
		"550 5.7.10 encryption required by recipient",
		{ cause: "policy", scope: "message" },
	],
	[
		"rcpt",
		"530 5.7.0 Must authenticate to send to this group",
		{ cause: "policy", scope: "message" },
	],
	[
		"eom",
		"452 4.2.2 The recipient's inbox is out of storage space",
		{ cause: "transient", escalates: false },
	],
	[
		"rcpt",
		"550-5.2.1 The email account that you tried to reach is disabled.",
		{ cause: "bad-recipient", scope: "message" },
	],
	[
		"rcpt",
		"550 5.7.0 Mail Sending denied. This error occurs if the sender account is disabled",
		{ cause: "auth", scope: "sender" },
	],
	[
		"mail",
		"450 4.2.1 SMTP relay limit exceeded for customer",
		{ scope: "message", escalates: true },
	],
	[
		"eom",
		"552 5.3.4 The number of MIME parts exceeded the limit of 10000",
		{ cause: "bad-message", scope: "message" },
	],
	[
		"rcpt",
		"552 user's mail quota exceeded",
		{ cause: "bad-recipient", scope: "message" },
	],
	[
		"eom",
		"550 Daily recipient limit exceeded",
		{ cause: "quota", scope: "sender" },
	],
	[
		"rcpt",
		"550 5.7.1 Daily recipient limit exceeded for user",
		{ cause: "quota", scope: "sender" },
	],
	[
		"rcpt",
		"451 4.5.0 SMTP protocol violation, see RFC 2821.",
		{ cause: "config" },
	],
	[
		"mail",
		"555 Syntax error, cannot decode response",
		{ cause: "bad-message" },
	],
	[
		"eom",
		"421 exceeded its quota for sending messages with the same message ID",
		{ cause: "rate", scope: "message" },
	],
	["eom", "403 User-rate limit exceeded. (Mail sending)", { cause: "quota" }],
	["mail", "550 5.7.8 Bad credentials", { cause: "auth", scope: "sender" }],
	["mail", "550 5.5.1 Bad sequence", { cause: "config", scope: "sender" }],
	[
		"data",
		"550 5.7.4 Security features not supported",
		{ cause: "config", scope: "sender" },
	],
	[
		"eom",
		"550 Bulk senders to Gmail have to encrypt.",
		{ cause: "policy", scope: "message" },
	],
	[
		"rcpt",
		"550 No such user here",
		{ cause: "bad-recipient", scope: "message" },
	],
];

describe("classifyReply()", () => {
	test.each(replies)(
		"gives $id ($code $enhanced at $stage) the cause $class",
		(row) => {
			const verdict = classifyReply({
				stage: row.stage as SmtpStage,
				code: row.code,
				...("enhanced" in row && row.enhanced
					? { enhanced: row.enhanced }
					: {}),
				text: row.text,
			});
			expect(verdict).toMatchObject({ cause: row.class });
		},
	);

	test.each(replies)("reads the enhanced code of $id from its text", (row) => {
		const verdict = classifyReply({
			stage: row.stage as SmtpStage,
			code: row.code,
			text: row.text,
		});
		expect(verdict.cause).toBe(row.class);
	});

	test.each(LINES)("at %s answers %s", (stage, text, expected) => {
		expect(classifyReply(reply(stage, text))).toMatchObject(expected);
	});

	test.each<SmtpStage>(["connect", "ehlo", "starttls", "auth"])(
		"blames the sender, never a message, for any refusal at %s",
		(stage) => {
			for (const row of replies) {
				expect(
					classifyReply({ stage, code: row.code, text: row.text }).scope,
				).toBe("sender");
			}
		},
	);

	test("has a reply here or in the fixtures for every rule", () => {
		const recorded = replies.map(
			({ stage, text }) => [stage as SmtpStage, text] as const,
		);
		const decided = [...recorded, ...LINES].map(
			([stage, text]) => classifyReply(reply(stage, text)).rule,
		);
		expect(
			RULES.map(({ name }) => name).filter((name) => !decided.includes(name)),
		).toEqual([]);
	});
});
