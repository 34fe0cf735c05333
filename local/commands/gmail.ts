import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listenOn } from "local-aws";
import { Control } from "../control/routes.ts";
import { certificatesFor } from "../gmail/certificate.ts";
import { startGmail } from "../gmail/server.ts";
import { createInbox } from "../inbox/server.ts";
import { LOCAL_APP_PASSWORD } from "../run.ts";
import type { StartOptions } from "./start.ts";
import { createStops, SIGNALS } from "./stops.ts";

/** Runs the look-alike Gmail and its inbox alone, and tells how to log in. @throws Error that says why it can't. */
export async function gmailAlone({
	json,
	mailbox = "you@gmail.com",
	inboxPort,
	smtpPort,
}: StartOptions): Promise<void> {
	const stops = createStops();
	for (const signal of SIGNALS)
		process.on(signal, () => void stops.stop().then(() => process.exit(0)));
	try {
		const folder = await mkdtemp(join(tmpdir(), "sqs-gmail-sender-"));
		stops.add(() => rm(folder, { recursive: true, force: true }));
		const certificates = certificatesFor(["localhost", "127.0.0.1"]);
		const caFile = join(folder, "ca.pem");
		await writeFile(caFile, certificates.ca);
		const gmail = await startGmail({
			certificates,
			port: { asked: smtpPort, usual: 1587, option: "--smtp-port" },
		});
		stops.add(() => gmail.stop());
		gmail.mailboxes.setPassword(LOCAL_APP_PASSWORD, mailbox);
		const { server } = createInbox(gmail, new Control(gmail));
		const port = await listenOn(server, {
			asked: inboxPort,
			usual: 8025,
			option: "--inbox-port",
		});
		stops.add(() => {
			server.closeAllConnections();
			server.close();
		});
		const facts = {
			smtp: { host: gmail.host, port: gmail.port },
			user: mailbox,
			password: LOCAL_APP_PASSWORD,
			caFile,
			inbox: `http://127.0.0.1:${port}`,
		};
		console.log(json ? JSON.stringify(facts) : tellOf(facts));
	} catch (error) {
		await stops.stop();
		throw error;
	}
}

function tellOf(facts: {
	readonly smtp: { readonly host: string; readonly port: number };
	readonly user: string;
	readonly password: string;
	readonly caFile: string;
	readonly inbox: string;
}): string {
	return `
  SMTP          ${facts.smtp.host}:${facts.smtp.port} (STARTTLS)
  User          ${facts.user}
  Password      ${facts.password}
  Inbox         ${facts.inbox}

  Its certificate is of an authority of its own; a program of Node.js trusts it by
  export NODE_EXTRA_CA_CERTS=${facts.caFile}

  Ctrl-C stops everything.`;
}
