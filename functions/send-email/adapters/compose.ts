import { domainToASCII } from "node:url";
import MailComposer from "nodemailer/lib/mail-composer";
import type { Address } from "../domain/address.ts";
import type { Mail } from "../domain/mail.ts";

/** Writes a mail out as bytes; equal mails give equal bytes. */
export function compose(mail: Mail): Promise<Buffer> {
	const composer = new MailComposer({
		from: named(mail.from),
		to: mail.to.map(named),
		cc: mail.cc.map(named),
		replyTo: mail.replyTo.map(named),
		subject: mail.subject,
		...(mail.text === undefined ? {} : { text: mail.text }),
		...(mail.html === undefined ? {} : { html: mail.html }),
		attachments: mail.attachments.map(
			({ filename, contentType, base64, cid }) => ({
				filename,
				...(contentType === undefined ? {} : { contentType }),
				content: Buffer.from(base64, "base64"),
				...(cid === undefined ? {} : { cid }),
			}),
		),
		headers: { ...mail.headers },
		messageId: mail.messageId,
		date: new Date(mail.date),
		baseBoundary: mail.boundary,
		newline: "win",
		disableFileAccess: true,
		disableUrlAccess: true,
	});
	return composer.compile().build();
}

/** An address as the envelope wants it: an internationalised domain in its ASCII form. */
export function toEnvelopeAddress(address: string): string {
	const at = address.lastIndexOf("@");
	const domain = domainToASCII(address.slice(at + 1));
	return domain === "" ? address : `${address.slice(0, at)}@${domain}`;
}

function named({ name, address }: Address) {
	return { name: name ?? "", address: toEnvelopeAddress(address) };
}
