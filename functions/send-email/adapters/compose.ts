import type { Readable } from "node:stream";
import { domainToASCII } from "node:url";
import MailComposer from "nodemailer/lib/mail-composer";
import type { Address } from "../domain/address.ts";
import type { Mail } from "../domain/mail.ts";
import type { S3File } from "../domain/s3-file.ts";

/**
 * Writes a mail out as bytes; equal mails give equal bytes.
 *
 * @param open Files in S3, which are streamed into the mail.
 * @returns `unavailable` when a file can't be read now.
 */
export async function compose(
	mail: Mail,
	open: (file: S3File) => Promise<Readable>,
	report: (error: unknown) => void = () => {},
): Promise<Buffer | "unavailable"> {
	const opened: Readable[] = [];
	try {
		const attachments = [];
		for (const { filename, contentType, content, cid } of mail.attachments) {
			const body =
				"file" in content
					? await open(content.file)
					: Buffer.from(content.base64, "base64");
			if (!Buffer.isBuffer(body)) opened.push(body);
			attachments.push({
				filename,
				...(contentType === undefined ? {} : { contentType }),
				content: body,
				...(cid === undefined ? {} : { cid }),
			});
		}
		return await build(mail, attachments);
	} catch (error) {
		if (opened.length === 0 && !hasFiles(mail)) throw error;
		report(error);
		return "unavailable";
	} finally {
		for (const stream of opened) stream.destroy();
	}
}

async function build(
	mail: Mail,
	attachments: NonNullable<
		ConstructorParameters<typeof MailComposer>[0]
	>["attachments"],
): Promise<Buffer> {
	const text =
		mail.text ??
		(mail.derivesText && mail.html !== undefined
			? // Loaded for the first mail that needs it.
				(await import("./text-of-html.ts")).textOfHtml(mail.html)
			: undefined);
	const composer = new MailComposer({
		from: named(mail.from),
		to: mail.to.map(named),
		cc: mail.cc.map(named),
		replyTo: mail.replyTo.map(named),
		subject: mail.subject,
		...(text === undefined ? {} : { text }),
		...(mail.html === undefined ? {} : { html: mail.html }),
		...(attachments === undefined ? {} : { attachments }),
		...(mail.inReplyTo === undefined ? {} : { inReplyTo: mail.inReplyTo }),
		...(mail.references.length === 0
			? {}
			: { references: [...mail.references] }),
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

function hasFiles({ attachments }: Mail): boolean {
	return attachments.some(({ content }) => "file" in content);
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
