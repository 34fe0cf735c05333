import { createTransport } from "nodemailer";
import type { Credential } from "../../core/credential/credential.ts";
import { redactReply } from "../../core/smtp/redact.ts";
import { getAccessToken } from "./access-token.ts";
import type { GoogleServer } from "./google-server.ts";
import { xoauth2 } from "./xoauth2.ts";

const XOAUTH2 = "GMAIL-XOAUTH2";

/** Gets an access token if one is needed, and logs in once. @throws Error that says why it does not work. */
export async function tryLogin(
	server: GoogleServer,
	credential: Credential,
): Promise<void> {
	const { host, port, name, ca } = server;
	const { user } = credential;
	const isPassword = credential.kind === "app-password";
	const transport = createTransport({
		host,
		port,
		name,
		auth: isPassword
			? { user, pass: credential.appPassword }
			: {
					type: "custom",
					method: XOAUTH2,
					user,
					pass: await getAccessToken(server, credential),
				},
		customAuth: { [XOAUTH2]: xoauth2 },
		secure: port === 465,
		requireTLS: true,
		connectionTimeout: 15_000,
		greetingTimeout: 15_000,
		socketTimeout: 20_000,
		...(ca === undefined ? {} : { tls: { ca } }),
	});
	try {
		await transport.verify();
	} catch (error) {
		const { response, message } = error as Error & {
			readonly response?: string;
		};
		if (response === undefined)
			throw new Error(
				`Nothing was stored: the login could not be tried, ${redactReply(message)}. Try again, or add --without-login`,
			);
		throw new Error(
			`Nothing was stored: Google refuses this ${isPassword ? "App Password" : `access for ${user}`}. It said: ${redactReply(response).replaceAll("\n", " ")}`,
		);
	} finally {
		transport.close();
	}
}
