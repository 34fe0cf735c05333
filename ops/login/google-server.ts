import { ENV, GOOGLE_TOKEN_URL, TOKEN_URL } from "../../core/contract.ts";
import { domainOf } from "../../core/message/address.ts";
import type { SmtpServer } from "../../functions/shared/smtp-connection.ts";
import { readFunction } from "../sender/readings.ts";
import type { Target } from "../sender/target.ts";

/** Where the sender logs in. */
export interface GoogleServer extends SmtpServer {
	/** Where access tokens come from. */
	readonly tokenUrl: string;
	/** Certificate authority of a local look-alike; on AWS the usual ones. */
	readonly caFile: string | undefined;
}

/** The function knows where it sends; on a laptop that is the look-alike. */
export async function readGoogleServer(target: Target): Promise<GoogleServer> {
	const { sender } = target;
	const { Environment } = await readFunction(target, sender.functionName);
	const variables = Environment?.Variables ?? {};
	return {
		host: variables[ENV.smtpHost] ?? "smtp.gmail.com",
		port: Number(variables[ENV.smtpPort] ?? 587),
		name: domainOf(sender.mailbox),
		tokenUrl: variables[TOKEN_URL] ?? GOOGLE_TOKEN_URL,
		caFile: variables.NODE_EXTRA_CA_CERTS,
	};
}
