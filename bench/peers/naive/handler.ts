/** Mail by SQS and Lambda as tutorials write it: a transport for each message, one after another. */
import {
	GetSecretValueCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { SQSEvent } from "aws-lambda";
import { createTransport } from "nodemailer";

const { SMTP_HOST, SMTP_PORT, MAILBOX = "", SECRET_ARN } = process.env;
const secrets = new SecretsManagerClient({});
let password: string | undefined;

export async function handler(event: SQSEvent): Promise<void> {
	password ??= await readPassword();
	for (const record of event.Records) {
		const { to, subject, text } = JSON.parse(record.body);
		const transport = createTransport({
			host: SMTP_HOST,
			port: Number(SMTP_PORT),
			// Gmail refuses who calls itself by an IP address.
			name: "bench.example.com",
			requireTLS: true,
			auth: { user: MAILBOX, pass: password },
		});
		await transport.sendMail({ from: MAILBOX, to, subject, text });
	}
}

async function readPassword(): Promise<string> {
	const { SecretString = "{}" } = await secrets.send(
		new GetSecretValueCommand({ SecretId: SECRET_ARN }),
	);
	return JSON.parse(SecretString).appPassword;
}
