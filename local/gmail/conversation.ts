import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { ByteReader } from "./byte-reader.ts";
import { type FaultStage, faultOfAddress, type GmailFault } from "./faults.ts";
import { logRefusal, type SessionContext } from "./session-context.ts";

/** The client has hung up. */
export class Gone extends Error {}

/** What client and server say to each other on one connection, and the faults that break in. */
export class Conversation {
	readonly context: SessionContext;
	readonly #id =
		`${randomBytes(6).toString("hex")}sm${Math.floor(Math.random() * 1e8)}.${Math.floor(Math.random() * 90) + 10}`;
	reader: ByteReader;
	isSecure = false;
	stage: FaultStage | "other" = "connect";
	/** Who is logged in. */
	mailbox: string | undefined;
	/** Whom the last AUTH was for. */
	claimed: string | undefined;
	/** The TCP connection, also under TLS. */
	readonly #wire: Socket;
	#socket: Socket;

	constructor(socket: Socket, context: SessionContext) {
		this.#wire = socket;
		this.#socket = socket;
		this.reader = new ByteReader(socket);
		this.context = context;
	}

	upgrade(): void {
		this.reader.release();
		const secure = new TLSSocket(this.#socket, {
			isServer: true,
			secureContext: this.context.secureContext,
		});
		secure.on("error", () => secure.destroy());
		this.#socket = secure;
		this.reader = new ByteReader(secure);
		this.isSecure = true;
	}

	end(): void {
		this.#socket.end();
	}

	async answer(stage: FaultStage, normal: string): Promise<boolean> {
		const refused = await this.suffer(this.context.faults.take(stage));
		return refused ?? this.say(normal);
	}

	/** Does what a fault says. @returns undefined when the server goes on as usual, else whether the session does */
	async suffer(fault: GmailFault | undefined): Promise<boolean | undefined> {
		if (fault === undefined) return undefined;
		if (!(await this.obey(fault))) return false;
		return fault.reply === undefined ? undefined : this.refuse(fault.reply);
	}

	/** Waits, drops or hangs as the fault says. @returns false when the session is over. */
	async obey(fault: GmailFault): Promise<boolean> {
		if (fault.delayMs !== undefined) {
			await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
		}
		if (fault.hang) await this.reader.end();
		if (fault.drop === "reset") this.#wire.resetAndDestroy();
		else if (fault.drop) this.#socket.destroy();
		return !fault.hang && !fault.drop;
	}

	/** Says a refusal; after a 421 the server closes the connection (RFC 5321, 3.8). */
	refuse(reply: string): boolean {
		this.say(reply);
		return !reply.startsWith("421");
	}

	/** Gmail's words with the session's id. */
	withId(reply: string): string {
		return reply.replace("ID - gsmtp", `${this.#id} - gsmtp`);
	}

	say(reply: string): true {
		if (this.#socket.destroyed || !this.#socket.writable) throw new Gone();
		const said = this.withId(reply);
		if (/^[45]/.test(said))
			logRefusal(this.context.log, {
				at: Date.now(),
				mailbox: this.mailbox ?? this.claimed,
				stage: this.stage,
				reply: said,
			});
		this.#socket.write(`${said.replaceAll("\n", "\r\n")}\r\n`);
		return true;
	}

	/** A fault set by control API, else one that a recipient's address asks for. */
	faultAt(
		stage: FaultStage,
		recipients: readonly string[],
		subject?: string,
	): GmailFault | undefined {
		return (
			this.context.faults.take(stage, {
				recipients,
				subject,
				mailbox: this.mailbox,
			}) ?? this.addressFault(stage, recipients)
		);
	}

	addressFault(
		stage: FaultStage,
		recipients: readonly string[],
	): GmailFault | undefined {
		for (const address of recipients) {
			const fault = faultOfAddress(address);
			if (fault?.stage !== stage) continue;
			if (!fault.once || this.context.faults.spendOnce(address)) return fault;
		}
		return undefined;
	}
}
