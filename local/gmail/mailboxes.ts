import { type GmailLimits, SendingLimits } from "./sending-limits.ts";

/** The accounts of the look-alike: their App Passwords and what each has sent. */
export class Mailboxes {
	readonly #passwords = new Map<string, string>();
	readonly #limits = new Map<string, SendingLimits>();
	#usual: GmailLimits = { messages: 500, recipients: 500 };

	/** Sets the App Password of one mailbox, or of all when none is named. */
	setPassword(password: string, mailbox?: string): void {
		const names =
			mailbox === undefined ? [...this.#passwords.keys()] : [mailbox];
		for (const name of names)
			this.#passwords.set(name.toLowerCase(), squeeze(password));
	}

	/** The App Password of a mailbox. */
	passwordOf(mailbox: string): string | undefined {
		return this.#passwords.get(mailbox.toLowerCase());
	}

	/** Sets the sending limits of one mailbox, or of all when none is named. */
	setLimits(limits: Partial<GmailLimits>, mailbox?: string): void {
		if (mailbox === undefined) this.#usual = { ...this.#usual, ...limits };
		const names = mailbox === undefined ? [...this.#limits.keys()] : [mailbox];
		for (const name of names) {
			const own = this.limitsOf(name);
			own.limits = { ...own.limits, ...limits };
		}
	}

	accepts(user: string, secret: string): boolean {
		const expected = this.#passwords.get(user.toLowerCase());
		return expected !== undefined && expected === squeeze(secret);
	}

	limitsOf(mailbox: string): SendingLimits {
		const name = mailbox.toLowerCase();
		let limits = this.#limits.get(name);
		if (limits === undefined) {
			limits = new SendingLimits(this.#usual);
			this.#limits.set(name, limits);
		}
		return limits;
	}

	names(): readonly string[] {
		return [...this.#passwords.keys()];
	}
}

// Google shows App Passwords in four groups; the spaces are only for reading.
function squeeze(password: string): string {
	return password.replace(/\s+/g, "");
}
