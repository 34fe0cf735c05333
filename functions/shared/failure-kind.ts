import type { FailureKind } from "../../core/smtp/smtp-result.ts";

/** How a connection failed, by the error's code and never by its prose: a server that hangs up in the handshake says "TLS", too. */
export function failureKind(code: string): FailureKind {
	if (code === "EDNS" || code === "ENOTFOUND" || code === "EAI_AGAIN")
		return "dns";
	if (code === "ETIMEDOUT") return "timeout";
	if (code === "ECONNREFUSED") return "refused";
	return CERTIFICATE_CODES.test(code) ? "tls" : "closed";
}

/** OpenSSL's and Node's codes for a certificate or protocol that does not fit. */
const CERTIFICATE_CODES =
	/^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(VERIFY|GET|DECRYPT|DECODE)|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH|PATH_LENGTH|EPROTO)/;
