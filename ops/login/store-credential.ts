import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { isMendedBySecret } from "../../core/breaker/breaker.ts";
import type { Credential } from "../../core/credential/credential.ts";
import { secretOf } from "../../core/credential/secret.ts";
import { verdictOf } from "../../core/status/verdict.ts";
import { opsAdvice } from "../sender/advice.ts";
import { readBreaker, readOverview } from "../sender/sender-state.ts";
import { flagsOf, type Target, type TargetOptions } from "../sender/target.ts";
import { serverOf } from "./google-server.ts";
import { tryLogin } from "./try-login.ts";

/** Stores a credential, after a login has shown that it works unless told otherwise. @returns what to say. */
export async function storeCredential(
	credential: Credential,
	target: Target,
	options: {
		readonly withoutLogin: boolean;
		readonly now: number;
		readonly named: TargetOptions;
	},
): Promise<string> {
	const { withoutLogin, now, named } = options;
	const { secrets, sender } = target;
	if (!withoutLogin) await tryLogin(await serverOf(target), credential);
	await secrets.send(
		new PutSecretValueCommand({
			SecretId: sender.secretArn,
			SecretString: secretOf(credential, sender.mailbox),
		}),
	);
	const tried = withoutLogin ? "It was not tried." : "Google accepted it.";
	return `Stored. ${tried} ${await whatFollows(target, now, named)}`;
}

// A credential mends a refused login; it does not mend a daily limit.
async function whatFollows(
	target: Target,
	now: number,
	named: TargetOptions,
): Promise<string> {
	const { state } = await readBreaker(target);
	if (state.kind === "closed" || isMendedBySecret(state.cause)) {
		return "Waiting mail goes out within two minutes.";
	}
	const advice = opsAdvice(target, flagsOf(named, target));
	const { say } = verdictOf(await readOverview(target, now), advice);
	return `Something else still stops mail. ${say}`;
}
