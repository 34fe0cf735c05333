import type { Address } from "./address.ts";
import type { Frozen } from "./ledger.ts";
import type { Message, Problem } from "./message.ts";

/**
 * What the composer may be given: built field by field, so that nothing of a producer's JSON
 * (`path`, `href`, `raw`, `envelope`, `prepared`) can reach it.
 */
export interface Mail {
	readonly from: Address;
	readonly to: readonly Address[];
	readonly cc: readonly Address[];
	readonly replyTo: readonly Address[];
	readonly subject: string;
	readonly text: string | undefined;
	readonly html: string | undefined;
	readonly attachments: readonly {
		readonly filename: string;
		readonly contentType: string | undefined;
		readonly base64: string;
		readonly cid: string | undefined;
	}[];
	readonly headers: Readonly<Record<string, string>>;
	readonly messageId: string;
	readonly date: number;
	readonly boundary: string;
}

/** Writes a message out with what was frozen at its first claim. Bcc is in the envelope only. */
export function toMail(message: Message, frozen: Frozen): Mail {
	return {
		from: { name: frozen.fromName, address: frozen.fromAddress },
		to: message.to,
		cc: message.cc,
		replyTo: message.replyTo,
		subject: message.subject,
		text: message.text,
		html: message.html,
		attachments: message.attachments.map(
			({ filename, contentType, content, cid }) => ({
				filename,
				contentType,
				base64: content,
				cid,
			}),
		),
		headers: message.headers,
		messageId: frozen.messageId,
		date: frozen.date,
		boundary: frozen.boundary,
	};
}

export interface Account {
	readonly mailbox: string;
	readonly aliases: readonly string[];
	readonly fromName: string;
}

/** A problem when a message's `from` is neither the account nor one of its aliases. */
export function fromFault(
	message: Message,
	account: Account,
): Problem | undefined {
	const asked = message.from?.address;
	if (asked === undefined) return undefined;
	const own = [account.mailbox, ...account.aliases].map((address) =>
		address.toLowerCase(),
	);
	if (own.includes(asked.toLowerCase())) return undefined;
	return {
		pointer: "/from",
		sentence:
			"Cannot send the message as /from is not allowed: it is neither the sender's mailbox nor one of its aliases; leave it out, put your own address into replyTo, or ask the sender's owner to add the alias.",
	};
}

/** What is decided once for a message and kept, so that every try has the same bytes. */
export function freeze(
	message: Message,
	account: Account,
	{ keyHash, now }: { readonly keyHash: string; readonly now: number },
): Frozen {
	const domain = account.mailbox.slice(account.mailbox.lastIndexOf("@") + 1);
	return {
		messageId: `<${keyHash.slice(0, 40)}@${domain}>`,
		// The Date header has whole seconds.
		date: Math.floor(now / 1000) * 1000,
		boundary: keyHash.slice(0, 24),
		fromName: message.from?.name ?? account.fromName,
		fromAddress: message.from?.address ?? account.mailbox,
		format: 1,
	};
}
