import { afterEach, expect, test } from "vitest";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";

let stack: Harness;
afterEach(() => stack.stop());

test("a message that answers an earlier one's id names its Message-ID", async () => {
	stack = await Harness.start();
	await stack.send(mail({ id: "incident-42", subject: "Orders fail" }));
	await stack.settle();
	await stack.send(
		mail({
			id: "incident-42-over",
			subject: "Re: Orders fail",
			inReplyTo: { id: "incident-42" },
		}),
	);
	await stack.settle();
	const mails = stack.local.inbox.store.list().map(({ email }) => email);
	const first = mails.find(({ subject }) => subject === "Orders fail");
	const answer = mails.find(({ subject }) => subject === "Re: Orders fail");
	expect(first?.messageId).toMatch(/^<[0-9a-f]{40}@/);
	expect(answer?.inReplyTo).toBe(first?.messageId);
	expect(answer?.references).toBe(first?.messageId);
});

test("a mailbox with dots side by side, or at an end, is quoted on the wire", async () => {
	stack = await Harness.start();
	const to = ["taro..tokyo", ".taro", "taro."].map(
		(local) => `${local}@docomo.example.com`,
	);
	await stack.send(mail({ id: "dots", to, cc: '".taro"@docomo.example.com' }));
	await stack.settle();
	expect(stack.accepted.map(({ recipients }) => recipients)).toEqual([
		[
			'"taro..tokyo"@docomo.example.com',
			'".taro"@docomo.example.com',
			'"taro."@docomo.example.com',
		],
	]);
});
