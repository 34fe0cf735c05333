import {
	createPublicKey,
	type KeyObject,
	randomBytes,
	verify,
} from "node:crypto";
import type { OauthCredential } from "../../core/credential/credential.ts";

const SCOPE = "https://mail.google.com/";
const TOKEN_SECONDS = 3599;
const LONGEST_ASSERTION_SECONDS = 3600;

type RefreshToken = Extract<OauthCredential, { kind: "refresh-token" }>;
type Claims = Readonly<Record<string, unknown>>;

/** What the token endpoint answers. */
export interface TokenReply {
	readonly status: number;
	readonly body: Readonly<Record<string, unknown>>;
}

/** Who may send for which mailbox: OAuth clients with a consent, service accounts with a delegation, and the access tokens they were given. */
export class OauthGrants {
	/** Secrets by client id. */
	readonly #clients = new Map<string, string>();
	readonly #refreshTokens: RefreshToken[] = [];
	/** By the service account's address. */
	readonly #accounts = new Map<
		string,
		{ readonly key: KeyObject; readonly users: Set<string> }
	>();
	readonly #accessTokens = new Map<
		string,
		{ readonly user: string; readonly until: number }
	>();
	readonly #isMailbox: (user: string) => boolean;

	constructor(isMailbox: (user: string) => boolean) {
		this.#isMailbox = isMailbox;
	}

	/** @throws Error when the service account's private key is none. */
	register(credential: OauthCredential): void {
		if (credential.kind === "refresh-token") {
			this.#clients.set(credential.clientId, credential.clientSecret);
			this.#refreshTokens.push(credential);
			return;
		}
		const { clientEmail, privateKey, user } = credential;
		const { users = new Set<string>() } = this.#accounts.get(clientEmail) ?? {};
		this.#accounts.set(clientEmail, {
			key: createPublicKey(privateKey),
			users: users.add(user.toLowerCase()),
		});
	}

	/** Takes every consent back and deletes every service account, with the access tokens they were given. */
	revokeAll(): void {
		this.#refreshTokens.length = 0;
		this.#accounts.clear();
		this.revokeAccessTokens();
	}

	/** Takes back what was granted for one user. @returns what grants it again. */
	revoke(user: string): () => void {
		const name = user.toLowerCase();
		const isTheirs = (one: { readonly user: string }) =>
			one.user.toLowerCase() === name;
		const tokens = this.#refreshTokens.filter(isTheirs);
		const others = this.#refreshTokens.filter((one) => !isTheirs(one));
		this.#refreshTokens.splice(0, Number.POSITIVE_INFINITY, ...others);
		const accounts = [...this.#accounts.values()].filter(({ users }) =>
			users.delete(name),
		);
		for (const [token, given] of this.#accessTokens)
			if (isTheirs(given)) this.#accessTokens.delete(token);
		return () => {
			this.#refreshTokens.push(...tokens);
			for (const { users } of accounts) users.add(name);
		};
	}

	/** Ends the access tokens alone: new ones are given. */
	revokeAccessTokens(): void {
		this.#accessTokens.clear();
	}

	/** Whether AUTH XOAUTH2 is accepted. */
	accepts(user: string, accessToken: string): boolean {
		const given = this.#accessTokens.get(accessToken);
		return (
			given !== undefined &&
			given.user === user.toLowerCase() &&
			given.until > Date.now()
		);
	}

	/** One request of the token endpoint at this address. */
	exchange(form: URLSearchParams, tokenUrl: string): TokenReply {
		switch (form.get("grant_type")) {
			case "refresh_token":
				return this.#byRefreshToken(form);
			case "urn:ietf:params:oauth:grant-type:jwt-bearer":
				return this.#byAssertion(form.get("assertion") ?? "", tokenUrl);
			default:
				return no(400, "unsupported_grant_type", "Invalid grant_type");
		}
	}

	#byRefreshToken(form: URLSearchParams): TokenReply {
		const clientId = form.get("client_id") ?? "";
		const clientSecret = this.#clients.get(clientId);
		if (clientSecret === undefined)
			return no(401, "invalid_client", "The OAuth client was not found.");
		if (clientSecret !== form.get("client_secret"))
			return no(401, "invalid_client", "Unauthorized");
		const grant = this.#refreshTokens.find(
			(token) =>
				token.clientId === clientId &&
				token.refreshToken === form.get("refresh_token"),
		);
		return grant === undefined
			? no(400, "invalid_grant", "Token has been expired or revoked.")
			: this.#give(grant.user);
	}

	#byAssertion(assertion: string, tokenUrl: string): TokenReply {
		const [head = "", body = "", signature = ""] = assertion.split(".");
		const { iss, sub, aud, scope, iat, exp } = claimsOf(body);
		const account = this.#accounts.get(String(iss));
		if (account === undefined)
			return no(400, "invalid_grant", "Invalid grant: account not found");
		const signed = Buffer.from(`${head}.${body}`);
		const isSigned = verify(
			"sha256",
			signed,
			account.key,
			Buffer.from(signature, "base64url"),
		);
		if (!isSigned) return no(400, "invalid_grant", "Invalid JWT Signature.");
		const now = Date.now() / 1000;
		const isTimely =
			Number(iat) <= now + 60 &&
			Number(exp) > now &&
			Number(exp) - Number(iat) <= LONGEST_ASSERTION_SECONDS;
		if (!isTimely || aud !== tokenUrl)
			return no(
				400,
				"invalid_grant",
				"Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.",
			);
		const user = String(sub).toLowerCase();
		if (!this.#isMailbox(user))
			return no(400, "invalid_grant", "Invalid email or User ID");
		if (scope !== SCOPE || !account.users.has(user))
			return no(
				401,
				"unauthorized_client",
				"Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.",
			);
		return this.#give(user);
	}

	#give(user: string): TokenReply {
		const access_token = `ya29.${randomBytes(24).toString("base64url")}`;
		this.#accessTokens.set(access_token, {
			user: user.toLowerCase(),
			until: Date.now() + TOKEN_SECONDS * 1000,
		});
		return {
			status: 200,
			body: {
				access_token,
				expires_in: TOKEN_SECONDS,
				scope: SCOPE,
				token_type: "Bearer",
			},
		};
	}
}

function claimsOf(part: string): Claims {
	try {
		const claims: unknown = JSON.parse(
			Buffer.from(part, "base64url").toString("utf8"),
		);
		return typeof claims === "object" && claims !== null ? { ...claims } : {};
	} catch {
		return {};
	}
}

function no(
	status: number,
	error: string,
	error_description: string,
): TokenReply {
	return { status, body: { error, error_description } };
}
