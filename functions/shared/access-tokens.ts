import type { OauthCredential } from "../../core/credential/credential.ts";
import { requestToken, type TokenAnswer } from "./token-request.ts";

export interface AccessTokens {
	/** The token that is kept for this version of the secret, or a new one. */
	get(credential: OauthCredential, secretVersion: string): Promise<GivenToken>;
	/** After Gmail has refused it: nobody is given this token again. */
	drop(accessToken: string): void;
}

export type GivenToken =
	| {
			readonly kind: "token";
			readonly accessToken: string;
			/** It was there before it was asked for, so it may have been revoked meanwhile. */
			readonly kept: boolean;
	  }
	| Exclude<TokenAnswer, { kind: "token" }>;

/** A login takes a while, and clocks differ. */
const MARGIN_MS = 120_000;

/** Access tokens in memory until shortly before they expire; those who ask at once share one request, made by `ask`. */
export function createAccessTokens(
	tokenUrl: string,
	now: () => number,
	ask = requestToken,
): AccessTokens {
	let kept:
		| {
				readonly accessToken: string;
				readonly secretVersion: string;
				/** Epoch ms. */
				readonly until: number;
		  }
		| undefined;
	const underway = new Map<string, Promise<TokenAnswer>>();

	const request = async (
		credential: OauthCredential,
		secretVersion: string,
	): Promise<TokenAnswer> => {
		const asked = now();
		const answer = await ask(credential, { tokenUrl, now: asked });
		if (answer.kind === "token") {
			const { accessToken, expiresInSeconds } = answer;
			const until = asked + expiresInSeconds * 1000 - MARGIN_MS;
			kept = { accessToken, secretVersion, until };
		}
		return answer;
	};

	return {
		async get(credential, secretVersion) {
			if (kept?.secretVersion === secretVersion && now() < kept.until) {
				return { kind: "token", accessToken: kept.accessToken, kept: true };
			}
			let answer = underway.get(secretVersion);
			if (answer === undefined) {
				answer = request(credential, secretVersion).finally(() =>
					underway.delete(secretVersion),
				);
				underway.set(secretVersion, answer);
			}
			const given = await answer;
			return given.kind === "token"
				? { kind: "token", accessToken: given.accessToken, kept: false }
				: given;
		},
		drop(accessToken) {
			if (kept?.accessToken === accessToken) kept = undefined;
		},
	};
}
