import type { Credential } from "./credential.ts";

/** The secret's string for a credential, which `parseSecret` reads as the same. */
export function secretOf(credential: Credential, mailbox: string): string {
	const user = credential.user === mailbox ? {} : { user: credential.user };
	return JSON.stringify({ ...user, ...fieldsOf(credential) });
}

/** A text that somebody else wrote, without what of the credential it may repeat. */
export function withoutSecrets(text: string, credential: Credential): string {
	return secretsIn(credential).reduce(
		(rest, secret) => rest.replaceAll(secret, "<secret removed>"),
		text,
	);
}

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
