import { createServer, type Socket } from "node:net";
import { createSecureContext } from "node:tls";
import { listenOn, type PortWish } from "local-aws";
import type { TestCertificates } from "./certificate.ts";
import { FaultList } from "./faults.ts";
import { Mailboxes } from "./mailboxes.ts";
import { OauthGrants } from "./oauth-grants.ts";
import { GmailSession } from "./session.ts";
import type { AcceptedMail, RefusingReply } from "./session-context.ts";

/** What the look-alike has seen, for tests and for curious people. */
export interface GmailLog {
	connections: number;
	readonly logins: { readonly at: number; readonly accepted: boolean }[];
	/** Requests for an access token. */
	readonly tokens: { readonly at: number; readonly accepted: boolean }[];
	readonly accepted: AcceptedMail[];
	/** The last refusals, oldest first. */
	readonly refusals: RefusingReply[];
}

const REFUSALS_KEPT = 10_000;

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
	const spent = new Set<string>();
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
			takeFault: (stage, about) => faults.take(stage, about),
			spendOnce: (address) => {
				if (spent.has(address)) return false;
				spent.add(address);
				return true;
			},
			accept: (mail) => {
				log.accepted.push(mail);
				for (const listener of listeners) listener(mail);
			},
			onLogin: (attempt) => log.logins.push(attempt),
			onRefusal: (refusal) => {
				log.refusals.push(refusal);
				if (log.refusals.length > REFUSALS_KEPT) log.refusals.shift();
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
