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
		if (!this.#talk.isSecure) return this.#talk.say(GMAIL.needTls);
		if (this.#talk.mailbox === undefined) return this.#talk.say(GMAIL.needAuth);
		const address = /^MAIL FROM:<([^<>\s]*)>/i.exec(line)?.[1];
		if (address === undefined) return this.#talk.say(GMAIL.syntax);
		this.forget();
		const size = Number(/ SIZE=(\d+)/i.exec(line)?.[1] ?? 0);
		if (size > MAX_SIZE) return this.#talk.say(GMAIL.tooBig);
		const refused = await this.#talk.suffer(
			this.#talk.context.faults.take("mail", {
				mailbox: this.#talk.mailbox,
			}),
		);
		if (refused !== undefined) return refused;
		this.#from = address;
		return this.#talk.say(GMAIL.mail);
	}

	async rcpt(line: string): Promise<boolean> {
		if (this.#from === undefined) return this.#talk.say(GMAIL.mailFirst);
		const address = /^RCPT TO:<([^<>\s]*)>/i.exec(line)?.[1];
		if (address === undefined || !address.includes("@")) {
			return this.#talk.say(GMAIL.badRecipient(address ?? ""));
		}
		if (this.#recipients.length >= GMAIL_MAX_RECIPIENTS) {
			return this.#talk.say(GMAIL.tooManyRecipients);
		}
		const refused = await this.#talk.suffer(
			this.#talk.faultAt("rcpt", [address]),
		);
		if (refused !== undefined) return refused;
		this.#recipients.push(address);
		return this.#talk.say(GMAIL.rcpt);
	}

	async data(): Promise<boolean> {
		const refusal = await this.#refusalBeforeData();
		if (refusal !== undefined) return refusal;
		this.#talk.say(GMAIL.goAhead);
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
		if (size === undefined) return this.#talk.say(GMAIL.syntax);
		const bytes = await this.#talk.reader.bytes(Number(size));
		if (bytes === undefined) return false;
		if (this.#chunks.length === 0) {
			const refusal = await this.#refusalBeforeData();
			if (refusal !== undefined) return refusal;
		}
		this.#chunks.push(bytes);
		if (last === undefined) return this.#talk.say(GMAIL.noop);
		return this.#endOfMessage(Buffer.concat(this.#chunks));
	}

	forget(): void {
		this.#from = undefined;
		this.#recipients = [];
		this.#chunks = [];
	}

	/** Why DATA or the first BDAT is refused, already said; the answer is whether the session goes on. */
	async #refusalBeforeData(): Promise<boolean | undefined> {
		if (this.#from === undefined) return this.#talk.say(GMAIL.mailFirst);
		if (this.#recipients.length === 0) {
			return this.#talk.say(GMAIL.rcptFirst);
		}
		const mailbox = this.#talk.mailbox ?? "";
		const refused = await this.#talk.suffer(
			this.#talk.addressFault("mail", this.#recipients) ??
				this.#talk.faultAt("data", this.#recipients),
		);
		if (refused !== undefined) {
			this.forget();
			return refused;
		}
		const limits = this.#talk.context.mailboxes.limitsOf(mailbox);
		if (limits.wouldExceed(this.#recipients.length)) {
			this.forget();
			return this.#talk.say(GMAIL.dailyLimit);
		}
		return undefined;
	}

	async #endOfMessage(raw: Buffer): Promise<boolean> {
		this.#talk.stage = "eom";
		const mailbox = this.#talk.mailbox ?? "";
		const recipients = this.#recipients;
		const from = this.#from ?? "";
		this.forget();
		if (raw.length > MAX_SIZE) return this.#talk.say(GMAIL.tooBig);
		const subject = /^Subject: (.*)$/im.exec(
			raw.subarray(0, 20_000).toString("utf8"),
		)?.[1];
		const fault = this.#talk.faultAt("eom", recipients, subject);
		const silent = fault?.drop || fault?.hang ? fault : undefined;
		if (silent === undefined || silent.reply !== undefined) {
			const refused = await this.#talk.suffer(fault);
			if (refused !== undefined) return refused;
		}
		if (silent?.accept === false) return this.#talk.obey(silent);
		const reply = this.#talk.withId(
			GMAIL.accepted(Math.floor(Date.now() / 1000)),
		);
		this.#talk.context.mailboxes.limitsOf(mailbox).count(recipients.length);
		this.#talk.context.accept({
			id: randomBytes(11).toString("base64url"),
			at: Date.now(),
			mailbox,
			from,
			recipients,
			raw,
			reply: silent === undefined ? reply : undefined,
		});
		return silent === undefined
			? this.#talk.say(reply)
			: this.#talk.obey(silent);
	}
}
