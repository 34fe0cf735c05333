import { createServer, type Socket } from "node:net";
import { createSecureContext } from "node:tls";
import { listenOn, type PortWish } from "local-aws";
import type { TestCertificates } from "./certificate.ts";
import { FaultList } from "./faults.ts";
import { Mailboxes } from "./mailboxes.ts";
import { OauthGrants } from "./oauth-grants.ts";
import { GmailSession } from "./session.ts";
import type { AcceptedMail, GmailLog } from "./session-context.ts";

/** A look-alike of smtp.gmail.com:587 on loopback. */
export interface LookAlikeGmail {
	readonly host: string;
	readonly port: number;
	readonly faults: FaultList;
	readonly mailboxes: Mailboxes;
	readonly grants: OauthGrants;
	readonly log: GmailLog;
	/** Calls back for each message that is taken. @returns a function that ends it. */
	onMail(listener: (mail: AcceptedMail) => void): () => void;
	/** Breaks every open connection: with a FIN, or a reset. */
	dropConnections(how?: "fin" | "reset"): void;
	stop(): Promise<void>;
}

export async function startGmail(options: {
	readonly port: PortWish;
	readonly certificates: TestCertificates;
}): Promise<LookAlikeGmail> {
	const { certificates } = options;
	const secureContext = createSecureContext({
		cert: certificates.cert,
		key: certificates.key,
	});
	const faults = new FaultList();
	const mailboxes = new Mailboxes();
	const grants = new OauthGrants((user) => mailboxes.names().includes(user));
	const log: GmailLog = {
		connections: 0,
		logins: [],
		tokens: [],
		accepted: [],
		refusals: [],
	};
	const sockets = new Set<Socket>();
	const listeners = new Set<(mail: AcceptedMail) => void>();

	const server = createServer({ noDelay: true }, (socket) => {
		log.connections += 1;
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
		socket.on("error", () => socket.destroy());
		const session = new GmailSession(socket, {
			secureContext,
			mailboxes,
			grants,
			faults,
			log,
			accept: (mail) => {
				log.accepted.push(mail);
				for (const listener of listeners) listener(mail);
			},
		});
		session.run().catch(() => socket.destroy());
	});
	const port = await listenOn(server, options.port);
	return {
		host: "127.0.0.1",
		port,
		faults,
		mailboxes,
		grants,
		log,
		onMail(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		dropConnections(how = "fin") {
			for (const socket of sockets) {
				if (how === "reset") socket.resetAndDestroy();
				else socket.end();
			}
		},
		async stop() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
