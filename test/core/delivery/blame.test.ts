import { describe, expect, test } from "vitest";
import { blameOf, isUnclear, ownBy } from "../../../core/delivery/blame.ts";
import type { SmtpStage } from "../../../core/smtp/reply.ts";
import type { SmtpResult } from "../../../core/smtp/smtp-result.ts";

const reply = (stage: SmtpStage, text: string) => ({
	stage,
	text,
	code: Number(text.slice(0, 3)),
});

describe("blameOf()", () => {
	test.each<[SmtpStage, string, string]>([
		["data", "550 5.4.5 Daily user sending limit exceeded", "account"],
		["mail", "535 5.7.8 Username and Password not accepted", "account"],
		["connect", "421 4.7.0 Try again later", "account"],
		["mail", "421 4.3.0 Temporary System Problem", "unclear"],
		["rcpt", "421 4.3.0 Temporary System Problem", "unclear"],
		["eom", "451 4.3.0 temporarily rejected", "unclear"],
		["mail", "530 5.7.0 Must issue a STARTTLS command first", "account"],
		["mail", "550 5.7.0 Mail relay denied", "account"],
		["rcpt", "503 5.5.1 MAIL first", "unclear"],
		["eom", "451 4.4.2 Timeout - closing connection", "unclear"],
		["mail", "421 4.7.0 Connection expired, try reconnecting", "unclear"],
		["rcpt", "450 4.2.1 receiving mail too quickly", "message"],
		["rcpt", "550 5.1.1 does not exist", "message"],
		["eom", "550 5.7.1 likely unsolicited mail", "message"],
		["eom", "421 4.7.28 Too many messages with the same Message-ID", "message"],
	])("%s: %s is the %s's", (stage, text, blame) => {
		expect(blameOf(reply(stage, text))).toBe(blame);
	});
});

test.each<[string, SmtpResult, boolean]>([
	[
		"a 250",
		{ kind: "accepted", reply: "250", accepted: [0], refused: [] },
		false,
	],
	[
		"a lost connection",
		{
			kind: "lost",
			failure: { stage: "mail", kind: "closed", handedOver: false },
			detail: "",
			refused: [],
		},
		true,
	],
	[
		"a recipient's 421 among refusals",
		{
			kind: "refused",
			reply: reply("rcpt", "550 5.1.1 no such user"),
			refused: [
				{ index: 0, reply: reply("rcpt", "550 5.1.1 no such user") },
				{
					index: 1,
					reply: reply("rcpt", "421 4.3.0 Temporary System Problem"),
				},
			],
		},
		true,
	],
	[
		"recipients' own refusals",
		{
			kind: "refused",
			reply: reply("rcpt", "550 5.1.1 no such user"),
			refused: [{ index: 0, reply: reply("rcpt", "550 5.1.1 no such user") }],
		},
		false,
	],
])("isUnclear(): %s", (_name, result, expected) => {
	expect(isUnclear(result)).toBe(expected);
});

describe("ownBy()", () => {
	const HOUR = 3_600_000;
	const since = (seen: number, hours = 0) => ({
		seen,
		failingSince: -hours * HOUR,
	});
	test.each<
		[
			string,
			Parameters<typeof ownBy>[0],
			number | undefined,
			string | undefined,
		]
	>([
		["is nobody's at first", {}, 100, undefined],
		["is nobody's while nobody was sent", since(100, 23), 100, undefined],
		["is the message's when others were sent", since(100), 101, "others"],
		[
			"is nobody's when the table does not answer",
			since(100, 23),
			undefined,
			undefined,
		],
		["is the message's after a day of failures", since(100, 25), 100, "age"],
	])("%s", (_name, row, sent, expected) => {
		expect(ownBy(row, sent, 0)).toBe(expected);
	});
});
