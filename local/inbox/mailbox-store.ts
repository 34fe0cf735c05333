import PostalMime, { type Address, type Email } from "postal-mime";
import type { AcceptedMail } from "../gmail/session-context.ts";

/** One received mail, parsed. */
export interface StoredMail extends AcceptedMail {
	readonly email: Email;
}

/** What the look-alike Gmail has taken, newest first. */
export class MailStore {
	#mails: StoredMail[] = [];

	async add(mail: AcceptedMail): Promise<void> {
		const email = await PostalMime.parse(mail.raw);
		this.#mails.unshift({ ...mail, email });
	}

	list(): readonly StoredMail[] {
		return this.#mails;
	}

	find(id: string): StoredMail | undefined {
		return id === "latest"
			? this.#mails[0]
			: this.#mails.find((mail) => mail.id === id);
	}

	/** Deletes these, or all. */
	delete(ids: readonly string[]): void {
		this.#mails =
			ids.length === 0 ? [] : this.#mails.filter(({ id }) => !ids.includes(id));
	}
}

interface MailpitAddress {
	readonly Name: string;
	readonly Address: string;
}

/** What a list and a mail alone both show, in Mailpit's words. */
function envelopeOf(mail: StoredMail) {
	const { email } = mail;
	return {
		ID: mail.id,
		MessageID: bare(email.messageId),
		From: addressOf(email.from),
		To: addressesOf(email.to),
		Cc: addressesOf(email.cc),
		// Bcc is in the envelope only.
		Bcc: hiddenOf(mail),
		ReplyTo: addressesOf(email.replyTo),
		Subject: email.subject ?? "",
		Tags: [],
		Username: "",
		Size: mail.raw.length,
	};
}

/** A mail in a list, in Mailpit's words. */
export function summaryOf(mail: StoredMail) {
	const { email } = mail;
	return {
		...envelopeOf(mail),
		Read: false,
		Created: new Date(mail.at).toISOString(),
		Attachments: email.attachments.length,
		Snippet: (email.text ?? email.html?.replace(/<[^>]*>/g, " ") ?? "")
			.replace(/\s+/g, " ")
			.trim()
			.slice(0, 250),
	};
}

/** A whole mail, in Mailpit's words. */
export function detailOf(mail: StoredMail) {
	const { email } = mail;
	const parts = email.attachments.map((attachment, index) => ({
		PartID: String(index + 1),
		FileName: attachment.filename ?? "",
		ContentType: attachment.mimeType,
		ContentID: bare(attachment.contentId),
		Size:
			typeof attachment.content === "string"
				? attachment.content.length
				: attachment.content.byteLength,
	}));
	const isInline = (index: number) =>
		email.attachments[index]?.disposition === "inline" ||
		email.attachments[index]?.related === true;
	return {
		...envelopeOf(mail),
		ReturnPath: mail.from,
		Date: email.date ?? new Date(mail.at).toISOString(),
		Text: email.text ?? "",
		HTML: email.html ?? "",
		Inline: parts.filter((_part, index) => isInline(index)),
		Attachments: parts.filter((_part, index) => !isInline(index)),
	};
}

function hiddenOf({
	email,
	recipients,
}: StoredMail): readonly MailpitAddress[] {
	const shown = new Set(
		[...addressesOf(email.to), ...addressesOf(email.cc)].map(({ Address }) =>
			Address.toLowerCase(),
		),
	);
	return recipients
		.filter((address) => !shown.has(address.toLowerCase()))
		.map((Address) => ({ Name: "", Address }));
}

function addressOf(address: Address | undefined): MailpitAddress {
	return { Name: address?.name ?? "", Address: address?.address ?? "" };
}

function addressesOf(
	addresses: readonly Address[] | undefined,
): readonly MailpitAddress[] {
	return (addresses ?? []).map(addressOf);
}

function bare(id: string | undefined): string {
	return (id ?? "").replace(/^<|>$/g, "");
}
