import { describe, expect, test } from "vitest";
import { NO_QUOTA } from "../../../../core/quota/quota.ts";
import type { SmtpResult } from "../../../../core/smtp/smtp-result.ts";
import { learnFromResult } from "../../../../functions/send-email/sending/learn.ts";
import { keyed, NOW, row, stepBatch } from "../../../support/steps.ts";

const accepted: SmtpResult = {
	kind: "accepted",
	accepted: [0],
	refused: [],
	reply: "OK",
};
const lost: SmtpResult = {
	kind: "lost",
	failure: { stage: "mail", kind: "closed", handedOver: false },
	detail: "closed",
	refused: [],
};
const unknown: SmtpResult = {
	kind: "refused",
	reply: { stage: "rcpt", code: 550, text: "5.1.1 no such user" },
	refused: [],
};
const quota = { read: async () => ({ ...NO_QUOTA, sent: 5 }) };
const tried = (changes: Parameters<typeof row>[0] = {}) => ({
	message: keyed(),
	row: row(changes),
	pending: [0],
});

describe("learnFromResult()", () => {
	test("counts what was sent, and ends the run of failures with it", async () => {
		const { batch } = stepBatch();
		batch.memory.run = { keys: ["a", "b"], producers: ["shop"], sent: 5 };
		await learnFromResult(accepted, tried(), batch);
		expect(batch.memory).toMatchObject({ uncounted: 1, run: { keys: [] } });
	});

	test("asks who else was sent when a failure shows nobody's fault, and only then", async () => {
		const { batch } = stepBatch({ quota });
		batch.memory.uncounted = 2;
		expect(await learnFromResult(lost, tried(), batch)).toMatchObject({
			sent: 7,
			situation: { own: undefined },
		});
		expect(
			await learnFromResult(lost, tried({ seen: 6 }), batch),
		).toMatchObject({
			situation: { own: "others" },
		});
		const unasked = stepBatch();
		expect(
			(await learnFromResult(unknown, tried(), unasked.batch)).sent,
		).toBeUndefined();
	});

	test("blames nobody while the table does not answer, but what has failed for a day", async () => {
		const away = { read: async () => "unavailable" as const };
		const { batch } = stepBatch({ quota: away });
		expect(
			await learnFromResult(lost, tried({ seen: 6 }), batch),
		).toMatchObject({
			sent: undefined,
			situation: { own: undefined },
		});
		const old = tried({ failingSince: NOW - 90_000_000 });
		expect(await learnFromResult(lost, old, batch)).toMatchObject({
			situation: { own: "age" },
		});
	});

	test("counts what Google may have taken of a message whose answer was lost", async () => {
		const { batch } = stepBatch({ quota });
		const failure = {
			stage: "eom",
			kind: "timeout",
			handedOver: true,
		} as const;
		await learnFromResult({ ...lost, failure }, tried(), batch);
		expect([...batch.taken.values()]).toEqual([1]);
	});
});
