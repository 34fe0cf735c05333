import { describe, expect, test } from "vitest";
import { type Breaker, CLOSED } from "../../../../core/breaker/breaker.ts";
import { afterEvent } from "../../../../core/breaker/transition.ts";
import { closeAfterProof } from "../../../../functions/send-email/admission/breaker.ts";
import {
	type AdmittedBatch,
	newMemory,
} from "../../../../functions/send-email/batch.ts";
import type { SendingDeps } from "../../../../functions/send-email/deps.ts";

const NOW = Date.UTC(2026, 10, 23);
const unproved: Breaker = [
	{
		kind: "failed" as const,
		at: NOW,
		failure: { cause: "auth" as const, stage: "auth" as const },
		secretVersion: "v1",
	},
	{ kind: "login-accepted" as const, at: NOW, secretVersion: "v2" },
].reduce(afterEvent, CLOSED);

describe("a message's 250 while an operator writes a hold", () => {
	const held = afterEvent(unproved, {
		kind: "held",
		at: NOW,
		who: "ann",
		why: "flood",
	});

	test("proves the breaker without losing the hold, for this batch, too", async () => {
		const table = { breaker: held };
		const deps: Pick<SendingDeps, "breaker" | "clock" | "log" | "newId"> = {
			clock: { now: () => NOW },
			newId: () => "writer",
			log: () => {},
			breaker: {
				read: async () => table.breaker,
				write: async (next) => {
					if (next.version - 1 !== table.breaker.version) return "conflict";
					table.breaker = next;
					return "written";
				},
			},
		};
		const batch: Pick<
			AdmittedBatch,
			"memory" | "breaker" | "trialOwner" | "secret"
		> & { deps: typeof deps } = {
			deps,
			memory: newMemory(),
			breaker: unproved,
			trialOwner: undefined,
			secret: { value: "", version: "v2" },
		};
		await closeAfterProof(batch as AdmittedBatch, "mail");
		expect(table.breaker.hold).toMatchObject({ who: "ann" });
		expect(table.breaker.state).toMatchObject({ proved: true });
		expect(batch.breaker).toBe(table.breaker);
	});
});
