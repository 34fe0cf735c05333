import { toBase64 } from "../base64.ts";
import type { Credential } from "./credential.ts";

/** The secret's string for a credential, which `parseSecret` reads as the same. */
export function secretOf(credential: Credential, mailbox: string): string {
	const user = credential.user === mailbox ? {} : { user: credential.user };
	return JSON.stringify({ ...user, ...fieldsOf(credential) });
}

/** A text that somebody else wrote, without what of the credential it may repeat. */
export function withoutSecrets(text: string, credential: Credential): string {
	return secretsIn(credential).reduce(
		(rest, secret) => rest.replaceAll(secret, REMOVED),
		text,
	);
}

/** What a server said after a login, without what of the login it may repeat: as it is, or in AUTH's base64, whole or cut. */
export function withoutLogin(
	text: string,
	{ user, secret }: { readonly user: string; readonly secret: string },
): string {
	const sent = [
		secret,
		`\0${user}\0${secret}`,
		`user=${user}\u0001auth=Bearer ${secret}\u0001\u0001`,
	].map((each) => toBase64(each).replace(/=+$/, ""));
	return text
		.replaceAll(secret, REMOVED)
		.replace(/[A-Za-z0-9+/]{8,}/g, (run) =>
			sent.some((each) => each.includes(run) || run.includes(each))
				? REMOVED
				: run,
		);
}

const REMOVED = "<secret removed>";

function secretsIn(credential: Credential): readonly string[] {
	switch (credential.kind) {
		case "app-password":
			return [credential.appPassword];
		case "refresh-token":
			return [credential.refreshToken, credential.clientSecret];
		case "service-account":
			return [credential.privateKey];
	}
}

function fieldsOf(credential: Credential): object {
	switch (credential.kind) {
		case "app-password": {
			const { appPassword } = credential;
			return { appPassword };
		}
		case "refresh-token": {
			const { clientId, clientSecret, refreshToken } = credential;
			return { clientId, clientSecret, refreshToken };
		}
		case "service-account":
			return {
				serviceAccount: {
					type: "service_account",
					client_email: credential.clientEmail,
					private_key: credential.privateKey,
				},
			};
	}
}
