import { describe, expect, test } from "vitest";
import { faultOfAddress, parseFaults } from "../../../local/gmail/faults.ts";

describe("parseFaults()", () => {
	test.each<[unknown, RegExp]>([
		["x", /entry 0 is "x"; allowed is an object/],
		[
			{ stage: "helo", drop: true },
			/stage "helo"; allowed are token, connect, ehlo/,
		],
		[
			{ stage: "auth" },
			/does nothing; give it one of reply, drop, hang, delayMs/,
		],
		[{ stage: "auth", reply: "no" }, /reply "no"; allowed is an SMTP reply/],
		[{ stage: "auth", drop: true, foo: 1 }, /unknown field foo/],
	])("refuses %j with a sentence", (input, sentence) => {
		expect(parseFaults(input)).toMatch(sentence);
	});
});

describe("faultOfAddress()", () => {
	test.each<[string, object | undefined]>([
		[
			"reply-550-5.1.1@x.example",
			{
				stage: "rcpt",
				reply: expect.stringMatching(/^550 5\.1\.1 /),
				once: false,
			},
		],
		["reply-550-5.4.5@x.example", { stage: "data" }],
		["reply-550-5.7.1@x.example", { stage: "eom" }],
		["reply-451-4.3.0-at-mail-once@x.example", { stage: "mail", once: true }],
		["slow-5s@x.example", { stage: "eom", delayMs: 5000 }],
		["drop-after-data@x.example", { stage: "eom", drop: true }],
		["ann@x.example", undefined],
	])("reads %s", (address, expected) => {
		if (expected === undefined) expect(faultOfAddress(address)).toBeUndefined();
		else expect(faultOfAddress(address)).toMatchObject(expected);
	});
});
