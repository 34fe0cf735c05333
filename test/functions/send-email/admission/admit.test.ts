import { describe, expect, test } from "vitest";
import { type Breaker, CLOSED } from "../../../../core/breaker/breaker.ts";
import { afterEvent } from "../../../../core/breaker/transition.ts";
import { NO_QUOTA } from "../../../../core/quota/quota.ts";
import { admit } from "../../../../functions/send-email/admission/admit.ts";
import type { LoginResult } from "../../../../functions/shared/deps.ts";
import { NOW, record, stepBatch } from "../../../support/steps.ts";

const PASSWORD = '{"appPassword":"abcdefghijklmnop"}';
const READY: LoginResult = { kind: "ready" };
const REFUSED: LoginResult = {
	kind: "refused",
	reply: {
		stage: "auth",
		code: 535,
		text: "5.7.8 Username and Password not accepted",
	},
};
const LOST: LoginResult = {
	kind: "lost",
	failure: { stage: "connect", kind: "timeout", handedOver: false },
	detail: "timeout",
};

/** A sender whose logins come to these results, one after another. */
function sender(
	logins: readonly LoginResult[],
	{ breaker = CLOSED as Breaker | "unavailable", secrets = ["v1"] } = {},
) {
	const state = { breaker, logins: 0, slept: 0 };
	const versions = [...secrets];
	const { batch, logged } = stepBatch({
		quota: { read: async () => ({ ...NO_QUOTA, sent: 7 }) },
		breaker: {
			read: async () => state.breaker,
			write: async (next: Breaker) => {
				state.breaker = next;
				return "written";
			},
		},
		secret: {
			current: async (maxAgeMs: number) => {
				const version = maxAgeMs === 0 ? versions.at(-1) : versions[0];
				return { value: PASSWORD, version: version ?? "" };
			},
		},
		slots: [
			{
				usable: () => false,
				login: async () => {
					state.logins += 1;
					return logins[state.logins - 1] ?? READY;
				},
				send: async () => {
					throw new Error("nothing is sent yet");
				},
				close: () => {},
			},
		],
		sleep: async () => {
			state.slept += 1;
		},
	});
	return { batch, state, logged };
}

const opened = (cause: "auth" | "quota", stage: "auth" | "data", at: number) =>
	afterEvent(CLOSED, {
		kind: "failed",
		by: cause === "auth" ? "prober" : "account",
		at,
		failure: { cause, stage },
		secretVersion: "v1",
	});

describe("admit()", () => {
	test("lets a batch send after one login", async () => {
		const { batch, state } = sender([READY]);
		expect(await admit([], batch)).toMatchObject({
			secret: { version: "v1" },
			trialOwner: undefined,
		});
		expect(state.logins).toBe(1);
	});

	test("takes an unreadable breaker for an open one: no login", async () => {
		const { batch, state } = sender([], { breaker: "unavailable" });
		expect(await admit([], batch)).toBe("shut");
		expect(state.logins).toBe(0);
	});

	test("opens the breaker at the first refused login", async () => {
		const { batch, state } = sender([REFUSED]);
		expect(await admit([], batch)).toBe("soon");
		expect(state).toMatchObject({
			logins: 1,
			breaker: {
				state: { kind: "open", cause: "auth", attempt: 0, until: NOW },
			},
		});
		expect(batch.memory.brake).toMatchObject({ ms: 60_000, sent: 7 });
	});

	test("tries a newer version of the secret before it opens anything", async () => {
		const { batch, state } = sender([REFUSED, READY], {
			secrets: ["v1", "v2"],
		});
		expect(await admit([], batch)).toMatchObject({ secret: { version: "v2" } });
		// Nobody else has to find out that there is a newer one.
		expect(state).toMatchObject({
			logins: 2,
			breaker: { state: { kind: "closed", lastGoodSecretVersion: "v2" } },
		});
	});

	test("tries a lost connection again, three times in all, a second apart", async () => {
		const lucky = sender([LOST, LOST, READY]);
		expect(await admit([], lucky.batch)).toBeTypeOf("object");
		const { batch, state } = sender([LOST, LOST, LOST]);
		expect(await admit([], batch)).toBe("soon");
		expect(state).toMatchObject({
			logins: 3,
			slept: 2,
			breaker: { state: { cause: "transient" } },
		});
	});

	test("never logs in while a refused login keeps the breaker open, whatever the time is", async () => {
		const { batch, state } = sender([], {
			breaker: opened("auth", "auth", NOW - 9e6),
		});
		expect(await admit([], batch)).toBe("shut");
		expect(state.logins).toBe(0);
	});

	test("takes no token for the mail of a suspected producer alone, and lets it wait in its own time while nobody may try", async () => {
		const records = [record({ senderId: "AROAFLOOD:session" })];
		const suspected = (at: number) =>
			sender([], {
				breaker: {
					...opened("quota", "data", at),
					suspect: { producer: "AROAFLOOD", until: NOW + 1 },
				},
			}).batch;
		expect(await admit(records, suspected(NOW - 9e6))).toBe("aside");
		expect(await admit(records, suspected(NOW))).toBe("shut");
	});

	test("takes the token when it is time for a trial, and only then", async () => {
		const due = sender([READY], {
			breaker: opened("quota", "data", NOW - 9e6),
		});
		expect(await admit([], due.batch)).toMatchObject({
			trialOwner: expect.any(String),
			breaker: { state: { kind: "half-open" } },
		});
		const early = sender([], { breaker: opened("quota", "data", NOW) });
		expect(await admit([], early.batch)).toBe("shut");
	});

	test("tells a batch that comes while somebody tries from one that comes while it is shut", async () => {
		const events = [
			{
				kind: "token-taken" as const,
				at: NOW,
				owner: "another",
				until: NOW + 60_000,
			},
		];
		const breaker = events.reduce(
			afterEvent,
			opened("quota", "data", NOW - 9e6),
		);
		expect(await admit([], sender([], { breaker }).batch)).toBe("soon");
	});

	test("brakes itself alone, and longer each time, when others have sent since it failed before", async () => {
		const { batch, state } = sender([REFUSED, REFUSED]);
		const brake = { until: NOW, ms: 60_000, sent: 6, secretVersion: "v1" };
		batch.memory.brake = brake;
		expect(await admit([], batch)).toBe("soon");
		expect(state.breaker).toBe(CLOSED);
		expect(batch.memory.brake).toMatchObject({ ms: 120_000, sent: 7 });
	});

	test("forgets its brake when it gets in", async () => {
		const { batch } = sender([READY]);
		batch.memory.brake = {
			until: NOW,
			ms: 60_000,
			sent: 6,
			secretVersion: "v1",
		};
		await admit([], batch);
		expect(batch.memory.brake).toBeUndefined();
	});

	test("does nothing while an operator holds the sender", async () => {
		const breaker = afterEvent(CLOSED, {
			kind: "held",
			at: NOW,
			who: "ann",
			why: "x",
		});
		const { batch, state, logged } = sender([], { breaker });
		expect(await admit([], batch)).toBe("shut");
		expect(state.logins).toBe(0);
		expect(logged).toEqual([{ event: "held" }]);
	});

	test("does nothing while the environment brakes itself, unless there is a new password", async () => {
		const brake = { until: NOW + 1, ms: 60_000, sent: 6, secretVersion: "v1" };
		const { batch, state } = sender([READY]);
		batch.memory.brake = brake;
		expect(await admit([], batch)).toBe("braked");
		expect(state.logins).toBe(0);
		const renewed = sender([READY], { secrets: ["v2"] });
		renewed.batch.memory.brake = brake;
		expect(await admit([], renewed.batch)).toBeTypeOf("object");
	});
});
