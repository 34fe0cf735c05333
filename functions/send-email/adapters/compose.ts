import type { Readable } from "node:stream";
import { domainToASCII } from "node:url";
import MailComposer from "nodemailer/lib/mail-composer";
import type { Mail } from "../../../core/delivery/mail.ts";
import type { Address } from "../../../core/message/address.ts";
import type { S3File } from "../../../core/message/message.ts";
import { isLost } from "./s3-files.ts";

/**
 * Writes a mail out as bytes; equal mails give equal bytes.
 *
 * @param open Files in S3, which are streamed into the mail.
 * @returns why it could not be written, if so: `unavailable` when a file can't be read now,
 * `lost` when it can't be read as it is, `unwritable` for what the composer can't write.
 */
export async function compose(
	mail: Mail,
	open: (file: S3File) => Readable,
	report: (error: unknown) => void,
): Promise<Buffer | "unavailable" | "lost" | "unwritable"> {
	const opened: Readable[] = [];
	try {
		const attachments = mail.attachments.map(
			({ filename, contentType, content, cid }) => {
				const body =
					"file" in content
						? open(content.file)
						: Buffer.from(content.base64, "base64");
				if (!Buffer.isBuffer(body)) opened.push(body);
				return {
					filename,
					...(contentType === undefined ? {} : { contentType }),
					content: body,
					...(cid === undefined ? {} : { cid }),
				};
			},
		);
		return await build(mail, attachments);
	} catch (error) {
		report(error);
		if (opened.length === 0) return "unwritable";
		return isLost(error) ? "lost" : "unavailable";
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
	const text = mail.text ?? (await derivedText(mail));
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

/** Longer HTML gets no text: to make one would take seconds in which nothing else is sent. */
const LONGEST_HTML = 250_000;

async function derivedText({
	derivesText,
	html = "",
}: Mail): Promise<string | undefined> {
	if (!derivesText || html === "" || html.length > LONGEST_HTML)
		return undefined;
	// Loaded for the first mail that needs it.
	const { textOfHtml } = await import("./text-of-html.ts");
	return textOfHtml(html);
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
