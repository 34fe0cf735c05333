import { BUDGET } from "../../core/contract.ts";
import { UP_TO_AUTH } from "../../core/smtp/reply.ts";
import type { LoginResult } from "./deps.ts";
import { loginFailure } from "./login-failure.ts";

const TRIES = 3;
const BETWEEN_MS = 1000;

/**
 * Logs in. A lost or refused connection may be bad luck: it is tried three times, a second apart, as long as another
 * try can end before `until`. What AUTH answers is final.
 */
export async function tryLogin(
	login: () => Promise<LoginResult>,
	{
		now,
		sleep,
		until,
	}: {
		/** Epoch ms. */
		readonly now: () => number;
		readonly until: number;
		sleep(ms: number): Promise<void>;
	},
): Promise<LoginResult> {
	for (let tries = 1; ; tries += 1) {
		const result = await login();
		const isLate = until - now() < BETWEEN_MS + BUDGET.login * 1000;
		if (tries === TRIES || isLate || !isNoConnection(result)) return result;
		await sleep(BETWEEN_MS);
	}
}

function isNoConnection(result: LoginResult): boolean {
	if (result.kind === "ready") return false;
	const { stage, cause } = loginFailure(result);
	return result.kind === "refused"
		? stage !== "auth" && UP_TO_AUTH.includes(stage)
		: cause === "transient";
}
