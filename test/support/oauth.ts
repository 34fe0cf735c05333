import { generateKeyPairSync } from "node:crypto";
import type { OauthCredential } from "../../core/credential/credential.ts";
import { secretOf } from "../../core/credential/secret.ts";
import type { Harness } from "./harness.ts";

export const CLIENT = {
	clientId: "client-1.apps.googleusercontent.com",
	clientSecret: "GOCSPX-client-secret",
};

/** A refresh token of our OAuth client. */
export function refreshToken(
	user: string,
	token = "1//first-refresh-token",
): OauthCredential {
	return { kind: "refresh-token", user, ...CLIENT, refreshToken: token };
}

/** A service account with a key of its own. */
export function serviceAccount(user: string): OauthCredential {
	const { privateKey } = generateKeyPairSync("rsa", {
		modulusLength: 2048,
		publicKeyEncoding: { type: "spki", format: "pem" },
		privateKeyEncoding: { type: "pkcs8", format: "pem" },
	});
	return {
		kind: "service-account",
		user,
		clientEmail: "mailer@project-1.iam.gserviceaccount.com",
		privateKey: privateKey.trim(),
	};
}

/** Stores a credential as the secret's new version. */
export function store(stack: Harness, credential: OauthCredential): void {
	const { secretArn, mailbox } = stack.sender;
	stack.local.aws.services.secrets.put(
		secretArn,
		secretOf(credential, mailbox),
	);
}

/** Has the look-alike Google accept a credential, and stores it. */
export function registerAndStore(
	stack: Harness,
	credential: OauthCredential,
): void {
	stack.gmail.grants.register(credential);
	store(stack, credential);
}
