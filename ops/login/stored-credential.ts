import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import {
	type CredentialForm,
	parseSecret,
} from "../../core/credential/credential.ts";
import type { Target } from "../sender/target.ts";

/** What the sender's secret holds. */
export async function readCredential({
	secrets,
	sender,
}: Pick<Target, "secrets" | "sender">): Promise<CredentialForm> {
	const { SecretString = "" } = await secrets.send(
		new GetSecretValueCommand({ SecretId: sender.secretArn }),
	);
	return parseSecret(SecretString, sender.mailbox);
}

/** Who has logged in so far; the mailbox as long as nobody else was named. */
export async function readStoredUser(target: Target): Promise<string> {
	const form = await readCredential(target);
	return form.kind === "credential"
		? form.credential.user
		: target.sender.mailbox;
}
