import { domainToASCII } from "node:url";
import MailComposer from "nodemailer/lib/mail-composer";
import { detectMimeType } from "nodemailer/lib/mime-funcs";
import type { Mail } from "../../../core/delivery/mail.ts";
import { type Address, withQuotes } from "../../../core/message/address.ts";
import { encodedWords } from "../../../core/message/encoded-words.ts";
import { within } from "./within.ts";

/** Writes a mail out as bytes, if the composer can; equal mails give equal bytes. */
export async function compose(
	mail: Mail,
	report: (error: unknown) => void,
): Promise<Buffer | "unwritable"> {
	try {
		return await build(mail);
	} catch (error) {
		report(error);
		return "unwritable";
	}
}

async function build(mail: Mail): Promise<Buffer> {
	const attachments = mail.attachments.map(
		({ filename, contentType, content, cid }) => ({
			filename,
			contentType: typeOfFile(contentType ?? detectMimeType(filename)),
			contentTransferEncoding: "base64" as const,
			content:
				typeof content === "string"
					? Buffer.from(content, "base64")
					: Buffer.from(content.buffer, content.byteOffset, content.length),
			...(cid === undefined ? {} : { cid }),
		}),
	);
	const text = mail.text ?? (await derivedText(mail));
	const composer = new MailComposer({
		from: named(mail.from),
		to: mail.to.map(named),
		cc: mail.cc.map(named),
		replyTo: mail.replyTo.map(named),
		subject: mail.subject,
		...(text === undefined ? {} : { text }),
		...(mail.html === undefined ? {} : { html: mail.html }),
		attachments,
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
	const node = composer.compile() as ReturnType<typeof composer.compile> & {
		_encodeAddressName(name: string): string;
	};
	// In quotes, "=?" is decoded by readers all the same.
	const encodeName = node._encodeAddressName.bind(node);
	node._encodeAddressName = (name) =>
		name.includes("=?") ? encodedWords(name) : encodeName(name);
	return node.build();
}

/** What is called a container would be sent as one, and shown as a part of the mail: a file stays a file. */
function typeOfFile(type: string): string {
	return /^(multipart|message)\//i.test(type)
		? "application/octet-stream"
		: type;
}

/** Longer HTML gets no text: to make one would take seconds in which nothing else is sent. */
const LONGEST_HTML = 250_000;

async function derivedText({ html = "" }: Mail): Promise<string | undefined> {
	if (html === "" || html.length > LONGEST_HTML) return undefined;
	// Loaded for the first mail that needs it.
	const { textOfHtml } = await import("./text-of-html.ts");
	const worked = within(html.length, () => textOfHtml(html));
	if (worked.kind === "too-long")
		throw new Error("its html takes too long to be written as text");
	return worked.value;
}

/** An address as the envelope wants it: an internationalised domain in its ASCII form, a mailbox in quotes that needs them. */
export function toEnvelopeAddress(mailbox: string): string {
	const address = withQuotes(mailbox);
	const at = address.lastIndexOf("@");
	const domain = domainToASCII(address.slice(at + 1));
	return domain === "" ? address : `${address.slice(0, at)}@${domain}`;
}

function named({ name, address }: Address) {
	return { name: name ?? "", address: toEnvelopeAddress(address) };
}
