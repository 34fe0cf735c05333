import type { Address } from "../message/address.ts";
import { headerText } from "../message/encoded-words.ts";
import { headerValue } from "../message/header-values.ts";
import type { Message, Problem } from "../message/message.ts";
import type { Frozen } from "./ledger-row.ts";
import { type Thread, threadOf } from "./thread.ts";

/**
 * What the composer may be given: built field by field, so that nothing of a producer's JSON
 * (`path`, `href`, `raw`, `envelope`, `prepared`) can reach it.
 */
export interface Mail extends Thread {
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
		/** Base64, or the bytes themselves. */
		readonly content: string | Uint8Array;
		readonly cid: string | undefined;
	}[];
	readonly headers: Readonly<Record<string, string>>;
	readonly messageId: string;
	readonly date: number;
	readonly boundary: string;
}

/**
 * Writes a message out with what was frozen at its first claim. Bcc is in the envelope only.
 *
 * @param options.files The bytes of its attachments in S3, by their index.
 * @param options.messageIdOf Message-ID of the message that had this id here.
 */
export function toMail(
	message: Message,
	frozen: Frozen,
	options: {
		readonly files: ReadonlyMap<number, { readonly content: Uint8Array }>;
		readonly messageIdOf: (id: string) => string;
	},
): Mail {
	return {
		from: { name: frozen.fromName, address: frozen.fromAddress },
		to: message.to,
		cc: message.cc,
		replyTo: message.replyTo,
		subject: headerText(message.subject),
		text: withLineFeeds(message.text),
		html: withLineFeeds(message.html),
		attachments: message.attachments.map(
			({ filename, contentType, content = "", cid }, index) => ({
				// As a part of a name, a reader would decode it.
				filename: filename.replaceAll("=?", "=_"),
				contentType,
				content: options.files.get(index)?.content ?? content,
				cid,
			}),
		),
		headers: {
			...Object.fromEntries(
				Object.entries(message.headers).map(([name, value]) => [
					name,
					headerValue(name, value),
				]),
			),
			...unsubscribeHeaders(message),
		},
		messageId: frozen.messageId,
		date: frozen.date,
		boundary: frozen.boundary,
		...threadOf(message, options.messageIdOf),
	};
}

/** RFC 5322: no carriage return of its own. The composer makes line ends of line feeds. */
function withLineFeeds(text: string | undefined): string | undefined {
	return text?.replace(/\r\n?/g, "\n");
}

/** RFC 2369 and, for an address on the web, the one-click POST of RFC 8058. */
function unsubscribeHeaders({ unsubscribe }: Message): Record<string, string> {
	if (unsubscribe === undefined) return {};
	const { url, email } = unsubscribe;
	const ways = [
		...(url === undefined ? [] : [`<${url}>`]),
		...(email === undefined
			? []
			: [
					`<mailto:${encodeURIComponent(email).replace("%40", "@")}?subject=unsubscribe>`,
				]),
	];
	return {
		"List-Unsubscribe": ways.join(", "),
		...(url === undefined
			? {}
			: { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" }),
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
			"Cannot send the message as /from is not allowed: it is neither the sender's mailbox nor one of its aliases; leave it out, put your own address into replyTo, or ask the sender's owner to add the alias, for this producer.",
	};
}

/** What is decided once for a message and kept, so that every try has the same bytes. */
export function freeze(
	message: Message,
	account: Account,
	{ keyHash, now }: { readonly keyHash: string; readonly now: number },
): Frozen {
	return {
		messageId: messageIdOf(keyHash, account),
		// The Date header has whole seconds.
		date: Math.floor(now / 1000) * 1000,
		boundary: keyHash.slice(0, 24),
		fromName: message.from?.name ?? account.fromName,
		fromAddress: message.from?.address ?? account.mailbox,
	};
}

/** Message-ID of a message, by the hash of its key. */
export function messageIdOf(
	keyHash: string,
	{ mailbox }: Pick<Account, "mailbox">,
): string {
	const domain = mailbox.slice(mailbox.lastIndexOf("@") + 1);
	return `<${keyHash.slice(0, 40)}@${domain}>`;
}
