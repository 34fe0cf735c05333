import { describe, expect, test } from "vitest";
import type { LedgerRow } from "../../../../core/delivery/ledger-row.ts";
import { persist } from "../../../../functions/send-email/settlement/persist.ts";
import type { Written } from "../../../../functions/shared/deps.ts";
import { keyed, NOW, row, stepBatch } from "../../../support/steps.ts";

const next = row({ state: { kind: "WAITING", notBefore: NOW } });
const write = {
	kind: "row",
	next,
	lastOwner: "me",
	necessary: false,
} as const;
const to = { ...keyed(), producer: "billing", taskToken: undefined };

function ledgerThat(answers: readonly Written[], found: LedgerRow) {
	const left = [...answers];
	const slept: number[] = [];
	const given = {
		ledger: {
			write: async () => left.shift() ?? "written",
			read: async () => found,
		},
		sleep: async (ms: number) => void slept.push(ms),
	};
	return { given, slept };
}

describe("persist()", () => {
	test("repeats a write that got no answer, until it is through", async () => {
		const { given, slept } = ledgerThat(["unavailable", "unavailable"], row());
		const { batch, counted } = stepBatch(given);
		expect(await persist(write, to, batch)).toBe("written");
		expect(slept).toEqual([500, 500]);
		expect(counted).toHaveLength(2);
	});

	test("finds out that a write was done though its answer was lost", async () => {
		const { given, slept } = ledgerThat(["unavailable"], next);
		const { batch } = stepBatch(given);
		expect(await persist(write, to, batch)).toBe("written");
		expect(slept).toEqual([]);
	});

	test("ends when the invocation is about to", async () => {
		const { given, slept } = ledgerThat(Array(9).fill("unavailable"), row());
		const { batch } = stepBatch(given, { deadline: NOW + 13_000 });
		expect(await persist(write, to, batch)).toBe("unavailable");
		expect(slept).toEqual([]);
	});

	test("never repeats a conflict", async () => {
		const { given } = ledgerThat(["conflict"], row());
		const { batch } = stepBatch(given);
		expect(await persist(write, to, batch)).toBe("conflict");
	});
});
