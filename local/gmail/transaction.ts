import { randomBytes } from "node:crypto";
import type { Conversation } from "./conversation.ts";
import { GMAIL, GMAIL_MAX_RECIPIENTS, MAX_SIZE } from "./replies.ts";

/** One mail of a session, from MAIL to the final dot; each answer is whether the session goes on. */
export class Transaction {
	readonly #talk: Conversation;
	#from: string | undefined;
	#recipients: string[] = [];
	#chunks: Buffer[] = [];

	constructor(talk: Conversation) {
		this.#talk = talk;
	}

	async mail(line: string): Promise<boolean> {
		if (!this.#talk.isSecure)
			return this.#talk.say(GMAIL.needTls(this.#talk.id));
		if (this.#talk.mailbox === undefined)
			return this.#talk.say(GMAIL.needAuth(this.#talk.id));
		const address = /^MAIL FROM:<([^<>\s]*)>/i.exec(line)?.[1];
		if (address === undefined)
			return this.#talk.say(GMAIL.syntax(this.#talk.id));
		this.forget();
		const size = Number(/ SIZE=(\d+)/i.exec(line)?.[1] ?? 0);
		if (size > MAX_SIZE) return this.#talk.say(GMAIL.tooBig(this.#talk.id));
		const fault = this.#talk.context.takeFault("mail");
		if (fault !== undefined && !(await this.#talk.obey(fault))) return false;
		if (fault?.reply !== undefined) return this.#talk.refuse(fault.reply);
		this.#from = address;
		return this.#talk.say(GMAIL.mail(this.#talk.id));
	}

	async rcpt(line: string): Promise<boolean> {
		if (this.#from === undefined)
			return this.#talk.say(GMAIL.mailFirst(this.#talk.id));
		const address = /^RCPT TO:<([^<>\s]*)>/i.exec(line)?.[1];
		if (address === undefined || !address.includes("@")) {
			return this.#talk.say(GMAIL.badRecipient(this.#talk.id, address ?? ""));
		}
		if (this.#recipients.length >= GMAIL_MAX_RECIPIENTS) {
			return this.#talk.say(GMAIL.tooManyRecipients(this.#talk.id));
		}
		const fault = this.#talk.faultAt("rcpt", [address]);
		if (fault !== undefined && !(await this.#talk.obey(fault))) return false;
		if (fault?.reply !== undefined) return this.#talk.refuse(fault.reply);
		this.#recipients.push(address);
		return this.#talk.say(GMAIL.rcpt(this.#talk.id));
	}

	async data(): Promise<boolean> {
		const refusal = await this.#refusalBeforeData();
		if (refusal !== undefined) return refusal;
		this.#talk.say(GMAIL.goAhead(this.#talk.id));
		const cut = this.#talk.faultAt("mid-data", this.#recipients);
		if (cut !== undefined) {
			await this.#talk.reader.anything();
			return this.#talk.obey({ ...cut, drop: cut.drop ?? "reset" });
		}
		const raw = await this.#talk.reader.body();
		return raw === undefined ? false : this.#endOfMessage(raw);
	}

	/** RFC 3030: the message in counted chunks, the last one marked. */
	async bdat(line: string): Promise<boolean> {
		const [, size, last] = /^BDAT (\d+)( LAST)?$/i.exec(line) ?? [];
		if (size === undefined) return this.#talk.say(GMAIL.syntax(this.#talk.id));
		const bytes = await this.#talk.reader.bytes(Number(size));
		if (bytes === undefined) return false;
		if (this.#chunks.length === 0) {
			const refusal = await this.#refusalBeforeData();
			if (refusal !== undefined) return refusal;
		}
		this.#chunks.push(bytes);
		if (last === undefined) return this.#talk.say(GMAIL.noop(this.#talk.id));
		return this.#endOfMessage(Buffer.concat(this.#chunks));
	}

	forget(): void {
		this.#from = undefined;
		this.#recipients = [];
		this.#chunks = [];
	}

	/** Why DATA or the first BDAT is refused, already said; the answer is whether the session goes on. */
	async #refusalBeforeData(): Promise<boolean | undefined> {
		if (this.#from === undefined)
			return this.#talk.say(GMAIL.mailFirst(this.#talk.id));
		if (this.#recipients.length === 0) {
			return this.#talk.say(GMAIL.rcptFirst(this.#talk.id));
		}
		const mailbox = this.#talk.mailbox ?? "";
		for (const stage of ["mail", "data"] as const) {
			const fault =
				stage === "mail"
					? this.#talk.addressFault(stage, this.#recipients)
					: this.#talk.faultAt(stage, this.#recipients);
			if (fault !== undefined && !(await this.#talk.obey(fault))) return false;
			if (fault?.reply !== undefined) {
				this.forget();
				return this.#talk.refuse(fault.reply);
			}
		}
		const limits = this.#talk.context.mailboxes.limitsOf(mailbox);
		if (limits.wouldExceed(this.#recipients.length)) {
			this.forget();
			return this.#talk.say(GMAIL.dailyLimit(this.#talk.id));
		}
		return undefined;
	}

	async #endOfMessage(raw: Buffer): Promise<boolean> {
		this.#talk.stage = "eom";
		const mailbox = this.#talk.mailbox ?? "";
		const recipients = this.#recipients;
		const from = this.#from ?? "";
		this.forget();
		if (raw.length > MAX_SIZE)
			return this.#talk.say(GMAIL.tooBig(this.#talk.id));
		const subject = /^Subject: (.*)$/im.exec(
			raw.subarray(0, 20_000).toString("utf8"),
		)?.[1];
		const fault = this.#talk.faultAt("eom", recipients, subject);
		if (fault?.reply !== undefined) {
			if (!(await this.#talk.obey(fault))) return false;
			return this.#talk.refuse(fault.reply);
		}
		const silent = Boolean(fault?.drop || fault?.hang);
		const reply = GMAIL.accepted(this.#talk.id, Math.floor(Date.now() / 1000));
		if (silent && fault?.accept === false) return this.#talk.obey(fault);
		if (fault !== undefined && !silent && !(await this.#talk.obey(fault)))
			return false;
		this.#talk.context.mailboxes.limitsOf(mailbox).count(recipients.length);
		this.#talk.context.accept({
			id: randomBytes(11).toString("base64url"),
			at: Date.now(),
			mailbox,
			from,
			recipients,
			raw,
			reply: silent ? undefined : reply,
		});
		if (fault !== undefined && silent) return this.#talk.obey(fault);
		return this.#talk.say(reply);
	}
}
