import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { listenOn, readBody, sendJson } from "local-aws";
import type { TestCertificates } from "./certificate.ts";
import type { GmailFault } from "./faults.ts";
import type { TokenReply } from "./oauth-grants.ts";
import type { LookAlikeGmail } from "./server.ts";

export interface TokenEndpoint {
	readonly url: string;
	stop(): Promise<void>;
}

/** A look-alike of https://oauth2.googleapis.com/token on loopback, for the mailboxes of a look-alike Gmail. */
export async function startTokenEndpoint(
	gmail: LookAlikeGmail,
	{ cert, key }: TestCertificates,
): Promise<TokenEndpoint> {
	const server = createServer({ cert, key }, (request, response) => {
		answer(request, response).catch(() => request.socket.destroy());
	});
	server.on("tlsClientError", (_error, socket) => socket.destroy());
	const port = await listenOn(server, { asked: 0, usual: 0, option: "" });
	const url = `https://127.0.0.1:${port}/token`;

	async function answer(
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<void> {
		const form = new URLSearchParams(await readBody(request));
		if (request.method !== "POST" || request.url !== "/token") {
			sendJson(response, 404, {});
			return;
		}
		const fault = gmail.faults.take("token");
		if (fault?.delayMs !== undefined)
			await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
		const { status, body } = replyOf(fault) ?? gmail.grants.exchange(form, url);
		gmail.log.tokens.push({ at: Date.now(), accepted: status === 200 });
		if (fault?.hang) return;
		if (fault?.drop) request.socket.destroy();
		else sendJson(response, status, body);
	}

	return {
		url,
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** A fault's reply is a status, an error code and a description: `400 invalid_grant Token has been expired or revoked.` */
function replyOf(fault: GmailFault | undefined): TokenReply | undefined {
	if (fault?.drop || fault?.hang) return { status: 0, body: {} };
	if (fault?.reply === undefined) return undefined;
	const [, status, error, error_description = ""] =
		/^(\d{3})[ -](\S*) ?(.*)$/s.exec(fault.reply) ?? [];
	return { status: Number(status), body: { error, error_description } };
}
