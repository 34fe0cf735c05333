import type { StoredMail } from "../../local/inbox/mailbox-store.ts";

/** The text of a mail's first attachment. */
export function attachedText(mail: StoredMail | undefined): string {
	const content = mail?.email.attachments[0]?.content ?? "";
	return typeof content === "string"
		? content
		: new TextDecoder().decode(content);
}
