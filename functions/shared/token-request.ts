import { sign } from "node:crypto";
import type { OauthCredential } from "../../core/credential/credential.ts";
import { withoutSecrets } from "../../core/credential/secret.ts";
import { redactReply } from "../../core/smtp/reply.ts";
import type { LoginResult } from "./deps.ts";
import { failureKind } from "./failure-kind.ts";

export type TokenAnswer =
	| {
			readonly kind: "token";
			readonly accessToken: string;
			/** 0 when the endpoint does not tell. */
			readonly expiresInSeconds: number;
	  }
	| Extract<LoginResult, { kind: "no-token" | "lost" }>;

type ServiceAccount = Extract<OauthCredential, { kind: "service-account" }>;

const SCOPE = "https://mail.google.com/";
const ASSERTION_SECONDS = 300;
/** A part of `BUDGET.login`: the connection has the rest. */
const TIMEOUT_MS = 5000;
const MAX_DESCRIPTION = 300;

/** Asks once for an access token; resolves with what came of it, never rejects. */
export async function requestToken(
	credential: OauthCredential,
	options: {
		readonly tokenUrl: string;
		/** Epoch ms. */
		readonly now: number;
	},
): Promise<TokenAnswer> {
	const { tokenUrl, now } = options;
	const grant = grantOf(credential, tokenUrl, now);
	if (grant === undefined)
		return { kind: "no-token", refusal: { kind: "unusable-key" } };
	try {
		const response = await fetch(tokenUrl, {
			method: "POST",
			// An environment is frozen between invocations: a connection kept for later would be dead by then.
			headers: { connection: "close" },
			body: new URLSearchParams(grant),
			redirect: "manual",
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		return answerOf(response.status, await response.text(), credential);
	} catch (error) {
		return lost(error);
	}
}

function grantOf(
	credential: OauthCredential,
	tokenUrl: string,
	now: number,
): Record<string, string> | undefined {
	if (credential.kind === "refresh-token") {
		return {
			grant_type: "refresh_token",
			client_id: credential.clientId,
			client_secret: credential.clientSecret,
			refresh_token: credential.refreshToken,
		};
	}
	const assertion = assertionOf(credential, tokenUrl, now);
	return assertion === undefined
		? undefined
		: {
				grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
				assertion,
			};
}

/** RFC 7523, as Google's service accounts want it. @returns undefined when the key cannot sign. */
function assertionOf(
	{ clientEmail, privateKey, user }: ServiceAccount,
	tokenUrl: string,
	now: number,
): string | undefined {
	const iat = Math.floor(now / 1000);
	const claims = {
		iss: clientEmail,
		sub: user,
		scope: SCOPE,
		aud: tokenUrl,
		iat,
		exp: iat + ASSERTION_SECONDS,
	};
	const signed = [{ alg: "RS256", typ: "JWT" }, claims]
		.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
		.join(".");
	try {
		const signature = sign("sha256", Buffer.from(signed), privateKey);
		return `${signed}.${signature.toString("base64url")}`;
	} catch {
		return undefined;
	}
}

function answerOf(
	status: number,
	body: string,
	credential: OauthCredential,
): TokenAnswer {
	const answer = jsonOf(body);
	const { access_token, expires_in, error, error_description } = answer;
	if (status === 200 && typeof access_token === "string" && access_token !== "")
		return {
			kind: "token",
			accessToken: access_token,
			expiresInSeconds: Number(expires_in) || 0,
		};
	const clean = (value: unknown) =>
		typeof value === "string"
			? withoutSecrets(value, credential).slice(0, MAX_DESCRIPTION)
			: "";
	return {
		kind: "no-token",
		refusal: {
			kind: "answered",
			status,
			error: clean(error),
			description: clean(error_description),
		},
	};
}

function jsonOf(body: string): Readonly<Record<string, unknown>> {
	try {
		const value: unknown = JSON.parse(body);
		return typeof value === "object" && value !== null ? { ...value } : {};
	} catch {
		return {};
	}
}

// fetch says "fetch failed" and keeps the reason beneath.
function lost(error: unknown): TokenAnswer {
	const { name = "", cause } = error as Error & {
		readonly cause?: { readonly code?: string; readonly message?: string };
	};
	const timedOut = name === "TimeoutError" || name === "AbortError";
	const code = timedOut ? "ETIMEDOUT" : (cause?.code ?? name);
	const why = timedOut ? "no answer in time" : (cause?.message ?? "");
	return {
		kind: "lost",
		failure: { stage: "auth", kind: failureKind(code), handedOver: false },
		detail: redactReply(`Google's token endpoint: ${code}: ${why}`),
	};
}
