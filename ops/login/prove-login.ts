import { readFileSync } from "node:fs";
import tls from "node:tls";
import type { Credential } from "../../core/credential/credential.ts";
import { redactReply } from "../../core/smtp/reply.ts";
import { createAccessTokens } from "../../functions/shared/access-tokens.ts";
import type { LoginResult } from "../../functions/shared/deps.ts";
import { loginFailure } from "../../functions/shared/login-failure.ts";
import { createLogIn } from "../../functions/shared/smtp-login.ts";
import type { GoogleServer } from "./google-server.ts";

/** Logs in once, as the functions do. @throws Error that states why the login fails. */
export async function proveLogin(
	server: GoogleServer,
	credential: Credential,
): Promise<void> {
	const { tokenUrl, caFile } = server;
	if (caFile !== undefined) trust(caFile);
	const logIn = createLogIn(server, createAccessTokens(tokenUrl, Date.now));
	const { result, session } = await logIn(credential, "not stored yet");
	session?.close();
	if (result.kind !== "ready")
		throw new Error(`Nothing was stored: ${why(result, credential)}`);
}

// Both connections, to SMTP and to the token endpoint, use only the default list of Node.js.
function trust(caFile: string): void {
	const ca = readFileSync(caFile, "utf8");
	tls.setDefaultCACertificates([...tls.getCACertificates(), ca]);
}

function why(
	result: Exclude<LoginResult, { kind: "ready" }>,
	{ kind, user }: Credential,
): string {
	const { reply = "" } = loginFailure(result);
	switch (result.kind) {
		case "refused":
			return `Google refuses this ${kind === "app-password" ? "App Password" : `access for ${user}`}. The reply: ${reply.replaceAll("\n", " ")}`;
		case "lost":
			return `The connection to Google failed before the login was answered, ${reply}. Try again, or add --without-login`;
		case "no-token": {
			const { refusal } = result;
			if (refusal.kind === "unusable-key") return reply;
			const { status, error, description } = refusal;
			const said = `${error || status}${description === "" ? "" : `: ${description}`}`;
			return `Google issues no access token for this credential. The reply: ${redactReply(said)}`;
		}
	}
}
