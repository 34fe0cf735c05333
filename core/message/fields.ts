import * as v from "valibot";
import { addressFault, hasControlCharacters } from "./address.ts";

/** The most recipients one SMTP message may have (Gmail's limit for submission). */
export const MAX_RECIPIENTS = 100;

const HEADER_NAMES =
	"^([Xx]-[A-Za-z0-9-]+|[Ll][Ii][Ss][Tt]-[A-Za-z-]+|[Ii]n-[Rr]eply-[Tt]o|[Rr]eferences|[Aa]uto-[Ss]ubmitted|[Pp]recedence|[Ii]mportance|[Ff]eedback-[Ii][Dd]|[Kk]eywords|[Cc]omments|[Oo]rganization)$";

export const oneLine = (most: number) =>
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

export const address = v.union(
	[email, v.strictObject({ name: v.optional(oneLine(200)), address: email })],
	'an e-mail address or {"name": "…", "address": "…"}',
);

export const addresses = v.union(
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

/** Where a file lies that is too long for the queue. */
const s3Object = v.strictObject(
	{
		bucket: v.pipe(
			v.string("a bucket's name"),
			v.regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "a bucket's name"),
		),
		key: v.pipe(
			v.string("an object's key"),
			v.minLength(1, "at least 1 character"),
			v.maxBytes(1024, "at most 1024 bytes"),
		),
		versionId: v.optional(
			v.pipe(
				v.string("a version id"),
				v.regex(/^[\w.~-]{1,1024}$/, "an S3 version id"),
			),
		),
	},
	'an object such as {"bucket": "…", "key": "…"}',
);

const BASE64 = "base64 text, padded, without line breaks";

/** What keeps a text from being base64. */
function base64Fault(text: string): string {
	if (/^data:/i.test(text))
		return "it is a data: URL; give only what follows its comma";
	if (/\s/.test(text)) return "it contains a space or line break";
	return /[-_]/.test(text)
		? "it is base64url, with - or _ in place of + or /"
		: "it contains a character that base64 does not have";
}

export const attachment = v.pipe(
	v.strictObject(
		{
			filename: v.pipe(
				oneLine(255),
				v.minLength(1, "a file name"),
				v.regex(/^[^/\\]+$/, "a file name without / and \\"),
			),
			contentType: v.optional(
				v.pipe(
					v.string("a media type"),
					v.maxLength(255, "at most 255 characters"),
					v.regex(
						/^[A-Za-z0-9][\w.+-]*\/[A-Za-z0-9][\w.+-]*(; ?[\w-]+=("[^"\r\n]*"|[\w.+-]+))*$/,
						"a media type such as application/pdf",
					),
				),
			),
			content: v.optional(
				v.pipe(
					v.string("base64 text"),
					{
						...v.base64(({ input }) => `${BASE64} (${base64Fault(input)})`),
						// The library's own expression overflows the stack at some megabytes.
						requirement: /^[A-Za-z0-9+/]*={0,2}$/,
					},
					v.check(
						({ length }) => length % 4 === 0,
						`${BASE64} (its padding is missing)`,
					),
				),
			),
			s3: v.optional(s3Object),
			cid: v.optional(
				v.pipe(
					v.string("a content id"),
					v.regex(
						/^[\w.@+-]{1,200}$/,
						"up to 200 letters, digits and . _ @ + -",
					),
				),
			),
		},
		'a file such as {"filename": "…", "content": "…"}',
	),
	v.check(
		({ content, s3 }) => (content === undefined) !== (s3 === undefined),
		'a file with either content (base64) or s3 ({"bucket", "key"})',
	),
);

export const headers = v.record(
	v.pipe(
		v.string(),
		v.maxLength(76, "header names of at most 76 characters"),
		v.regex(
			new RegExp(HEADER_NAMES),
			"X-…, List-…, In-Reply-To, References, Auto-Submitted, Precedence, Importance, Feedback-ID, Keywords, Comments or Organization",
		),
	),
	// A thread's References, copied from a mail, are the longest that people send.
	oneLine(10_000),
	"an object of header names and values",
);

export const tags = v.pipe(
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

/** A Message-ID, or the id of an earlier message of this sender. */
export const earlierMessage = v.union(
	[
		v.pipe(
			v.string("a Message-ID"),
			v.maxLength(2000, "at most 2000 characters"),
			v.regex(
				/^ *(<[^<>\p{Cc}]+>|[^<>@\s]+@[^<>\s]*) *$/u,
				'a Message-ID such as <abc@example.com>, or {"id": "…"} of an earlier message',
			),
		),
		v.strictObject({
			id: v.pipe(oneLine(256), v.minLength(1, "at least 1 character")),
		}),
	],
	'a Message-ID such as <abc@example.com>, or {"id": "…"} of an earlier message',
);

export const unsubscribe = v.pipe(
	v.strictObject(
		{
			url: v.optional(
				v.pipe(
					v.string("an address"),
					v.maxLength(950, "at most 950 characters"),
					v.regex(
						/^https:\/\/[\w.-]+(:\d+)?(\/[\w.~:/?#[\]@!$&'()*+,;=%-]*)?$/,
						"an address that starts with https://, without spaces",
					),
				),
			),
			email: v.optional(email),
		},
		'an object such as {"url": "https://…"}',
	),
	v.check(
		({ url, email: mailbox }) => url !== undefined || mailbox !== undefined,
		"at least one of url and email",
	),
);

export const templateName = v.pipe(
	v.string("a template's name"),
	v.regex(/^[\w.-]{1,64}$/, "up to 64 letters, digits and . _ -"),
);
