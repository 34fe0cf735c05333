import type { MailText } from "./routed-message.ts";

/** What people are told first in a mail about an event that anybody may have made up. */
export const NOT_VERIFIED =
	"The origin of this event is not verified: whoever may send to the queue can have made it up.";

const LINE = `<p style="margin:0;padding:12px 8px;font-size:14px">${NOT_VERIFIED}</p>\n`;

/**
 * A mail with that as its first line. In the HTML of somebody's template it stands before everything, as whatever looks
 * like the body's beginning may be within a comment or a style.
 */
export function withWarning(
	{ subject, text, html }: MailText,
	htmlBegins: "with-our-layout" | "anyhow",
): MailText {
	const at =
		html === undefined || htmlBegins === "anyhow"
			? 0
			: html.indexOf(">", html.indexOf("<body ")) + 1;
	return {
		subject,
		text: text === undefined ? undefined : `${NOT_VERIFIED}\n\n${text}`,
		html:
			html === undefined
				? undefined
				: `${html.slice(0, at)}${LINE}${html.slice(at)}`,
	};
}
