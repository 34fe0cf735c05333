import { describe, expect, test } from "vitest";
import type { TaskAnswer } from "../../../../functions/send-email/deps.ts";
import { answerTask } from "../../../../functions/send-email/settlement/answer-task.ts";
import { keyed, NOW, record, stepBatch } from "../../../support/steps.ts";

const waiting = { ...keyed(), producer: "billing", taskToken: "token" };

function stepFunctions(answer: TaskAnswer) {
	return stepBatch({
		tasks: { succeed: async () => answer, fail: async () => answer },
	});
}

describe("answerTask()", () => {
	test("asks nobody when nobody waits", async () => {
		const { batch } = stepBatch();
		const to = { ...waiting, taskToken: undefined };
		expect(await answerTask({ kind: "sent", since: NOW }, to, batch)).toBe(
			"done",
		);
	});

	test.each(["answered", "over", "denied"] as const)(
		"is done with a task that is %s",
		async (answer) => {
			const { batch } = stepFunctions(answer);
			expect(
				await answerTask({ kind: "sent", since: NOW }, waiting, batch),
			).toBe("done");
		},
	);

	test("asks again when the service does not answer", async () => {
		const { batch, counted } = stepFunctions("unavailable");
		expect(await answerTask({ kind: "sent", since: NOW }, waiting, batch)).toBe(
			"ask-again",
		);
		expect(counted).toEqual([["stateUnreachable", 1]]);
	});

	test.each([
		[86_399_999, "ask-again"],
		[86_400_000, "done"],
	])("asks for a day: after %i ms it is %s", async (ms, answer) => {
		const { batch } = stepFunctions("unavailable");
		const to = { ...waiting, record: record({ receiveCount: 900 }) };
		const outcome = { kind: "sent", since: NOW - ms } as const;
		expect(await answerTask(outcome, to, batch)).toBe(answer);
	});

	test("names the error after the cause", async () => {
		const errors: string[] = [];
		const { batch } = stepBatch({
			tasks: {
				fail: async (_token: string, error: string) => {
					errors.push(error);
					return "answered";
				},
			},
		});
		await answerTask(
			{ kind: "failed", cause: "bad-recipient", since: NOW },
			waiting,
			batch,
		);
		await answerTask({ kind: "expired", since: NOW }, waiting, batch);
		expect(new Set(errors).size).toBe(2);
	});
});
