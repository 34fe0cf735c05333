import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { isMendedBySecret } from "../../core/breaker/breaker.ts";
import { holdNow } from "../../core/breaker/holds.ts";
import type { Credential } from "../../core/credential/credential.ts";
import { secretOf } from "../../core/credential/secret.ts";
import { verdictOf } from "../../core/status/verdict.ts";
import { opsAdvice } from "../sender/mend.ts";
import type { AtSender, CommandAnswer } from "../sender/on-sender.ts";
import { readBreaker, readOverview } from "../sender/sender-state.ts";
import { readGoogleServer } from "./google-server.ts";
import { proveLogin } from "./prove-login.ts";

export const STORING_OPTIONS = {
	user: { type: "string" },
	"without-login": { type: "boolean" },
} as const;

/** Stores a credential. Unless `withoutLogin` is set, a login first shows that it works. */
export async function storeCredential(
	credential: Credential,
	at: AtSender,
	{ withoutLogin }: { readonly withoutLogin: boolean },
): Promise<CommandAnswer> {
	const { target } = at;
	const { secrets, sender } = target;
	if (!withoutLogin)
		await proveLogin(await readGoogleServer(target), credential);
	await secrets.send(
		new PutSecretValueCommand({
			SecretId: sender.secretArn,
			SecretString: secretOf(credential, sender.mailbox),
		}),
	);
	const tried = withoutLogin ? "It was not tried." : "Google accepted it.";
	const message = `Stored. ${tried} ${await whatFollows(at)}`;
	return { ok: true, message, json: { stored: true, message } };
}

// A credential ends a refused login, but neither a hold nor a daily limit.
async function whatFollows({ target, flags, io }: AtSender): Promise<string> {
	const { state, hold } = await readBreaker(target);
	const isHeld = holdNow(hold, io.now()) !== undefined;
	if (!isHeld && (state.kind === "closed" || isMendedBySecret(state.cause))) {
		return "Waiting mail goes out within two minutes.";
	}
	const overview = await readOverview(target, io.now());
	const { message } = verdictOf(overview, opsAdvice(target, flags));
	return `Something else still stops mail. ${message}`;
}
