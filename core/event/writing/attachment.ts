import { isObject } from "../../json.ts";
import type { EventMail, ServiceEvent } from "../service-event.ts";
import { prettyJson } from "./pretty-json.ts";

const LONGEST_TO_FORMAT = 262_144;

/** What AWS sent, as a file: JSON with line breaks, or the text. */
export function attachmentOf(
	{ raw, detail }: ServiceEvent,
	name: string,
): EventMail["attachment"] {
	const stem = name
		.normalize("NFC")
		.replace(/[^A-Za-z0-9]+/g, "-")
		.slice(0, 80)
		.replace(/^-+|-+$/g, "");
	const isJson = isObject(detail) || Array.isArray(detail);
	const pretty =
		isJson && raw.length <= LONGEST_TO_FORMAT ? prettyJson(raw) : undefined;
	return {
		filename: `${stem === "" ? "event" : stem}.${isJson ? "json" : "txt"}`,
		contentType: isJson ? "application/json" : "text/plain; charset=utf-8",
		content: (pretty ?? raw).toWellFormed(),
	};
}
