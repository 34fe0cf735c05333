import type { Socket } from "node:net";
import { authenticate } from "./authenticate.ts";
import { Conversation, Gone } from "./conversation.ts";
import type { FaultStage } from "./faults.ts";
import { GMAIL } from "./replies.ts";
import type { SessionContext } from "./session-context.ts";
import { Transaction } from "./transaction.ts";

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

/** One SMTP session, from greeting to goodbye, as smtp.gmail.com:587 holds it. */
export class GmailSession {
	readonly #talk: Conversation;
	readonly #transaction: Transaction;

	constructor(socket: Socket, context: SessionContext) {
		this.#talk = new Conversation(socket, context);
		this.#transaction = new Transaction(this.#talk);
	}

	async run(): Promise<void> {
		try {
			await this.#talk.answer("connect", GMAIL.greeting);
			for (;;) {
				const line = await this.#talk.reader.line();
				if (line === undefined) return;
				if (!(await this.#command(line))) return;
			}
		} catch (error) {
			if (!(error instanceof Gone)) throw error;
		} finally {
			this.#talk.end();
		}
	}

	async #command(line: string): Promise<boolean> {
		const verb = (line.split(" ")[0] ?? "").toUpperCase();
		this.#talk.stage = STAGES[verb] ?? "other";
		switch (verb) {
			case "EHLO":
			case "HELO":
				return this.#hello(verb, line.slice(5).trim());
			case "STARTTLS":
				return this.#startTls();
			case "AUTH":
				return this.#auth(line);
			case "MAIL":
				return this.#transaction.mail(line);
			case "RCPT":
				return this.#transaction.rcpt(line);
			case "DATA":
				return this.#transaction.data();
			case "BDAT":
				return this.#transaction.bdat(line);
			case "RSET":
				this.#transaction.forget();
				return this.#talk.say(GMAIL.flushed);
			case "NOOP":
				return this.#talk.say(GMAIL.noop);
			case "QUIT":
				this.#talk.say(GMAIL.closing);
				return false;
			default:
				return this.#talk.say(GMAIL.unrecognized);
		}
	}

	async #hello(verb: "EHLO" | "HELO", name: string): Promise<boolean> {
		if (
			!/^[^\s[\]]+\.[^\s[\]]+$/.test(name) ||
			/^localhost|^[\d.]+$/i.test(name)
		) {
			this.#talk.say(GMAIL.badEhlo);
			return false;
		}
		return this.#talk.answer(
			"ehlo",
			verb === "EHLO" ? GMAIL.ehlo(this.#talk.isSecure) : GMAIL.helo,
		);
	}

	async #startTls(): Promise<boolean> {
		if (this.#talk.reader.buffered > 0)
			return this.#talk.say(GMAIL.pipelinedStartTls);
		if (!(await this.#talk.answer("starttls", GMAIL.startTls))) return false;
		this.#talk.upgrade();
		return true;
	}

	async #auth(line: string): Promise<boolean> {
		if (!this.#talk.isSecure) return this.#talk.say(GMAIL.needTls);
		const fault = this.#talk.context.faults.take("auth");
		if (fault !== undefined && !(await this.#talk.obey(fault))) return false;
		const result = await authenticate(line, {
			ask: async (challenge) => {
				this.#talk.say(`334 ${challenge}`);
				return this.#talk.reader.line();
			},
			accepts: (user, secret) =>
				this.#talk.context.mailboxes.accepts(user, secret),
			acceptsToken: (user, token) =>
				this.#talk.context.grants.accepts(user, token),
		});
		if (result.kind === "gone") return false;
		if (result.kind === "unknown") return this.#talk.say(GMAIL.unknownAuth);
		if (result.kind === "undecodable")
			return this.#talk.say(GMAIL.cannotDecode);
		if ("user" in result) this.#talk.claimed = result.user;
		const accepted = result.kind === "accepted" && fault?.reply === undefined;
		this.#talk.context.log.logins.push({ at: Date.now(), accepted });
		if (fault?.reply !== undefined) return this.#talk.refuse(fault.reply);
		if (result.kind !== "accepted") return this.#talk.say(GMAIL.badCredentials);
		this.#talk.mailbox = result.user;
		return this.#talk.say(GMAIL.authed);
	}
}
