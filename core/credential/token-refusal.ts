import type { SenderCause } from "../delivery/causes.ts";
import type { SenderFailure } from "../delivery/decision.ts";
import { redactReply } from "../smtp/reply.ts";

/** Why there is no access token, although the token endpoint was reached, or before it was asked. */
export type TokenRefusal =
	| {
			readonly kind: "answered";
			readonly status: number;
			/** OAuth's error code (RFC 6749, 5.2); empty when the answer had none. */
			readonly error: string;
			/** Without anything secret that the answer may have repeated. */
			readonly description: string;
	  }
	/** The service account's private key signs nothing. */
	| { readonly kind: "unusable-key" };

/** What a refusal says of the account. */
export function tokenFailure(refusal: TokenRefusal): SenderFailure {
	if (refusal.kind === "unusable-key") {
		return {
			cause: "config",
			stage: "unknown",
			reply:
				"The service account's private_key cannot be used: make a new key and store its file with the command set-oauth",
		};
	}
	const { status, error, description } = refusal;
	const said = `${status} ${error}${description === "" ? "" : `: ${description}`}`;
	return {
		cause: causeOf(status, error),
		stage: "auth",
		code: status,
		reply: redactReply(`Google's token endpoint: ${said.trim()}`),
	};
}

/** The credential itself is refused: only another one, or Google's own change of mind, mends that. */
const CREDENTIAL_ERRORS: ReadonlySet<string> = new Set([
	"invalid_grant",
	"invalid_client",
	"deleted_client",
	"disabled_client",
]);
const PASSING_ERRORS: ReadonlySet<string> = new Set([
	"rate_limit_exceeded",
	"slow_down",
	"internal_failure",
	"server_error",
	"temporarily_unavailable",
	"backend_error",
]);

function causeOf(status: number, error: string): SenderCause {
	// What is no answer of OAuth's, a page in place of a token for example, says nothing of the credential.
	if (status < 300 || status === 408 || status === 429 || status >= 500) {
		return "transient";
	}
	if (PASSING_ERRORS.has(error)) return "transient";
	return CREDENTIAL_ERRORS.has(error) ? "auth" : "config";
}
