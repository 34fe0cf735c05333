const DAY_MS = 86_400_000;

export interface GmailLimits {
	/** Messages in a rolling 24 hours. */
	readonly messages: number;
	/** Recipients in a rolling 24 hours. */
	readonly recipients: number;
}

/** Counts what a mailbox has sent in the last 24 hours, the way Gmail does. */
export class SendingLimits {
	limits: GmailLimits;
	/** Oldest first. */
	readonly #sent: { readonly at: number; readonly recipients: number }[] = [];
	#recipients = 0;

	constructor(limits: GmailLimits) {
		this.limits = limits;
	}

	/** Whether one more message to this many recipients would go over a limit. */
	wouldExceed(recipients: number): boolean {
		this.#forget(Date.now() - DAY_MS);
		return (
			this.#sent.length + 1 > this.limits.messages ||
			this.#recipients + recipients > this.limits.recipients
		);
	}

	count(recipients: number): void {
		this.#sent.push({ at: Date.now(), recipients });
		this.#recipients += recipients;
	}

	#forget(until: number): void {
		for (let [first] = this.#sent; first !== undefined; [first] = this.#sent) {
			if (first.at > until) return;
			this.#sent.shift();
			this.#recipients -= first.recipients;
		}
	}
}
