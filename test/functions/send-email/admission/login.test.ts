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
		expect(await prepareSlot(slot, stepBatch().batch)).toBe(true);
		expect(state.logins).toBe(0);
	});

	test("tries no login once the account has failed, or when the time is too short for it", async () => {
		const { slot, state } = slotThat({ kind: "ready" });
		const stopped = stepBatch(
			{},
			{ stopped: { cause: "auth", stage: "auth" } },
		);
		expect(await prepareSlot(slot, stopped.batch)).toBe(false);
		const late = stepBatch({}, { deadline: NOW + 10_000 });
		expect(await prepareSlot(slot, late.batch)).toBe(false);
		expect(state.logins).toBe(0);
	});

	const LOST: LoginResult = {
		kind: "lost",
		failure: { stage: "connect", kind: "timeout", handedOver: false },
		detail: "timeout",
	};
	const REFUSED: LoginResult = {
		kind: "refused",
		reply: { stage: "auth", code: 534, text: "5.7.9 Please log in" },
	};

	test("tries a connection that it can't have once, and again with the next batch", async () => {
		const { slot, state } = slotThat(LOST);
		const { batch } = stepBatch();
		expect(await prepareSlot(slot, batch)).toBe(false);
		expect(await prepareSlot(slot, batch)).toBe(false);
		expect(state.logins).toBe(2);
	});

	test("logs in ever more seldom where Google refuses a further login, until the secret is another", async () => {
		const { slot, state } = slotThat(REFUSED);
		let now = NOW;
		const { batch } = stepBatch({ clock: { now: () => now } });
		const minutes: number[] = [];
		for (let minute = 0; minute < 60; minute += 1) {
			const before = state.logins;
			now = NOW + minute * 60_000;
			await prepareSlot(slot, { ...batch, deadline: now + 180_000 });
			if (state.logins > before) minutes.push(minute);
		}
		expect(minutes).toEqual([0, 1, 3, 7, 15, 30, 45]);
		const secret = { value: "", version: "v2" };
		await prepareSlot(slot, { ...batch, secret, deadline: now + 180_000 });
		expect(state.logins).toBe(8);
	});
});
