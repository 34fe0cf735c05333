import * as v from "valibot";
import { addressFault, hasControlCharacters } from "./address.ts";

/** The most recipients one SMTP message may have (Gmail's limit for submission). */
export const MAX_RECIPIENTS = 100;

const HEADER_NAMES =
	"^([Xx]-[A-Za-z0-9-]+|[Ll][Ii][Ss][Tt]-[A-Za-z-]+|[Ii]n-[Rr]eply-[Tt]o|[Rr]eferences|[Aa]uto-[Ss]ubmitted|[Pp]recedence|[Ii]mportance|[Ff]eedback-[Ii][Dd]|[Kk]eywords|[Cc]omments|[Oo]rganization)$";

const oneLine = (most: number) =>
	v.pipe(
		v.string("a string"),
		v.maxLength(most, `at most ${most} characters`),
		v.check(
			(text) => !hasControlCharacters(text),
			"text without line breaks and control characters",
		),
	);

const email = v.pipe(
	v.string("an e-mail address"),
	v.maxLength(320, "at most 320 characters"),
	v.rawCheck(({ dataset, addIssue }) => {
		const fault = dataset.typed ? addressFault(dataset.value) : undefined;
		if (fault !== undefined)
			addIssue({
				message: `one e-mail address such as ann@example.com (${fault})`,
			});
	}),
	v.metadata({
		title: "E-mail address",
		description: "One bare address, such as ann@example.com.",
	}),
);

const address = v.union(
	[email, v.strictObject({ name: v.optional(oneLine(200)), address: email })],
	'an e-mail address or {"name": "…", "address": "…"}',
);

const addresses = v.union(
	[
		address,
		v.pipe(
			v.array(address, "an array of addresses"),
			v.minLength(1, "at least one address"),
			v.maxLength(MAX_RECIPIENTS, `at most ${MAX_RECIPIENTS} addresses`),
		),
	],
	"an address or an array of addresses",
);

const attachment = v.strictObject({
	filename: v.pipe(
		oneLine(255),
		v.minLength(1, "a file name"),
		v.regex(/^[^/\\]+$/, "a file name without / and \\"),
	),
	contentType: v.optional(
		v.pipe(
			v.string("a media type"),
			v.regex(
				/^[A-Za-z0-9][\w.+-]*\/[A-Za-z0-9][\w.+-]*(; ?[\w-]+=("[^"\r\n]*"|[\w.+-]+))*$/,
				"a media type such as application/pdf",
			),
		),
	),
	content: v.pipe(
		v.string("base64 text"),
		v.base64("base64 text, padded, without line breaks"),
	),
	cid: v.optional(
		v.pipe(
			v.string("a content id"),
			v.regex(/^[\w.@+-]{1,200}$/, "up to 200 letters, digits and . _ @ + -"),
		),
	),
});

const headers = v.record(
	v.pipe(
		v.string(),
		v.maxLength(76, "header names of at most 76 characters"),
		v.regex(
			new RegExp(HEADER_NAMES),
			"X-…, List-…, In-Reply-To, References, Auto-Submitted, Precedence, Importance, Feedback-ID, Keywords, Comments or Organization",
		),
	),
	oneLine(2000),
	"an object of header names and values",
);

const tags = v.pipe(
	v.record(
		v.pipe(
			v.string(),
			v.regex(
				/^[\w.:/-]{1,64}$/,
				"tag names of up to 64 letters, digits and . _ : / -",
			),
		),
		oneLine(256),
		"an object of tag names and values",
	),
	v.check((object) => Object.keys(object).length <= 10, "at most 10 tags"),
);

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
			"Idempotency key: the same id is sent once. Derive it from the business event. Default: SQS's message id.",
		),
		from: described(
			address,
			"The sender's mailbox or one of its aliases, with a display name if you like. Default: the sender's own.",
		),
		to: described(
			addresses,
			"Recipients. At most 100 in to, cc and bcc together.",
		),
		cc: described(addresses, "Recipients of a copy."),
		bcc: described(
			addresses,
			"Recipients that nobody else sees: they stand in the envelope only.",
		),
		replyTo: described(addresses, "Where answers go."),
		subject: v.pipe(oneLine(2000), v.description("The subject, one line.")),
		text: described(
			v.string("a string"),
			"The plain text. Give text or html, or both.",
		),
		html: described(v.string("a string"), "The HTML."),
		attachments: described(
			v.pipe(
				v.array(attachment, "an array of attachments"),
				v.maxLength(100, "at most 100 attachments"),
			),
			"Files, base64. An image with a cid is shown where the HTML says cid:….",
		),
		headers: described(
			headers,
			"Further headers: X-…, List-…, In-Reply-To, References, Auto-Submitted, Precedence, Importance, Feedback-ID, Keywords, Comments, Organization.",
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
			"high: near the daily limit it goes before everything else, if the producer was granted that. Default: normal.",
		),
		tags: described(
			tags,
			"For logs and outcome events only; not part of the mail.",
		),
	},
	"a JSON object",
);

/** Fields that are planned but not built; they are refused with a sentence, never ignored. */
export const NOT_YET: Readonly<Record<string, string>> = {
	template:
		"templates are not built yet; send the finished subject, text and html",
	data: "templates are not built yet; send the finished subject, text and html",
};
