import { describe, expect, test } from "vitest";
import { prepareSlot } from "../../../../functions/send-email/admission/login.ts";
import type { LoginResult } from "../../../../functions/shared/deps.ts";
import { NOW, stepBatch } from "../../../support/steps.ts";

function slotThat(result: LoginResult, { isOpen = false } = {}) {
	const state = { logins: 0, atOnce: 0, most: 0 };
	const slot = {
		usable: () => isOpen,
		login: async () => {
			state.logins += 1;
			state.atOnce += 1;
			state.most = Math.max(state.most, state.atOnce);
			await Promise.resolve();
			state.atOnce -= 1;
			return result;
		},
		send: async () => {
			throw new Error("nothing is sent");
		},
		close: () => {},
	};
	return { slots: [slot, slot, slot], state };
}

describe("prepareSlot()", () => {
	test("uses a session that is logged in already", async () => {
		const { slots, state } = slotThat({ kind: "ready" }, { isOpen: true });
		const { batch } = stepBatch({ slots });
		expect(await prepareSlot(0, batch)).toEqual({
			kind: "ready",
			fresh: false,
		});
		expect(state.logins).toBe(0);
	});

	test("lets logins of one environment go one after another", async () => {
		const { slots, state } = slotThat({ kind: "ready" });
		const { batch } = stepBatch({ slots });
		await Promise.all([0, 1, 2].map((index) => prepareSlot(index, batch)));
		expect(state).toMatchObject({ logins: 3, most: 1 });
	});

	test("tries no login once the account has failed, or when the time is too short for it", async () => {
		const { slots, state } = slotThat({ kind: "ready" });
		const stopped = stepBatch(
			{ slots },
			{ stopped: { cause: "auth", stage: "auth" } },
		);
		expect(await prepareSlot(0, stopped.batch)).toEqual({ kind: "not-tried" });
		const late = stepBatch({ slots }, { deadline: NOW + 10_000 });
		expect(await prepareSlot(0, late.batch)).toEqual({ kind: "not-tried" });
		expect(state.logins).toBe(0);
	});

	test("tells a lost connection, which bad luck may explain, from a refusal", async () => {
		const lost = slotThat({
			kind: "lost",
			failure: { stage: "connect", kind: "timeout", handedOver: false },
			detail: "timeout",
		});
		const first = stepBatch({ slots: lost.slots });
		expect(await prepareSlot(0, first.batch)).toMatchObject({
			kind: "failed",
			lost: true,
			failure: { cause: "transient" },
		});
		expect(first.batch.memory.failures.lostConnections).toHaveLength(1);
		const refused = slotThat({
			kind: "refused",
			reply: { stage: "auth", code: 535, text: "5.7.8 no" },
		});
		const second = stepBatch({ slots: refused.slots });
		expect(await prepareSlot(0, second.batch)).toMatchObject({
			kind: "failed",
			lost: false,
			failure: { cause: "auth" },
		});
	});
});
