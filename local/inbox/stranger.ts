import type { OutgoingHttpHeaders } from "node:http";
import type { Attachment, Email } from "postal-mime";
import { bytesOf } from "./mailbox-store.ts";

/** Bytes of pictures that are put into a mail's HTML. */
const MOST_PICTURES = 20_000_000;
/** A tiny picture that is shown very often costs, too. */
const LEAST_COST = 1000;
const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

/** A mail's HTML is a stranger's: nothing of it may run or be loaded. */
export const MAIL_HEADERS: OutgoingHttpHeaders = {
	"content-type": "text/html; charset=utf-8",
	"content-security-policy":
		"sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
	"x-content-type-options": "nosniff",
	"referrer-policy": "no-referrer",
	"x-dns-prefetch-control": "off",
};

/** The HTML to be shown under `MAIL_HEADERS`, with its own pictures in it. */
export function shownHtml({ html = "", attachments }: Email): string {
	const pictures = new Map(
		attachments.flatMap((file) =>
			file.contentId === undefined || !PICTURE.test(file.mimeType)
				? []
				: [[file.contentId.replace(/^<|>$/g, ""), file]],
		),
	);
	let left = MOST_PICTURES;
	return (
		html
			// No directive is about connecting ahead (`<link rel=preconnect>`): it would be up to the browser.
			.replace(/<(link|meta|base)\b/gi, "<x-$1")
			// A link would lead to another window, which the sandbox forbids: nothing happens.
			.replace(/^\s*(<!doctype[^>]{0,200}>)?/i, '$1<base target="_blank">')
			.replace(/\bcid:([^\s"'<>)]{1,200})/gi, (whole, id: string) => {
				const file = pictures.get(id);
				if (file === undefined || left < 0) return whole;
				left -= bytesOf(file).byteLength + LEAST_COST;
				return left < 0 ? whole : dataUrl(file);
			})
	);
}

/** How a file of a mail is handed out: to be kept, and never to be opened here. */
export function fileHeaders({
	filename,
	mimeType,
}: Attachment): OutgoingHttpHeaders {
	const name = encodeURIComponent(
		// Half a character cannot be encoded.
		(filename ?? "").replace(UNSPEAKABLE, "_").slice(0, 200).toWellFormed() ||
			"file",
	).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
	return {
		"content-type": /^[\w.+-]{1,80}\/[\w.+-]{1,80}$/.test(mimeType)
			? mimeType
			: "application/octet-stream",
		"content-disposition": `attachment; filename*=UTF-8''${name}`,
		"content-security-policy": "sandbox; default-src 'none'",
		"x-content-type-options": "nosniff",
	};
}

/** Controls, what turns the direction of text, and what leads to another folder. */
const UNSPEAKABLE = /[\p{Cc}\p{Cf}\u2028\u2029/\\]/gu;

function dataUrl(file: Attachment): string {
	return `data:${file.mimeType};base64,${Buffer.from(bytesOf(file)).toString("base64")}`;
}
