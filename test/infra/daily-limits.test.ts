import { describe, expect, test } from "vitest";
import {
	limitsOf,
	type MailboxType,
} from "../../infra/constructs/settings/daily-limits.ts";
import { stackWith, templateWith } from "../support/synth.ts";

const SMTP = "smtp.gmail.com";
const RELAY = "smtp-relay.gmail.com";

describe("limitsOf()", () => {
	test.each<[MailboxType, string, number, number]>([
		["consumer", SMTP, 500, 500],
		["workspace", SMTP, 2_000, 10_000],
		["workspace-trial", SMTP, 500, 500],
		["workspace", RELAY, 10_000, 10_000],
		["workspace", "SMTP-Relay.Gmail.com", 10_000, 10_000],
		["workspace-trial", RELAY, 500, 500],
		["consumer", RELAY, 500, 500],
	])(
		"gives %s at %s %i messages and %i recipients",
		(type, host, messages, recipients) => {
			expect(limitsOf(type, host)).toEqual({ messages, recipients });
		},
	);
});

describe("the type of a mailbox", () => {
	const limitsIn = (props: Parameters<typeof templateWith>[0]) => {
		const [output] = Object.values(templateWith(props).findOutputs("*"));
		const text = JSON.stringify(output);
		return /\\"limits\\":\{\\"messages\\":(\d+),\\"recipients\\":(\d+)\}/
			.exec(text)
			?.slice(1)
			.map(Number);
	};

	// Undefined stands for a prop that is not given.
	const untold = { mailboxType: undefined } as unknown as object;

	test.each(["me@gmail.com", "me@googlemail.com", "Me@Gmail.com"])(
		"is told by the domain of %s",
		(mailbox) => {
			expect(limitsIn({ ...untold, mailbox })).toEqual([500, 500]);
		},
	);

	test.each(["alerts@example.com", "me@gmail.com.example.com"])(
		"has to be given for %s: the sentence says what, what it is, what is allowed",
		(mailbox) => {
			expect(() => stackWith({ ...untold, mailbox })).toThrow(
				/mailboxType is missing; allowed: consumer, workspace, workspace-trial; it says how much Google lets the mailbox send/,
			);
		},
	);

	test("gives way to limits of one's own", () => {
		expect(limitsIn({ dailyMessageLimit: 100 })).toEqual([100, 10_000]);
		expect(limitsIn({ dailyRecipientLimit: 100 })).toEqual([2_000, 100]);
	});
});

describe("a limit out of range", () => {
	test.each<[object, RegExp]>([
		[
			{ mailboxType: "gsuite" },
			/mailboxType is gsuite; allowed: consumer, workspace, workspace-trial/,
		],
		[
			{ dailyMessageLimit: 0 },
			/dailyMessageLimit is 0; allowed: 1 to 2000 messages, what Google lets .*lower it/,
		],
		[{ dailyMessageLimit: 2_001 }, /dailyMessageLimit is 2001; allowed/],
		[{ dailyMessageLimit: 1.5 }, /dailyMessageLimit is 1\.5; allowed/],
		[{ dailyMessageLimit: Number.NaN }, /dailyMessageLimit is NaN; allowed/],
		[
			{ dailyRecipientLimit: 0 },
			/dailyRecipientLimit is 0; allowed: 1 to 10000 recipients/,
		],
		[{ dailyRecipientLimit: 10_001 }, /dailyRecipientLimit is 10001; allowed/],
		[{ dailyRecipientLimit: -5 }, /dailyRecipientLimit is -5; allowed/],
		[
			{ mailboxType: "consumer", dailyMessageLimit: 501 },
			/dailyMessageLimit is 501; allowed: 1 to 500 messages/,
		],
		[
			{ smtpHost: RELAY, dailyMessageLimit: 10_001 },
			/dailyMessageLimit is 10001; allowed: 1 to 10000 messages/,
		],
	])("is refused: %o", (props, sentence) => {
		expect(() => stackWith(props)).toThrow(sentence);
	});
});
