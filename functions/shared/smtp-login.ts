import { BUDGET } from "../../core/contract.ts";
import type {
	Credential,
	OauthCredential,
} from "../../core/credential/credential.ts";
import { classifyReply } from "../../core/smtp/classify.ts";
import type { AccessTokens } from "./access-tokens.ts";
import type { LoginResult } from "./deps.ts";
import { type SmtpServer, SmtpSession } from "./smtp-connection.ts";

export interface Login {
	readonly result: LoginResult;
	/** Logged in; absent when that failed. */
	readonly session?: SmtpSession;
}

/** Logs in with a credential of this version of the secret. */
export type LogIn = (
	credential: Credential,
	secretVersion: string,
) => Promise<Login>;

/** A token and a second login need about that. */
const LEAST_MS = 15_000;

/**
 * Access token, connection and AUTH, all within `BUDGET.login`. One AUTH; a second one, with a fresh
 * token, only when a token was refused that had been kept from before. A fresh one's refusal is final.
 */
export function createLogIn(
	server: SmtpServer,
	tokens: AccessTokens,
	open: typeof SmtpSession.open = (...login) => SmtpSession.open(...login),
): LogIn {
	return async (credential, secretVersion) => {
		// Timers are real, also where the clock can be moved.
		const end = performance.now() + BUDGET.login * 1000;
		const msLeft = () => end - performance.now();
		if (credential.kind === "app-password") {
			const { user, appPassword: pass } = credential;
			return open(server, { user, pass }, msLeft());
		}
		const first = await withToken(credential, secretVersion);
		if (!first.kept || !refusesToken(first.result)) return first;
		if (msLeft() < LEAST_MS) return { result: NO_TIME };
		return withToken(credential, secretVersion);

		async function withToken(
			oauth: OauthCredential,
			version: string,
		): Promise<Login & { readonly kept: boolean }> {
			const token = await tokens.get(oauth, version);
			if (token.kind !== "token") return { result: token, kept: false };
			const { accessToken, kept } = token;
			const login = await open(
				server,
				{ user: oauth.user, accessToken },
				msLeft(),
			);
			if (refusesToken(login.result)) tokens.drop(accessToken);
			return { ...login, kept };
		}
	};
}

function refusesToken(result: LoginResult): boolean {
	return (
		result.kind === "refused" && classifyReply(result.reply).cause === "auth"
	);
}

const NO_TIME: LoginResult = {
	kind: "lost",
	failure: { stage: "auth", kind: "timeout", handedOver: false },
	detail:
		"a kept access token was refused, and there is no time left to try a fresh one",
};
