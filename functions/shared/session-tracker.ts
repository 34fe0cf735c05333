import type { SmtpStage } from "../../core/smtp/reply.ts";

interface LogEntry {
	readonly tnx?: string;
}

/**
 * Follows one SMTP session through nodemailer's log. With pipelining its errors do not tell which
 * command a 421 answered, nor whether the final dot had gone out when the connection was lost; its
 * transaction log tells both.
 */
export class SessionTracker {
	/** What the next reply will answer. */
	stage: SmtpStage = "connect";
	/** The last reply and what it answered. */
	lastReply: { readonly stage: SmtpStage; readonly text: string } | undefined;
	/** Whether the whole message, with its final dot, was handed to the socket. */
	handedOver = false;
	#recipientsLeft = 0;
	#inTransaction = false;

	/** A logger for nodemailer: the only thing that feeds this tracker. */
	readonly logger = {
		level: () => {},
		trace: () => {},
		debug: (entry: LogEntry, text: string) => this.#note(entry, text),
		info: (entry: LogEntry, text: string) => this.#note(entry, text),
		warn: () => {},
		error: () => {},
		fatal: () => {},
	};

	/** Call before a message is sent on the session. */
	beginMessage(): void {
		this.stage = "mail";
		this.lastReply = undefined;
		this.handedOver = false;
		this.#recipientsLeft = 0;
		this.#inTransaction = true;
	}

	#note(entry: LogEntry, text: string): void {
		if (entry.tnx === "client") this.#command(text);
		if (entry.tnx === "server") this.#reply(text);
		if (entry.tnx === "message") this.handedOver = true;
	}

	#command(text: string): void {
		const verb = text.slice(0, 4).toUpperCase();
		if (verb === "RCPT") this.#recipientsLeft += 1;
		if (this.#inTransaction) return;
		if (verb === "EHLO" || verb === "HELO") this.stage = "ehlo";
		if (verb === "STAR") this.stage = "starttls";
		if (verb === "AUTH") this.stage = "auth";
	}

	#reply(text: string): void {
		this.lastReply = { stage: this.stage, text };
		if (!this.#inTransaction) return;
		if (this.stage === "mail") this.stage = "rcpt";
		else if (this.stage === "rcpt") {
			this.#recipientsLeft -= 1;
			if (this.#recipientsLeft <= 0) this.stage = "data";
		} else if (this.stage === "data") this.stage = "eom";
	}
}
