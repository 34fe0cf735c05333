import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
	type Email,
	EmailRefused,
	outcomeOf,
	scheduleEmail,
	sendEmail,
	sendEmails,
} from "../../publisher/index.ts";
import { type FakeMail, fakeMail } from "../../publisher/testing.ts";

let mail: FakeMail;
beforeEach(() => {
	mail = fakeMail();
});
afterEach(() => mail.restore());

const email: Email = {
	id: "order-1",
	to: "ann@example.com",
	subject: "Hello",
	text: "Hello Ann",
};
const invalid: Email = { ...email, to: "nobody" };
const DAY_MS = 86_400_000;

/** What an action throws. */
const thrown = (act: Promise<unknown>) =>
	act.then(
		() => undefined,
		(error: unknown) => error,
	);

describe("fakeMail()", () => {
	test("takes what sendEmail() sends, and nobody has to say where the queue is", async () => {
		const { id, messageId } = await sendEmail(email);
		expect(id).toBe("order-1");
		expect(messageId).not.toBe("");
		expect(mail.sent).toEqual([email]);
	});

	test("gives a message without an id its message id for one", async () => {
		const { id: _id, ...anonymous } = email;
		const [first, second] = [
			await sendEmail(anonymous),
			await sendEmail(anonymous),
		];
		expect(first.id).toBe(first.messageId);
		expect(second.id).not.toBe(first.id);
	});

	test("keeps a message as it was sent, whatever becomes of the object", async () => {
		const data = { name: "Ann" };
		await sendEmail({ id: "1", to: "ann@example.com", template: "hi", data });
		data.name = "Bob";
		expect(mail.sent).toMatchObject([{ data: { name: "Ann" } }]);
	});

	test("refuses a message with the sender's own error, and keeps none of it", async () => {
		const error = await thrown(sendEmail(invalid));
		expect(error).toBeInstanceOf(EmailRefused);
		mail.restore();
		const real = await thrown(sendEmail(invalid, { queueUrl: "none" }));
		expect(error).toEqual(real);
		expect(mail.sent).toEqual([]);
	});

	test("answers each message of a batch", async () => {
		const second = { ...email, id: "order-2" };
		expect(await sendEmails([email, invalid, second])).toMatchObject([
			{ kind: "queued", id: "order-1" },
			{ kind: "invalid", problems: [{ pointer: "/to" }] },
			{ kind: "queued", id: "order-2" },
		]);
		expect(mail.sent).toEqual([email, second]);
	});

	test("takes a message that is too long for the queue, up to what the bucket takes", async () => {
		const long = { ...email, text: "x".repeat(2_000_000) };
		await sendEmail(long);
		expect(mail.sent).toEqual([long]);
		const longer = { ...email, text: "x".repeat(27_000_000) };
		expect(await thrown(sendEmail(longer))).toBeInstanceOf(EmailRefused);
	});

	test.each([
		["queue", 60_000],
		["schedule", 30 * DAY_MS],
	])("keeps apart what is scheduled, by the %s", async (by, ms) => {
		const at = new Date(Date.now() + ms);
		expect(await scheduleEmail(email, at)).toEqual({ id: "order-1", by, at });
		expect(mail.sent).toEqual([]);
		expect(mail.scheduled).toEqual([{ email, at }]);
	});

	test("refuses to schedule what the sender would refuse", async () => {
		const at = new Date(Date.now() + DAY_MS);
		const { id: _id, ...anonymous } = email;
		for (const refused of [invalid, anonymous])
			expect(await thrown(scheduleEmail(refused, at))).toBeInstanceOf(
				EmailRefused,
			);
		expect(mail.scheduled).toEqual([]);
	});

	test("answers the outcomes that it was told", async () => {
		const receipt = await sendEmail(email);
		expect(await outcomeOf(receipt)).toEqual({ kind: "unknown" });
		mail.outcome("order-1", "sent");
		expect(await outcomeOf(receipt)).toEqual({
			kind: "sent",
			at: expect.any(Date),
		});
		const at = new Date("2026-12-01T08:00:00Z");
		mail.outcome("order-1", "failed", { at, cause: "bad-recipient" });
		expect(await outcomeOf("order-1")).toEqual({
			kind: "failed",
			at,
			cause: "bad-recipient",
		});
	});

	test("forgets everything by clear()", async () => {
		await sendEmail(email);
		await scheduleEmail(email, new Date());
		mail.outcome("order-1", "sent");
		mail.clear();
		expect(mail).toMatchObject({ sent: [], scheduled: [] });
		expect(await outcomeOf("order-1")).toEqual({ kind: "unknown" });
	});

	test("gives way to AWS by restore()", async () => {
		mail.restore();
		await expect(sendEmail(email)).rejects.toThrow("queueUrl is missing");
		expect(mail.sent).toEqual([]);
	});
});
