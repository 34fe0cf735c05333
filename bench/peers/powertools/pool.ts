import {
	GetSecretValueCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { createTransport } from "nodemailer";

const { SMTP_HOST, SMTP_PORT, MAILBOX = "", SECRET_ARN } = process.env;
const connections = Number(process.env.CONNECTIONS);
const secrets = new SecretsManagerClient({});

type Pool = Awaited<ReturnType<typeof createPool>>;
let pool: Promise<Pool> | undefined;

/** The one pool, kept from one invocation to the next. */
export function openPool(): Promise<Pool> {
	pool ??= createPool().catch((error) => {
		pool = undefined;
		throw error;
	});
	return pool;
}

/** After a refused login the password is read anew: it may have been changed. */
export function forgetPool(): void {
	void pool?.then((old) => old.close());
	pool = undefined;
}

async function createPool() {
	const { SecretString = "{}" } = await secrets.send(
		new GetSecretValueCommand({ SecretId: SECRET_ARN }),
	);
	return createTransport({
		host: SMTP_HOST,
		port: Number(SMTP_PORT),
		name: "bench.example.com",
		requireTLS: true,
		auth: { user: MAILBOX, pass: JSON.parse(SecretString).appPassword },
		pool: true,
		maxConnections: connections,
		maxMessages: Number.POSITIVE_INFINITY,
		// Less than the function's time-out.
		connectionTimeout: 10_000,
		greetingTimeout: 10_000,
		socketTimeout: 30_000,
	});
}
