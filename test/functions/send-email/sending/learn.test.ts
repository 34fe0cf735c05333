import { describe, expect, test } from "vitest";
import type { SmtpResult } from "../../../../core/smtp/smtp-result.ts";
import { learnFromResult } from "../../../../functions/send-email/sending/learn.ts";
import { keyed, row, stepBatch } from "../../../support/steps.ts";

const accepted: SmtpResult = {
	kind: "accepted",
	accepted: [0],
	refused: [],
	reply: "OK",
};
const refused = (text: string, code = 421): SmtpResult => ({
	kind: "refused",
	reply: { stage: "mail", code, text },
	refused: [],
});
const busy = refused("4.7.0 Try again later, closing connection.", 451);
const lost: SmtpResult = {
	kind: "lost",
	failure: { stage: "mail", kind: "closed", handedOver: false },
	detail: "closed",
	refused: [],
};
const tried = (key: string, isFresh = false) => ({
	message: keyed({ key }),
	row: row(),
	pending: [0],
	isFresh,
});

describe("learnFromResult()", () => {
	test("counts other messages that met the same cause, never the message itself", () => {
		const { batch } = stepBatch();
		learnFromResult(busy, tried("a"), batch);
		learnFromResult(busy, tried("a"), batch);
		const { othersAlike } = learnFromResult(busy, tried("b"), batch);
		expect(Object.values(othersAlike)).toEqual([1]);
	});

	test("forgets all of it at a success", () => {
		const { batch } = stepBatch();
		learnFromResult(busy, tried("a"), batch);
		learnFromResult(lost, tried("b", true), batch);
		const after = learnFromResult(accepted, tried("c"), batch);
		expect(after).toMatchObject({ othersAlike: {}, connectionFailures: 0 });
	});

	test("counts a message's lost connections once, however often it loses them", () => {
		const { batch } = stepBatch();
		learnFromResult(lost, tried("a", true), batch);
		expect(learnFromResult(lost, tried("a", true), batch)).toMatchObject({
			connectionFailures: 1,
		});
		expect(learnFromResult(lost, tried("b", true), batch)).toMatchObject({
			connectionFailures: 2,
		});
	});

	test("counts what Google may have taken of a message whose answer was lost", () => {
		const { batch, counted } = stepBatch();
		const failure = {
			stage: "eom",
			kind: "timeout",
			handedOver: true,
		} as const;
		learnFromResult({ ...lost, failure }, tried("a"), batch);
		expect([...batch.taken.values()]).toEqual([1]);
		expect(counted).toEqual([["smtpRefused", 1, "transient"]]);
	});
});
