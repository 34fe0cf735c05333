import { describe, expect, test } from "vitest";
import { NO_QUOTA } from "../../../../core/quota/quota.ts";
import type { SmtpResult } from "../../../../core/smtp/smtp-result.ts";
import type { AdmittedBatch } from "../../../../functions/send-email/batch.ts";
import type { SmtpSlot } from "../../../../functions/send-email/deps.ts";
import type { KeyedClaim } from "../../../../functions/send-email/sending/claim.ts";
import { writeOut } from "../../../../functions/send-email/sending/prepare.ts";
import { sendReady } from "../../../../functions/send-email/sending/send.ts";
import { keyed, message, NOW, row, stepBatch } from "../../../support/steps.ts";

const accepted: SmtpResult = {
	kind: "accepted",
	accepted: [0],
	refused: [],
	reply: "OK",
};
const lost = (stage: "mail" | "eom", handedOver: boolean): SmtpResult => ({
	kind: "lost",
	failure: { stage, handedOver, kind: "closed" },
	detail: "lost",
	refused: [],
});
const claim = (changes: Parameters<typeof keyed>[0] = {}) => ({
	kind: "claim" as const,
	row: row(),
	lastOwner: "me",
	message: keyed(changes),
});

/** One slot that gives these results; `warm`: it was logged in before. */
function slotThat(results: readonly SmtpResult[], { warm = true } = {}) {
	const left = [...results];
	const done: string[] = [];
	let isOpen = warm;
	const given = {
		compose: async () => Buffer.from("bytes"),
		quota: { read: async () => ({ ...NO_QUOTA, sent: 7 }) },
		slots: [
			{
				usable: () => isOpen,
				login: async () => {
					done.push("login");
					isOpen = true;
					return { kind: "ready" as const };
				},
				send: async () => {
					done.push("send");
					return left.shift() ?? accepted;
				},
				close: () => {
					isOpen = false;
				},
			},
		],
	};
	return { given, done };
}

async function sendClaimed(
	claimed: KeyedClaim,
	slot: SmtpSlot,
	batch: AdmittedBatch,
) {
	return sendReady(await writeOut(claimed, batch), slot, batch);
}

function slotOf({ deps }: AdmittedBatch): SmtpSlot {
	const [slot] = deps.slots;
	if (slot === undefined) throw new Error("no slot");
	return slot;
}

describe("send()", () => {
	test("sends, and counts the recipients that Google has taken", async () => {
		const { given } = slotThat([accepted]);
		const { batch } = stepBatch(given);
		expect(await sendClaimed(claim(), slotOf(batch), batch)).toMatchObject({
			verdict: { isAccepted: true, suspicion: undefined },
			outcome: { kind: "sent", row: { progress: { accepted: [0] } } },
		});
		expect([...batch.taken.values()]).toEqual([1]);
	});

	test("tries a new connection when a warm one had died unnoticed, once", async () => {
		const { given, done } = slotThat([lost("mail", false), accepted]);
		const { batch } = stepBatch(given);
		expect(await sendClaimed(claim(), slotOf(batch), batch)).toMatchObject({
			verdict: { isAccepted: true },
		});
		expect(done).toEqual(["send", "login", "send"]);
		const twice = slotThat([lost("mail", false), lost("mail", false)]);
		const second = stepBatch(twice.given);
		expect(
			await sendClaimed(claim(), slotOf(second.batch), second.batch),
		).toMatchObject({
			verdict: { isAccepted: false, suspicion: { kind: "unclear" }, sent: 7 },
			outcome: { kind: "release", row: { seen: 7 } },
		});
		expect(twice.done).toEqual(["send", "login", "send"]);
	});

	test("never repeats what may have been taken", async () => {
		const { given, done } = slotThat([lost("eom", true)]);
		const { batch } = stepBatch(given);
		expect(await sendClaimed(claim(), slotOf(batch), batch)).toMatchObject({
			outcome: { kind: "maybe-sent" },
		});
		expect(done).toEqual(["send"]);
		expect([...batch.taken.values()]).toEqual([1]);
	});

	test("looks at notAfter again before the second try", async () => {
		const { given, done } = slotThat([lost("mail", false), accepted]);
		let now = NOW;
		const [slot] = given.slots;
		const { batch } = stepBatch({
			...given,
			clock: { now: () => now },
			slots: [
				{
					...slot,
					send: async () => {
						now += 20_000;
						return lost("mail", false);
					},
				},
			],
		} as Parameters<typeof stepBatch>[0]);
		const soon = claim({
			message: message({ notAfter: new Date(NOW + 10_000).toISOString() }),
		});
		expect(await sendClaimed(soon, slotOf(batch), batch)).toMatchObject({
			outcome: { kind: "expired" },
		});
		expect(done).toEqual(["login"]);
	});

	test("leaves to its claim what becomes of a late message that somebody may have", async () => {
		const { given, done } = slotThat([accepted]);
		const { batch } = stepBatch(given);
		const late = {
			...claim({ message: message({ notAfter: "2020-01-01T00:00:00Z" }) }),
			row: row({ doubted: true }),
		};
		expect(await sendClaimed(late, slotOf(batch), batch)).toMatchObject({
			outcome: { kind: "release" },
		});
		expect(done).toEqual([]);
	});

	test("charges a message when others were sent since it failed before", async () => {
		const { given } = slotThat([lost("eom", false)]);
		const { batch } = stepBatch(given);
		const failedBefore = { ...claim(), row: row({ seen: 6 }) };
		expect(await sendClaimed(failedBefore, slotOf(batch), batch)).toMatchObject(
			{
				outcome: { kind: "retry", row: { seen: 7 } },
				verdict: { suspicion: undefined },
			},
		);
	});

	test("starts nothing that can't end before the invocation does", async () => {
		const { given, done } = slotThat([accepted]);
		const { batch } = stepBatch(given, { deadline: NOW + 1000 });
		expect(await sendClaimed(claim(), slotOf(batch), batch)).toMatchObject({
			outcome: { kind: "release" },
		});
		expect(done).toEqual([]);
	});

	test("expires a message whose time passed while it was composed", async () => {
		const { given, done } = slotThat([accepted]);
		const { batch } = stepBatch(given);
		const late = claim({
			message: message({ notAfter: "2020-01-01T00:00:00Z" }),
		});
		expect(await sendClaimed(late, slotOf(batch), batch)).toMatchObject({
			outcome: { kind: "expired", isRecorded: false },
		});
		expect(done).toEqual([]);
	});

	test("charges a message whose files come too slowly, and asks the server nothing", async () => {
		const { given, done } = slotThat([]);
		const { batch } = stepBatch(given);
		const slow = claim({ files: "too-slow" });
		expect(await sendClaimed(slow, slotOf(batch), batch)).toMatchObject({
			outcome: { kind: "retry", attempts: 1 },
		});
		const last = { ...slow, row: row({ attempts: 2 }) };
		expect(await sendClaimed(last, slotOf(batch), batch)).toMatchObject({
			outcome: {
				kind: "dead-letter",
				cause: "transient",
				reason: { rule: "files-too-slow" },
			},
		});
		expect(done).toEqual([]);
	});

	test("refuses what is too long once it is encoded, before it connects", async () => {
		const { given, done } = slotThat([], { warm: false });
		const { batch } = stepBatch({
			...given,
			compose: async () => Buffer.alloc(25_000_001),
		});
		expect(await sendClaimed(claim(), slotOf(batch), batch)).toMatchObject({
			outcome: { kind: "refused" },
		});
		expect(done).toEqual([]);
	});

	test("sends to those alone who have neither got it nor been refused", async () => {
		const { given } = slotThat([]);
		const envelopes: unknown[] = [];
		const [slot] = given.slots;
		const { batch } = stepBatch({
			...given,
			slots: [
				{
					...slot,
					send: async (envelope: object) => {
						envelopes.push(envelope);
						return accepted;
					},
				},
			],
		} as Parameters<typeof stepBatch>[0]);
		const two = {
			...claim({
				message: message({ to: ["ann@example.com", "bob@example.com"] }),
				recipients: ["ann@example.com", "bob@example.com"],
			}),
			row: row({ progress: { accepted: [0], refused: [] } }),
		};
		await sendClaimed(two, slotOf(batch), batch);
		expect(envelopes).toMatchObject([
			{ to: [{ index: 1, address: "bob@example.com" }] },
		]);
	});

	test("charges no attempt when its slot gets no login", async () => {
		const { given } = slotThat([], { warm: false });
		const [slot] = given.slots;
		const refused = {
			kind: "refused",
			reply: { stage: "auth", code: 535, text: "5.7.8 no" },
		} as const;
		const { batch } = stepBatch({
			...given,
			slots: [{ ...slot, login: async () => refused }],
		} as Parameters<typeof stepBatch>[0]);
		expect(await sendClaimed(claim(), slotOf(batch), batch)).toMatchObject({
			outcome: { kind: "release" },
			isStuck: true,
		});
	});
});
