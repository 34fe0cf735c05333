import {
	type CredentialForm,
	parseSecret,
} from "../../core/credential/credential.ts";
import { readSecret } from "../sender/readings.ts";
import type { Target } from "../sender/target.ts";

/** Reads the credential that is stored in the sender's secret. */
export async function readCredential(target: Target): Promise<CredentialForm> {
	const { SecretString = "" } = await readSecret(target);
	return parseSecret(SecretString, target.sender.mailbox);
}

export function isOauth(form: CredentialForm): boolean {
	return form.kind === "credential" && form.credential.kind !== "app-password";
}

/** The user of the stored credential; the mailbox when none is stored. */
export async function readStoredUser(target: Target): Promise<string> {
	const form = await readCredential(target);
	return form.kind === "credential"
		? form.credential.user
		: target.sender.mailbox;
}
