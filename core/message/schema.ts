import * as v from "valibot";
import {
	address,
	addresses,
	attachment,
	earlierMessage,
	headers,
	oneLine,
	tags,
	templateName,
	unsubscribe,
} from "./fields.ts";

/** Where people and editors find the schema: the file of the published package. */
export const SCHEMA_URL =
	"https://unpkg.com/sqs-gmail-sender/dist/email-message.v1.json";

/** Deeper ones no template needs, and they could exhaust the stack. */
const MOST_NESTED = 32;

const described = <Schema extends v.GenericSchema>(
	schema: Schema,
	text: string,
) => v.optional(v.pipe(schema, v.description(text)));

/** The one definition of message format version 1: the JSON Schema is made from it. */
export const messageSchema = v.strictObject(
	{
		$schema: described(v.string("a string"), "For editors; has no effect."),
		version: described(v.literal(1, "1"), "Version of this format."),
		id: described(
			v.pipe(oneLine(256), v.minLength(1, "at least 1 character")),
			"Idempotency key: the same id is sent once. Derive it from the business event. Default: the SQS message id.",
		),
		from: described(
			address,
			"The sender's mailbox or one of its aliases, with an optional display name. Default: the mailbox.",
		),
		to: described(
			addresses,
			"Recipients. At most 100 in to, cc and bcc together.",
		),
		cc: described(addresses, "Recipients of a copy."),
		bcc: described(
			addresses,
			"Recipients that nobody else sees: they are only in the envelope.",
		),
		replyTo: described(addresses, "Where replies go."),
		subject: described(
			oneLine(2000),
			"The subject, one line. Required without a template.",
		),
		text: described(
			v.string("a string"),
			"The plain text. Use text, html or both. Default: generated from the html.",
		),
		html: described(v.string("a string"), "The HTML."),
		template: described(
			templateName,
			"Name of one of the sender's templates, instead of subject, text and html.",
		),
		data: described(
			v.pipe(
				v.record(v.string(), v.unknown(), "an object"),
				v.check(
					(data) => depthOf(data) <= MOST_NESTED,
					`an object nested at most ${MOST_NESTED} deep`,
				),
			),
			"Data of the template, as its schema requires.",
		),
		attachments: described(
			v.pipe(
				v.array(attachment, "an array of attachments"),
				v.maxLength(100, "at most 100 attachments"),
			),
			"Files: base64, or an object in a bucket that the sender may read. An image with a cid is shown where the HTML says cid:….",
		),
		headers: described(
			headers,
			"Additional headers: X-…, List-…, In-Reply-To, References, Auto-Submitted, Precedence, Importance, Feedback-ID, Keywords, Comments, Organization.",
		),
		inReplyTo: described(
			earlierMessage,
			"The message this one replies to: its Message-ID, or its id. Mail programs show both in one thread.",
		),
		references: described(
			v.pipe(
				v.array(earlierMessage, "an array of earlier messages"),
				v.maxLength(1000, "at most 1000 earlier messages"),
			),
			"The thread's earlier messages, oldest first; the mail names the first and the last 19. Default: the one in inReplyTo.",
		),
		unsubscribe: described(
			unsubscribe,
			"Where people unsubscribe: an https URL that accepts the one-click POST of RFC 8058, a mailbox, or both.",
		),
		notAfter: described(
			v.pipe(
				v.string("a time"),
				v.isoTimestamp("a time with zone, such as 2026-12-01T08:00:00Z"),
			),
			"After this time the message is no longer sent.",
		),
		priority: described(
			v.picklist(["high", "normal"], '"high" or "normal"'),
			"high: near the daily limit it is sent first, if the producer has permission. Default: normal.",
		),
		tags: described(
			tags,
			"For logs and outcome events only; not part of the mail.",
		),
		taskToken: described(
			v.pipe(
				v.string("a task token"),
				v.minLength(1, "at least 1 character"),
				v.maxLength(2048, "at most 2048 characters"),
			),
			"The Step Functions task succeeds when Google accepts the mail, and fails with the cause when it can't be sent.",
		),
	},
	"a JSON object",
);

/** How deep objects and arrays lie in one another; 0 for anything else. Without recursion: the depth may be a million. */
export function depthOf(value: unknown): number {
	let depth = 0;
	for (let level = [value].filter(isNested); level.length > 0; depth += 1)
		level = level
			.flatMap((one) => Object.values(one) as unknown[])
			.filter(isNested);
	return depth;
}

function isNested(value: unknown): value is object {
	return typeof value === "object" && value !== null;
}
