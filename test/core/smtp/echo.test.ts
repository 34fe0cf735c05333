import { describe, expect, test } from "vitest";
import { blameOf } from "../../../core/delivery/blame.ts";
import { classifyReply } from "../../../core/smtp/classify.ts";
import type { SmtpStage } from "../../../core/smtp/reply.ts";

/** Local parts that read like a verdict, each allowed by the message's schema. */
const LOCAL_PARTS = [
	"userratelimitexceeded",
	"user-ratelimitexceeded",
	"mail-limit-exceeded",
	"dkim",
	"spf",
	"whitelist",
	"ehlo/ehlo",
	"x?p=UserRateLimitExceeded",
	"x&p=receivingrate",
	"https://x?p=UserRateLimitExceeded",
	"toomanyrecipients",
	"rfcmessagenoncompliant",
	"malformed",
	"nosuchuser",
	"messages-per-day-quota-exceeded",
	"phishing",
	"suspicious",
	"unsolicited",
	"helo",
];

const DOMAINS = ["example.com", "userratelimitexceeded.example"];

/** What Google and other servers say of an address. */
const ECHOES: readonly (readonly [SmtpStage, string])[] = [
	[
		"rcpt",
		"553-5.1.3 The recipient address <{}> is not a valid RFC-5321\n553-5.1.3 address. For more information, go to\n553 5.1.3  https://support.google.com/a/answer/3221692 x - gsmtp",
	],
	[
		"rcpt",
		"553 5.1.3 The recipient address {} is not a valid RFC-5321 address",
	],
	[
		"rcpt",
		"550-5.1.1 The email account that you tried to reach does not exist: {}\n550 5.1.1 https://support.google.com/mail/?p=NoSuchUser x - gsmtp",
	],
	["rcpt", '550 "{}": no such person'],
	["rcpt", "550-\n550-<{}\n550 > no such person"],
	["rcpt", "450 ({}) try again"],
	["rcpt", "550 rejected: to={}; go away"],
	["eom", "554 the content of your message to {} is refused"],
	["eom", "451 {} later"],
	["data", "503 no valid RCPT: {}"],
	["mail", "501 5.1.7 <{}>: bad address"],
];

const at = (stage: SmtpStage, text: string) => {
	const reply = { stage, code: Number(text.slice(0, 3)), text };
	return { ...classifyReply(reply), blame: blameOf(reply) };
};

describe("an address that a reply repeats", () => {
	test.each(ECHOES)("counts for nothing at %s: %s", (stage, echo) => {
		const usual = at(stage, echo.replace("{}", "ann@example.com"));
		for (const local of LOCAL_PARTS)
			for (const domain of DOMAINS)
				for (const address of [
					`${local}@${domain}`,
					`${local} @${domain}`,
					`"a ${local} b"@${domain}`,
				]) {
					const text = echo.replace("{}", address);
					expect([address, at(stage, text)]).toEqual([address, usual]);
				}
	});

	test("leaves the words around it", () => {
		const text = "550 5.4.5 limit@example.com Daily sending limit exceeded";
		expect(at("eom", text)).toMatchObject({ cause: "quota", blame: "account" });
		expect(
			at("rcpt", "450-4.2.1 <daily limit exceeded>\n450 4.2.1 hop"),
		).toMatchObject({ rule: "recipient-too-quick" });
	});
});

describe("what is said of an address or mailbox at RCPT", () => {
	test.each([
		"550 5.1.1 Daily user sending limit exceeded",
		"550 5.2.1 User-rate limit exceeded",
		"535 5.1.0 no",
		"450 4.2.1 your daily sending limit is reached",
		"503 5.1.2 userratelimitexceeded.example is no domain",
	])("is the message's own affair: %s", (text) => {
		expect(at("rcpt", text)).toMatchObject({
			scope: "message",
			escalates: false,
			lasting: text.startsWith("4") ? "passing" : "permanent",
			blame: "message",
		});
	});
});

test("a reply of megabytes costs no more than one of pages", () => {
	const text = `550 ${"userratelimit <".repeat(100_000)}`;
	expect(at("eom", text)).toEqual(at("eom", text.slice(0, 4096)));
});
