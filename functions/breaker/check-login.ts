import type { Breaker } from "../../core/breaker/breaker.ts";
import {
	type Credential,
	noCredential,
	parseSecret,
} from "../../core/credential/credential.ts";
import type { SenderFailure } from "../../core/delivery/decision.ts";
import { maskAddress } from "../../core/message/address.ts";
import type {
	LoginCheck,
	LoginCheckResult,
} from "../../core/status/last-round.ts";
import type { Secret } from "../shared/deps.ts";
import { loginFailure } from "../shared/login-failure.ts";
import type { BreakerDeps } from "./deps.ts";
import { rememberLogin, takeLoginTurn } from "./login-memory.ts";
import { runRound } from "./run-round.ts";
import { updateBreaker } from "./update-breaker.ts";

/** What a login from here showed. `message` is for people; without a cause nothing is known. */
export interface LoginAnswer {
	readonly ok: boolean;
	readonly message: string;
	readonly cause?: string;
	/** What the server said, redacted. */
	readonly reply?: string;
	/** Where it logged in, as whom (masked), and by which EHLO name. */
	readonly server: string;
	readonly user: string;
	readonly ehloName: string;
}

/**
 * Logs in once and says QUIT, unless that could help to lock the account: a version of the secret
 * that is known to be refused is not tried again, and nothing is tried twice within a minute.
 *
 * @returns undefined when the state table does not answer.
 */
export async function checkLogin(
	deps: BreakerDeps,
): Promise<LoginAnswer | undefined> {
	const [breaker, secret] = await Promise.all([
		deps.breaker.read(),
		deps.secret.current(0),
	]);
	if (breaker === "unavailable") return undefined;
	const { mailbox } = deps.config;
	if (secret === "unavailable") {
		return answer(deps, mailbox, {
			ok: false,
			message:
				"The login was not tried: the secret cannot be read. Look at this function's log",
		});
	}
	const form = parseSecret(secret.value, mailbox);
	if (form.kind !== "credential") {
		const message = noCredential(form);
		return answer(deps, mailbox, { ok: false, message, cause: "config" });
	}
	const { credential } = form;
	const known = knownRefusal(breaker, secret);
	if (known !== undefined) return answer(deps, credential.user, known);
	const at = deps.clock.now();
	const before = await takeLoginTurn(
		{ at, secretVersion: secret.version },
		deps,
	);
	if (before === "unavailable") return undefined;
	if (before !== undefined) {
		return answer(deps, credential.user, remembered(before, at));
	}
	const result = await login(credential, secret, breaker, deps);
	await rememberLogin({ at, secretVersion: secret.version, result }, deps);
	return answer(deps, credential.user, said(result, "just now"));
}

type Said = Pick<LoginAnswer, "ok" | "message" | "cause" | "reply">;

function answer(
	{ config }: BreakerDeps,
	user: string,
	said: Said,
): LoginAnswer {
	return {
		...said,
		server: `${config.smtpHost}:${config.smtpPort}`,
		user: maskAddress(user),
		ehloName: config.ehloName,
	};
}

// The breaker's own prober tries these when their time has come.
function knownRefusal({ state }: Breaker, secret: Secret): Said | undefined {
	if (state.kind === "closed" || state.worksSince !== undefined)
		return undefined;
	const { cause, secretVersion, reply, since } = state;
	const isKnown =
		cause === "auth-throttle" ||
		(cause === "auth" && secretVersion === secret.version);
	return isKnown
		? said(
				{ kind: "failed", cause, reply },
				`since ${iso(since)}, and not tried again for this question`,
			)
		: undefined;
}

async function login(
	credential: Credential,
	{ version: secretVersion }: Secret,
	breaker: Breaker,
	deps: BreakerDeps,
): Promise<LoginCheckResult> {
	const result = await deps.login(credential, secretVersion);
	if (result.kind === "ready") return { kind: "accepted" };
	const failure = loginFailure(result);
	const { cause, reply = "" } = failure;
	deps.log("warn", { event: "probe-failed", secretVersion, ...failure });
	if (await opensBreaker(failure, secretVersion, deps)) {
		const at = deps.clock.now();
		await updateBreaker(
			{ kind: "failed", by: "prober", at, failure, secretVersion },
			breaker,
			deps,
		);
		// Sets the mapping and the gauges at once.
		await runRound(deps);
	}
	return { kind: "failed", cause, reply };
}

// Otherwise the next message would be refused once more. A lost connection may be a single one.
async function opensBreaker(
	{ cause }: SenderFailure,
	secretVersion: string,
	{ secret }: BreakerDeps,
): Promise<boolean> {
	if (cause !== "auth" && cause !== "auth-throttle") return false;
	const latest = await secret.current(0);
	return latest === "unavailable" || latest.version === secretVersion;
}

function remembered({ result, at }: LoginCheck, now: number): Said {
	const ago = `${Math.round((now - at) / 1000)} s ago, and not tried again within a minute`;
	return result === undefined
		? {
				ok: false,
				message: `Nothing is known yet: a login was begun ${ago}. Ask again in a minute`,
			}
		: said(result, ago);
}

function said(result: LoginCheckResult, when: string): Said {
	if (result.kind === "accepted") {
		return { ok: true, message: `Google accepts the login (${when})` };
	}
	const { cause, reply } = result;
	const what =
		cause === "auth" ? "Google refuses the login" : "The login does not work";
	return { ok: false, message: `${what} (${when})`, cause, reply };
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
