import { describe, expect, test } from "vitest";
import { prepareSlot } from "../../../../functions/send-email/admission/login.ts";
import type { LoginResult } from "../../../../functions/shared/deps.ts";
import { NOW, stepBatch } from "../../../support/steps.ts";

function slotThat(result: LoginResult, { isOpen = false } = {}) {
	const state = { logins: 0 };
	const slot = {
		usable: () => isOpen,
		login: async () => {
			state.logins += 1;
			return result;
		},
		send: async () => {
			throw new Error("nothing is sent");
		},
		close: () => {},
	};
	return { slot, state };
}

describe("prepareSlot()", () => {
	test("uses a session that is logged in already", async () => {
		const { slot, state } = slotThat({ kind: "ready" }, { isOpen: true });
		expect(await prepareSlot(slot, stepBatch().batch)).toBe("ready");
		expect(state.logins).toBe(0);
	});

	test("tries no login once the account has failed, or when the time is too short for it", async () => {
		const { slot, state } = slotThat({ kind: "ready" });
		const stopped = stepBatch(
			{},
			{ stopped: { cause: "auth", stage: "auth" } },
		);
		expect(await prepareSlot(slot, stopped.batch)).toBe("not-ready");
		const late = stepBatch({}, { deadline: NOW + 10_000 });
		expect(await prepareSlot(slot, late.batch)).toBe("not-ready");
		expect(state.logins).toBe(0);
	});

	test.each<[string, LoginResult, unknown]>([
		[
			"a lost connection",
			{
				kind: "lost",
				failure: { stage: "connect", kind: "timeout", handedOver: false },
				detail: "timeout",
			},
			"not-ready",
		],
		[
			"a greeting that refuses",
			{
				kind: "refused",
				reply: { stage: "connect", code: 421, text: "4.7.0 later" },
			},
			"not-ready",
		],
		[
			"a password that is refused",
			{
				kind: "refused",
				reply: { stage: "auth", code: 535, text: "5.7.8 no" },
			},
			{ cause: "auth" },
		],
	])(
		"tries %s once, and blames the account for a refused password alone",
		async (_name, result, expected) => {
			const { slot, state } = slotThat(result);
			const ready = await prepareSlot(slot, stepBatch().batch);
			if (typeof expected === "string") expect(ready).toBe(expected);
			else expect(ready).toMatchObject(expected as object);
			expect(state.logins).toBe(1);
		},
	);
});
