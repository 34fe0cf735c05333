const DAY_MS = 86_400_000;

export interface GmailLimits {
	/** Messages in a rolling 24 hours. */
	readonly messages: number;
	/** Recipients in a rolling 24 hours. */
	readonly recipients: number;
}

/** Counts what a mailbox has sent in the last 24 hours, the way Gmail does. */
export class SendingLimits {
	#limits: GmailLimits = { messages: 500, recipients: 500 };
	#sent: { readonly at: number; readonly recipients: number }[] = [];

	get limits(): GmailLimits {
		return this.#limits;
	}

	set limits(limits: GmailLimits) {
		this.#limits = limits;
	}

	/** Whether one more message to this many recipients would go over a limit. */
	wouldExceed(recipients: number): boolean {
		const since = Date.now() - DAY_MS;
		this.#sent = this.#sent.filter(({ at }) => at > since);
		const total = this.#sent.reduce((sum, sent) => sum + sent.recipients, 0);
		return (
			this.#sent.length + 1 > this.#limits.messages ||
			total + recipients > this.#limits.recipients
		);
	}

	count(recipients: number): void {
		this.#sent.push({ at: Date.now(), recipients });
	}
}
