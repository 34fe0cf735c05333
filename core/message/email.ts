/** An address, or one with a name. */
export type EmailAddress =
	| string
	| { readonly name?: string; readonly address: string };

/** An earlier message: its Message-ID with angle brackets, or its id at this sender. */
export type EarlierEmail = string | { readonly id: string };

/** A file of a message. */
export interface EmailFile {
	readonly filename: string;
	/** Media type, such as `application/pdf`. */
	readonly contentType?: string;
	/** Base64. Either this or `s3`. */
	readonly content?: string;
	/** An object in a bucket that the sender may read. */
	readonly s3?: {
		readonly bucket: string;
		readonly key: string;
		readonly versionId?: string;
	};
	/** Shows an image where the HTML contains `cid:…`. */
	readonly cid?: string;
}

/** A message of format version 1, as a producer writes it; docs/message-format.md describes each field. */
export interface Email {
	readonly version?: 1;
	readonly $schema?: string;
	/** Idempotency key: derive it from the business event. */
	readonly id?: string;
	/** The mailbox or one of its aliases. */
	readonly from?: EmailAddress;
	/** At least one of `to`, `cc` and `bcc`. */
	readonly to?: EmailAddress | readonly EmailAddress[];
	readonly cc?: EmailAddress | readonly EmailAddress[];
	readonly bcc?: EmailAddress | readonly EmailAddress[];
	readonly replyTo?: EmailAddress | readonly EmailAddress[];
	/** Required without a template. */
	readonly subject?: string;
	/** At least one of `text` and `html`, unless there is a template. */
	readonly text?: string;
	readonly html?: string;
	/** Name of a template, instead of subject, text and html; `data` is its data. */
	readonly template?: string;
	readonly data?: Readonly<Record<string, unknown>>;
	readonly attachments?: readonly EmailFile[];
	readonly headers?: Readonly<Record<string, string>>;
	readonly inReplyTo?: EarlierEmail;
	readonly references?: readonly EarlierEmail[];
	readonly unsubscribe?: { readonly url?: string; readonly email?: string };
	/** ISO 8601 with zone. After it, the message is not sent. */
	readonly notAfter?: string;
	readonly priority?: "high" | "normal";
	readonly tags?: Readonly<Record<string, string>>;
	readonly taskToken?: string;
}
