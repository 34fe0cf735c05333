import { describe, expect, test } from "vitest";
import type { LoginResult } from "../../../functions/shared/deps.ts";
import { tryLogin } from "../../../functions/shared/try-login.ts";

const READY: LoginResult = { kind: "ready" };
const LOST: LoginResult = {
	kind: "lost",
	failure: { stage: "connect", kind: "timeout", handedOver: false },
	detail: "timeout",
};
const GREETING: LoginResult = {
	kind: "refused",
	reply: { stage: "connect", code: 421, text: "4.7.0 Try again later" },
};
const REFUSED: LoginResult = {
	kind: "refused",
	reply: {
		stage: "auth",
		code: 534,
		text: "5.7.9 Please log in with your web browser",
	},
};

/** Logins that come to these results, each after `ms`. */
async function tried(
	results: readonly LoginResult[],
	{ ms = 500, until = 60_000 } = {},
) {
	let now = 0;
	let logins = 0;
	const result = await tryLogin(
		async () => {
			now += ms;
			logins += 1;
			return results[logins - 1] ?? READY;
		},
		{
			now: () => now,
			until,
			sleep: async (wait) => {
				now += wait;
			},
		},
	);
	return { kind: result.kind, logins, now };
}

describe("tryLogin()", () => {
	test.each<[string, readonly LoginResult[], object]>([
		["goes on when it works", [READY], { kind: "ready", logins: 1 }],
		[
			"tries a lost connection three times, a second apart",
			[LOST, LOST, LOST],
			{ kind: "lost", logins: 3, now: 3500 },
		],
		[
			"tries a connection that is refused at its greeting likewise",
			[GREETING, LOST, READY],
			{ kind: "ready", logins: 3 },
		],
		[
			"takes what AUTH answers as final",
			[REFUSED],
			{ kind: "refused", logins: 1 },
		],
	])("%s", async (_name, results, expected) => {
		expect(await tried(results)).toMatchObject(expected);
	});

	test("begins no other that could not end in time", async () => {
		const slow = { ms: 29_000 };
		expect(await tried([LOST, LOST, LOST], slow)).toMatchObject({
			logins: 2,
			now: 59_000,
		});
		expect(await tried([LOST, LOST], { ...slow, until: 59_999 })).toMatchObject(
			{ logins: 1 },
		);
	});
});
