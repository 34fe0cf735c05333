import { ENV, GOOGLE_TOKEN_URL, TOKEN_URL } from "../../core/contract.ts";
import { domainOf } from "../../core/message/address.ts";
import type { SmtpServer } from "../../functions/shared/smtp-connection.ts";
import { readFunction } from "../sender/readings.ts";
import type { Target } from "../sender/target.ts";

/** The server at which the sender logs in. */
export interface GoogleServer extends SmtpServer {
	/** URL of the token endpoint. */
	readonly tokenUrl: string;
	/** Certificate authority of a local look-alike; undefined on AWS. */
	readonly caFile: string | undefined;
}

/** Reads the server from the settings of the sending function; on a local stack, it is the look-alike. */
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
