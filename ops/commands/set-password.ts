import { readFileSync } from "node:fs";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import {
	GetSecretValueCommand,
	PutSecretValueCommand,
} from "@aws-sdk/client-secrets-manager";
import { createTransport } from "nodemailer";
import { ENV } from "../../functions/send-email/contract.ts";
import { domainOf } from "../../functions/send-email/domain/address.ts";
import { isMendedBySecret } from "../../functions/send-email/domain/breaker.ts";
import { parseSecret } from "../../functions/send-email/domain/credential.ts";
import type { Advice } from "../../functions/send-email/domain/overview.ts";
import { redactReply } from "../../functions/send-email/domain/redact.ts";
import { verdictOf } from "../../functions/send-email/domain/verdict.ts";
import { opsAdvice } from "../advice.ts";
import type { Command } from "../io.ts";
import { COMMON_USAGE, readOptions } from "../options.ts";
import { readBreaker, readOverview } from "../sender-state.ts";
import {
	closeTarget,
	findTarget,
	flagsOf,
	Misuse,
	type Target,
} from "../target.ts";

export const setPassword: Command = {
	usage: `set-password [--user ADDRESS] [--without-login] ${COMMON_USAGE} — store an App Password, read from standard input, after a login has shown that it works`,
	async run(args, io) {
		const {
			values,
			positionals,
			target: options,
			json,
		} = readOptions(args, {
			user: { type: "string" },
			"without-login": { type: "boolean" },
		});
		if (positionals.length > 0)
			throw new Misuse(
				"Cannot take the App Password from the command line, where others can read it: type it when asked, or pipe it in",
			);
		const target = await findTarget(options);
		try {
			const { sender } = target;
			const typed = (
				await io.readSecret(`App Password of ${sender.mailbox} (not shown): `)
			).replace(/\s+/g, "");
			const user = values.user ?? (await storedUser(target));
			const server = await serverOf(target);
			checkForm(typed, server.host);
			if (values["without-login"] !== true)
				await tryLogin(server, { user: user ?? sender.mailbox, pass: typed });
			await target.secrets.send(
				new PutSecretValueCommand({
					SecretId: sender.secretArn,
					SecretString: JSON.stringify({
						...(user === undefined ? {} : { user }),
						appPassword: typed,
					}),
				}),
			);
			const tried =
				values["without-login"] === true
					? "It was not tried."
					: "Google accepted it.";
			const say = `Stored. ${tried} ${await whatFollows(target, io.now(), opsAdvice(target, flagsOf(options, target)))}`;
			io.out(json ? JSON.stringify({ stored: true, say }) : say);
			return 0;
		} finally {
			closeTarget(target);
		}
	},
};

// An App Password mends a refused login; it does not mend a daily limit.
async function whatFollows(
	target: Target,
	now: number,
	advice: Advice,
): Promise<string> {
	const { state } = await readBreaker(target);
	if (state.kind === "closed" || isMendedBySecret(state.cause)) {
		return "Waiting mail goes out within two minutes.";
	}
	const { say } = verdictOf(await readOverview(target, now), advice);
	return `Something else still stops mail. ${say}`;
}

interface Server {
	readonly host: string;
	readonly port: number;
	readonly name: string;
	/** Certificate authority of a local look-alike; on AWS the usual ones. */
	readonly ca: string | undefined;
}

// The function knows where it sends; on a laptop that is the look-alike.
async function serverOf({ lambda, sender }: Target): Promise<Server> {
	const { Environment } = await lambda.send(
		new GetFunctionConfigurationCommand({ FunctionName: sender.functionName }),
	);
	const variables = Environment?.Variables ?? {};
	const caFile = variables.NODE_EXTRA_CA_CERTS;
	return {
		host: variables[ENV.smtpHost] ?? "smtp.gmail.com",
		port: Number(variables[ENV.smtpPort] ?? 587),
		name: domainOf(sender.mailbox),
		ca: caFile === undefined ? undefined : readFileSync(caFile, "utf8"),
	};
}

function checkForm(password: string, host: string): void {
	if (password === "")
		throw new Misuse(
			"Cannot store an empty App Password: make one at https://myaccount.google.com/apppasswords and type its 16 letters",
		);
	if (host.endsWith(".gmail.com") || host === "127.0.0.1") {
		if (!/^[a-z]{16}$/.test(password)) {
			throw new Misuse(
				`Cannot store this as an App Password: it has ${password.length} characters${/^[a-z]*$/.test(password) ? "" : ", not all of them lower-case letters"}; allowed are exactly 16 lower-case letters (spaces don't count). The account's own password does not work`,
			);
		}
	}
}

async function tryLogin(
	{ host, port, name, ca }: Server,
	auth: { readonly user: string; readonly pass: string },
): Promise<void> {
	const transport = createTransport({
		host,
		port,
		name,
		auth,
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
			`Nothing was stored: Google refuses this App Password. It said: ${redactReply(response).replaceAll("\n", " ")}`,
		);
	} finally {
		transport.close();
	}
}

async function storedUser({
	secrets,
	sender,
}: Target): Promise<string | undefined> {
	const { SecretString = "" } = await secrets.send(
		new GetSecretValueCommand({ SecretId: sender.secretArn }),
	);
	const form = parseSecret(SecretString, sender.mailbox);
	const user = form.kind === "credential" ? form.credential.user : undefined;
	return user === sender.mailbox ? undefined : user;
}
