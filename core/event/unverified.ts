import type { MailText } from "./routed-message.ts";

/** What people are told first in a mail about an event that anybody may have made up. */
export const NOT_VERIFIED =
	"The origin of this event is not verified: whoever may send to the queue can have made it up.";

/** A mail with that as its first line. */
export function withWarning({ subject, text, html }: MailText): MailText {
	return {
		subject,
		text: text === undefined ? undefined : `${NOT_VERIFIED}\n\n${text}`,
		html: html === undefined ? undefined : insert(html),
	};
}

const LINE = `<p style="margin:0;padding:12px 8px;font-size:14px">${NOT_VERIFIED}</p>`;

/** Behind the body's tag; a fragment without one begins with it. */
function insert(html: string): string {
	const body = html.search(/<body[\s>]/i);
	const end = body < 0 ? -1 : html.indexOf(">", body);
	return `${html.slice(0, end + 1)}${LINE}\n${html.slice(end + 1)}`;
}
