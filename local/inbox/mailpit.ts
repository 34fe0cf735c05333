import type { Address } from "postal-mime";
import { bytesOf, type StoredMail } from "./mailbox-store.ts";

interface MailpitAddress {
	readonly Name: string;
	readonly Address: string;
}

/** More of a subject is not shown in a list. */
const MOST_SUBJECT = 1000;

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

export type MailSummary = ReturnType<typeof summaryOf>;

/** A mail in a list, in Mailpit's words. */
export function summaryOf(mail: StoredMail, isRead: boolean) {
	const envelope = envelopeOf(mail);
	return {
		...envelope,
		Subject: envelope.Subject.slice(0, MOST_SUBJECT),
		Read: isRead,
		Created: new Date(mail.at).toISOString(),
		Attachments: mail.email.attachments.length,
		Snippet: mail.snippet,
	};
}

export type MailDetail = ReturnType<typeof detailOf>;

/** A whole mail, in Mailpit's words. */
export function detailOf(mail: StoredMail) {
	const { email } = mail;
	const parts = email.attachments.map((attachment, index) => ({
		PartID: String(index + 1),
		FileName: attachment.filename ?? "",
		ContentType: attachment.mimeType,
		ContentID: bare(attachment.contentId),
		Size: bytesOf(attachment).byteLength,
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
