import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { authenticate } from "./authenticate.ts";
import { ByteReader } from "./byte-reader.ts";
import { type Fault, type FaultStage, faultOfAddress } from "./faults.ts";
import { GMAIL, MAX_RECIPIENTS, MAX_SIZE, replyFor } from "./replies.ts";
import type { SessionContext } from "./session-context.ts";

const STAGES: Readonly<Record<string, FaultStage>> = {
	EHLO: "ehlo",
	HELO: "ehlo",
	STARTTLS: "starttls",
	AUTH: "auth",
	MAIL: "mail",
	RCPT: "rcpt",
	DATA: "data",
	BDAT: "data",
};

class Gone extends Error {}

/** One SMTP session, from greeting to goodbye, as smtp.gmail.com:587 holds it. */
export class GmailSession {
	readonly #context: SessionContext;
	readonly #id =
		`${randomBytes(6).toString("hex")}sm${Math.floor(Math.random() * 1e8)}.${Math.floor(Math.random() * 90) + 10}`;
	/** The TCP connection, also under TLS. */
	readonly #wire: Socket;
	#socket: Socket;
	#reader: ByteReader;
	#secure = false;
	#stage: FaultStage | "other" = "connect";
	#mailbox: string | undefined;
	/** Whom the last AUTH was for. */
	#claimed: string | undefined;
	#from: string | undefined;
	#recipients: string[] = [];
	#chunks: Buffer[] = [];

	constructor(socket: Socket, context: SessionContext) {
		this.#wire = socket;
		this.#socket = socket;
		this.#reader = new ByteReader(socket);
		this.#context = context;
	}

	async run(): Promise<void> {
		try {
			await this.#answer("connect", GMAIL.greeting(this.#id));
			for (;;) {
				const line = await this.#reader.line();
				if (line === undefined) return;
				if (!(await this.#command(line))) return;
			}
		} catch (error) {
			if (!(error instanceof Gone)) throw error;
		} finally {
			this.#socket.end();
		}
	}

	async #command(line: string): Promise<boolean> {
		const verb = (line.split(" ")[0] ?? "").toUpperCase();
		this.#stage = STAGES[verb] ?? "other";
		switch (verb) {
			case "EHLO":
			case "HELO":
				return this.#hello(verb, line.slice(5).trim());
			case "STARTTLS":
				return this.#startTls();
			case "AUTH":
				return this.#auth(line);
			case "MAIL":
				return this.#mail(line);
			case "RCPT":
				return this.#rcpt(line);
			case "DATA":
				return this.#data();
			case "BDAT":
				return this.#chunk(line);
			case "RSET":
				this.#forget();
				return this.#say(GMAIL.flushed(this.#id));
			case "NOOP":
				return this.#say(GMAIL.noop(this.#id));
			case "QUIT":
				this.#say(GMAIL.closing(this.#id));
				return false;
			default:
				return this.#say(GMAIL.unrecognized(this.#id));
		}
	}

	async #hello(verb: "EHLO" | "HELO", name: string): Promise<boolean> {
		if (
			!/^[^\s[\]]+\.[^\s[\]]+$/.test(name) ||
			/^localhost|^[\d.]+$/i.test(name)
		) {
			this.#say(GMAIL.badEhlo(this.#id));
			return false;
		}
		return this.#answer(
			"ehlo",
			verb === "EHLO" ? GMAIL.ehlo(this.#secure) : GMAIL.helo(),
		);
	}

	async #startTls(): Promise<boolean> {
		if (this.#reader.buffered > 0) return this.#say(GMAIL.pipelinedStartTls());
		if (!(await this.#answer("starttls", GMAIL.startTls()))) return false;
		this.#reader.release();
		const secure = new TLSSocket(this.#socket, {
			isServer: true,
			secureContext: this.#context.secureContext,
		});
		secure.on("error", () => secure.destroy());
		this.#socket = secure;
		this.#reader = new ByteReader(secure);
		this.#secure = true;
		return true;
	}

	async #auth(line: string): Promise<boolean> {
		if (!this.#secure) return this.#say(GMAIL.needTls(this.#id));
		const fault = this.#context.takeFault("auth");
		if (fault !== undefined && !(await this.#obey(fault))) return false;
		const result = await authenticate(line, {
			ask: async (challenge) => {
				this.#say(`334 ${challenge}`);
				return this.#reader.line();
			},
			accepts: (user, secret) => this.#context.mailboxes.accepts(user, secret),
			acceptsToken: (user, token) => this.#context.grants.accepts(user, token),
		});
		if (result.kind === "gone") return false;
		if (result.kind === "unknown")
			return this.#say(GMAIL.unknownAuth(this.#id));
		if (result.kind === "undecodable")
			return this.#say(GMAIL.cannotDecode(this.#id));
		if ("user" in result) this.#claimed = result.user;
		const accepted = result.kind === "accepted" && fault?.reply === undefined;
		this.#context.onLogin({ at: Date.now(), accepted });
		if (fault?.reply !== undefined) return this.#refuse(fault.reply);
		if (result.kind !== "accepted") {
			return this.#say(GMAIL.badCredentials(this.#id));
		}
		this.#mailbox = result.user;
		return this.#say(GMAIL.authed());
	}

	async #mail(line: string): Promise<boolean> {
		if (!this.#secure) return this.#say(GMAIL.needTls(this.#id));
		if (this.#mailbox === undefined) return this.#say(GMAIL.needAuth(this.#id));
		const address = /^MAIL FROM:<([^<>\s]*)>/i.exec(line)?.[1];
		if (address === undefined) return this.#say(GMAIL.syntax(this.#id));
		this.#forget();
		const size = Number(/ SIZE=(\d+)/i.exec(line)?.[1] ?? 0);
		if (size > MAX_SIZE) return this.#say(GMAIL.tooBig(this.#id));
		const fault = this.#context.takeFault("mail");
		if (fault !== undefined && !(await this.#obey(fault))) return false;
		if (fault?.reply !== undefined) return this.#refuse(fault.reply);
		this.#from = address;
		return this.#say(GMAIL.mail(this.#id));
	}

	async #rcpt(line: string): Promise<boolean> {
		if (this.#from === undefined) return this.#say(GMAIL.mailFirst(this.#id));
		const address = /^RCPT TO:<([^<>\s]*)>/i.exec(line)?.[1];
		if (address === undefined || !address.includes("@")) {
			return this.#say(GMAIL.badRecipient(this.#id, address ?? ""));
		}
		if (this.#recipients.length >= MAX_RECIPIENTS) {
			return this.#say(GMAIL.tooManyRecipients(this.#id));
		}
		const fault = this.#faultAt("rcpt", [address]);
		if (fault !== undefined && !(await this.#obey(fault))) return false;
		if (fault?.reply !== undefined) return this.#refuse(fault.reply);
		this.#recipients.push(address);
		return this.#say(GMAIL.rcpt(this.#id));
	}

	async #data(): Promise<boolean> {
		const refusal = await this.#refusalBeforeData();
		if (refusal !== undefined) return refusal;
		this.#say(GMAIL.goAhead(this.#id));
		const cut = this.#faultAt("mid-data", this.#recipients);
		if (cut !== undefined) {
			await this.#reader.anything();
			return this.#obey({ ...cut, drop: cut.drop ?? "reset" });
		}
		const raw = await this.#reader.body();
		return raw === undefined ? false : this.#endOfMessage(raw);
	}

	/** RFC 3030: the message in counted chunks, the last one marked. */
	async #chunk(line: string): Promise<boolean> {
		const [, size, last] = /^BDAT (\d+)( LAST)?$/i.exec(line) ?? [];
		if (size === undefined) return this.#say(GMAIL.syntax(this.#id));
		const bytes = await this.#reader.bytes(Number(size));
		if (bytes === undefined) return false;
		if (this.#chunks.length === 0) {
			const refusal = await this.#refusalBeforeData();
			if (refusal !== undefined) return refusal;
		}
		this.#chunks.push(bytes);
		if (last === undefined) return this.#say(GMAIL.noop(this.#id));
		return this.#endOfMessage(Buffer.concat(this.#chunks));
	}

	/** Why DATA or the first BDAT is refused, already said; the answer is whether the session goes on. */
	async #refusalBeforeData(): Promise<boolean | undefined> {
		if (this.#from === undefined) return this.#say(GMAIL.mailFirst(this.#id));
		if (this.#recipients.length === 0) {
			return this.#say(GMAIL.rcptFirst(this.#id));
		}
		const mailbox = this.#mailbox ?? "";
		for (const stage of ["mail", "data"] as const) {
			const fault =
				stage === "mail"
					? this.#addressFault(stage, this.#recipients)
					: this.#faultAt(stage, this.#recipients);
			if (fault !== undefined && !(await this.#obey(fault))) return false;
			if (fault?.reply !== undefined) {
				this.#forget();
				return this.#refuse(fault.reply);
			}
		}
		const limits = this.#context.mailboxes.limitsOf(mailbox);
		if (limits.wouldExceed(this.#recipients.length)) {
			this.#forget();
			return this.#say(GMAIL.dailyLimit(this.#id));
		}
		return undefined;
	}

	async #endOfMessage(raw: Buffer): Promise<boolean> {
		this.#stage = "eom";
		const mailbox = this.#mailbox ?? "";
		const recipients = this.#recipients;
		const from = this.#from ?? "";
		this.#forget();
		if (raw.length > MAX_SIZE) return this.#say(GMAIL.tooBig(this.#id));
		const subject = /^Subject: (.*)$/im.exec(
			raw.subarray(0, 20_000).toString("utf8"),
		)?.[1];
		const fault = this.#faultAt("eom", recipients, subject);
		if (fault?.reply !== undefined) {
			if (!(await this.#obey(fault))) return false;
			return this.#refuse(fault.reply);
		}
		const silent = Boolean(fault?.drop || fault?.hang);
		const reply = GMAIL.accepted(this.#id, Math.floor(Date.now() / 1000));
		if (silent && fault?.accept === false) return this.#obey(fault);
		if (fault !== undefined && !silent && !(await this.#obey(fault)))
			return false;
		this.#context.mailboxes.limitsOf(mailbox).count(recipients.length);
		this.#context.accept({
			id: randomBytes(11).toString("base64url"),
			at: Date.now(),
			mailbox,
			from,
			recipients,
			raw,
			reply: silent ? undefined : reply,
		});
		if (fault !== undefined && silent) return this.#obey(fault);
		return this.#say(reply);
	}

	/** A fault set by control API, else one that a recipient's address asks for. */
	#faultAt(
		stage: FaultStage,
		recipients: readonly string[],
		subject?: string,
	): Fault | undefined {
		return (
			this.#context.takeFault(stage, {
				recipients,
				...(subject === undefined ? {} : { subject }),
			}) ?? this.#addressFault(stage, recipients)
		);
	}

	#addressFault(
		stage: FaultStage,
		recipients: readonly string[],
	): Fault | undefined {
		for (const address of recipients) {
			const fault = faultOfAddress(address);
			if (fault?.stage !== stage) continue;
			if (fault.once && !this.#context.spendOnce(address)) continue;
			return fault.code === undefined
				? fault
				: {
						...fault,
						reply: replyFor(fault.code, fault.enhanced ?? "", this.#id),
					};
		}
		return undefined;
	}

	async #answer(stage: FaultStage, normal: string): Promise<boolean> {
		const fault = this.#context.takeFault(stage);
		if (fault !== undefined && !(await this.#obey(fault))) return false;
		return fault?.reply === undefined
			? this.#say(normal)
			: this.#refuse(fault.reply);
	}

	/** Waits, drops or hangs as the fault says. @returns false when the session is over. */
	async #obey(fault: Fault): Promise<boolean> {
		if (fault.delayMs !== undefined) {
			await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
		}
		if (fault.hang) await this.#reader.end();
		if (fault.drop === "reset") this.#wire.resetAndDestroy();
		else if (fault.drop) this.#socket.destroy();
		return !fault.hang && !fault.drop;
	}

	/** Says a refusal; after a 421 the server closes the connection (RFC 5321, 3.8). */
	#refuse(reply: string): boolean {
		this.#say(reply);
		return !reply.startsWith("421");
	}

	#say(reply: string): true {
		if (this.#socket.destroyed || !this.#socket.writable) throw new Gone();
		if (/^[45]/.test(reply))
			this.#context.onRefusal({
				at: Date.now(),
				mailbox: this.#mailbox ?? this.#claimed,
				stage: this.#stage,
				reply,
			});
		this.#socket.write(`${reply.replaceAll("\n", "\r\n")}\r\n`);
		return true;
	}

	#forget(): void {
		this.#from = undefined;
		this.#recipients = [];
		this.#chunks = [];
	}
}
