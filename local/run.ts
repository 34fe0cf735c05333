import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	type LocalAws,
	listenOn,
	type SynthesizedStack,
	startLocalAws,
} from "local-aws";
import { ENV, LOCAL_INBOX, TOKEN_URL } from "../core/contract.ts";
import type { SenderManifest } from "../core/manifest.ts";
import { Control } from "./control/routes.ts";
import { certificatesFor } from "./gmail/certificate.ts";
import { type LookAlikeGmail, startGmail } from "./gmail/server.ts";
import { startTokenEndpoint } from "./gmail/token-endpoint.ts";
import type { MailStore } from "./inbox/mailbox-store.ts";
import { createInbox } from "./inbox/server.ts";
import { sendersOf } from "./senders.ts";

export interface RunOptions {
	readonly stacks: readonly SynthesizedStack[];
	/** Ports by the user's wish; undefined: the usual one or the next free. 0: any. */
	readonly port?: number | undefined;
	readonly inboxPort?: number | undefined;
	readonly smtpPort?: number | undefined;
	/** Told of each part as it starts. */
	readonly progress?: (part: string) => void;
	/** Every line that a function writes. */
	readonly onLine?: (line: string) => void;
	/** Given the way to stop as soon as something runs, for a Ctrl-C while starting. */
	readonly onStarting?: (stop: () => Promise<void>) => void;
	/** Leave the secrets as the template has them: empty. */
	readonly withoutPassword?: boolean;
}

/** A running local stack. */
export interface LocalRun {
	readonly aws: LocalAws;
	readonly gmail: LookAlikeGmail;
	readonly inbox: {
		readonly url: string;
		readonly port: number;
		readonly store: MailStore;
	};
	readonly senders: readonly SenderManifest[];
	readonly stackNames: readonly string[];
	/** File with the authority that signed the look-alike's certificate. */
	readonly caFile: string;
	stop(): Promise<void>;
}

/** App Password that the look-alike Gmail accepts and each sender's secret holds. */
export const LOCAL_APP_PASSWORD = "localonlypasswrd";

/** What a new sender's secret holds. */
const NO_PASSWORD = JSON.stringify({ appPassword: "" });

/** Starts a synthesized app on this machine: start is a list, stop is the same list backwards. */
export async function run(options: RunOptions): Promise<LocalRun> {
	const { stacks, progress = () => {} } = options;
	const stops: (() => Promise<void>)[] = [];
	const stop = async () => {
		for (const end of stops.splice(0).reverse()) await end();
	};
	options.onStarting?.(stop);
	try {
		const folder = await mkdtemp(join(tmpdir(), "sqs-gmail-sender-"));
		stops.push(() => rm(folder, { recursive: true, force: true }));

		progress("a certificate authority for this run");
		const certificates = certificatesFor([
			"smtp.gmail.com",
			"smtp-relay.gmail.com",
			"localhost",
			"127.0.0.1",
		]);
		const caFile = join(folder, "ca.pem");
		await writeFile(caFile, certificates.ca);

		progress("the look-alike Gmail");
		const gmail = await startGmail({
			certificates,
			port: { asked: options.smtpPort, usual: 1587, option: "--smtp-port" },
		});
		stops.push(() => gmail.stop());
		const tokens = await startTokenEndpoint(gmail, certificates);
		stops.push(() => tokens.stop());

		progress("the inbox");
		const control = new Control(gmail);
		const inbox = createInbox(gmail, control);
		const { server, store } = inbox;
		const inboxPort = await listenOn(server, {
			asked: options.inboxPort,
			usual: 8025,
			option: "--inbox-port",
		});
		stops.push(async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		});

		progress("the AWS endpoint");
		const aws = await startLocalAws({
			region: stacks.find((stack) => stack.region !== undefined)?.region,
			port: { asked: options.port, usual: 4566, option: "--port" },
			environment: {
				[ENV.smtpHost]: gmail.host,
				[ENV.smtpPort]: String(gmail.port),
				[TOKEN_URL]: tokens.url,
				[LOCAL_INBOX]: `http://127.0.0.1:${inboxPort}`,
				NODE_EXTRA_CA_CERTS: caFile,
			},
			secretValue: (given) =>
				given === NO_PASSWORD && options.withoutPassword !== true
					? JSON.stringify({ appPassword: LOCAL_APP_PASSWORD })
					: given,
			...(options.onLine === undefined ? {} : { onLine: options.onLine }),
		});
		stops.push(() => aws.stop());
		stops.push(async () => control.stop());
		for (const stack of stacks) {
			progress(`the stack ${stack.stackName}`);
			await aws.deploy(stack);
		}
		const senders = sendersOf(aws);
		for (const { mailbox } of senders)
			gmail.mailboxes.setPassword(LOCAL_APP_PASSWORD, mailbox);
		control.attach({ aws, gmail, senders });
		inbox.attach({ aws, senders, drills: () => control.drills });
		return {
			aws,
			gmail,
			inbox: { url: `http://127.0.0.1:${inboxPort}`, port: inboxPort, store },
			senders,
			stackNames: stacks.map(({ stackName }) => stackName),
			caFile,
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}
