import { describe, expect, test } from "vitest";
import { readFaults } from "../../../local/control/read-faults.ts";
import { faultOfAddress } from "../../../local/gmail/faults.ts";

describe("readFaults()", () => {
	test.each<[unknown, RegExp]>([
		["x", /^Cannot set fault 0 as it is "x": allowed is a JSON object/],
		[
			{ stage: "helo", drop: true },
			/with stage "helo" \(did you mean ehlo\?\): allowed are token, connect, ehlo/,
		],
		[{ stage: "auth" }, /does nothing: give it one of reply, drop, hang/],
		[{ stage: "auth", drop: false }, /does nothing/],
		[{ stage: "auth", reply: "no" }, /reply is "no": allowed is an SMTP reply/],
		[{ stage: "auth", drop: true, foo: 1 }, /no field "foo": allowed are/],
		[
			{ stage: "auth", drop: true, time: 1 },
			/no field "time" \(did you mean times\?\)/,
		],
		[{ stage: "auth", drop: true, times: "3" }, /times is "3": allowed is a w/],
		[{ stage: "auth", drop: true, times: 0 }, /times is 0: allowed is a whole/],
		[{ stage: "auth", delayMs: -1 }, /delayMs is -1: allowed is a whole/],
		[{ stage: "auth", drop: "yes" }, /drop is "yes": allowed is true, false/],
		[{ stage: "auth", hang: 1 }, /hang is 1: allowed is true or false/],
		[{ stage: "rcpt", drop: true, to: 7 }, /to is 7: allowed is a recipient/],
		[{ stage: "auth", drop: true, to: "a@b.c" }, /with to at auth, where it/],
		[{ stage: "data", drop: true, subject: "x" }, /with subject at data/],
		[{ stage: "auth", drop: true, mailbox: "a@b.c" }, /mailbox at auth/],
		[
			{ stage: "data", drop: true, accept: false },
			/with accept, which only tells at eom/,
		],
		[
			{ stage: "eom", reply: "451 x", accept: false },
			/with accept, which only tells at eom/,
		],
		[[{ stage: "auth", drop: true }, 7], /^Cannot set fault 1 as it is 7/],
		[{ stage: "a".repeat(99_999), drop: true }, /at most 10000 characters/],
	])("refuses %j with a sentence", (input, sentence) => {
		expect(() => readFaults(input)).toThrow(sentence);
	});

	test.each([
		{ stage: "eom", drop: true, accept: false, times: 1 },
		{ stage: "eom", hang: true, to: "a@b.c", subject: "x" },
		{ stage: "mail", reply: "421 x", mailbox: "a@b.c" },
		{ stage: "connect", delayMs: 0 },
	])("takes %j", (fault) => {
		expect(readFaults(fault)).toEqual([fault]);
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
