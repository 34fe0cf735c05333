import XOAuth2 from "nodemailer/lib/xoauth2";
import type { OauthCredential } from "../../core/credential/credential.ts";
import { withoutSecrets } from "../../core/credential/secret.ts";
import { redactReply } from "../../core/smtp/redact.ts";
import type { GoogleServer } from "./google-server.ts";

const TIMEOUT_MS = 10_000;

/** Asks once for an access token. @throws Error that says why there is none. */
export function getAccessToken(
	{ tokenUrl, ca }: GoogleServer,
	credential: OauthCredential,
): Promise<string> {
	const source = new XOAuth2({
		...grantOf(credential),
		accessUrl: tokenUrl,
		requestTimeout: TIMEOUT_MS,
		...(ca === undefined ? {} : { tls: { ca } }),
	});
	return new Promise((resolve, reject) => {
		source.getToken(true, (error, accessToken) =>
			error === null ? resolve(accessToken) : reject(why(error, credential)),
		);
	});
}

function grantOf(credential: OauthCredential) {
	if (credential.kind === "refresh-token") {
		const { user, clientId, clientSecret, refreshToken } = credential;
		return { user, clientId, clientSecret, refreshToken };
	}
	const { user, clientEmail, privateKey } = credential;
	return { user, serviceClient: clientEmail, privateKey };
}

function why(
	error: Error & { readonly code?: string },
	credential: OauthCredential,
): Error {
	const said = redactReply(withoutSecrets(error.message, credential));
	return new Error(
		error.code === "EOAUTH2"
			? `Nothing was stored: Google gives no access token for this. It said: ${said}`
			: `Nothing was stored: an access token could not be asked for, ${said}. Try again, or add --without-login`,
	);
}
