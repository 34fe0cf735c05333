import type { IResolvable } from "aws-cdk-lib";
import schema from "../../schema/email-message.v1.json" with { type: "json" };

/** One mailbox: a bare address, or one with a display name. */
export type MailAddress =
	| string
	| { readonly name?: string; readonly address: string };

/** One recipient or several. */
export type MailAddresses = MailAddress | readonly MailAddress[] | IResolvable;

/** A file of a message: `content` in base64, or an object in a bucket that the sender may read. */
export interface MailFile {
	readonly filename: string;
	readonly contentType?: string;
	readonly content?: string;
	readonly s3?: {
		readonly bucket: string;
		readonly key: string;
		readonly versionId?: string;
	};
	/** Shows an image where the HTML says `cid:…`. */
	readonly cid?: string;
}

/** A message of format version 1, as a producer writes it down in an app: values may come from the service that sends it. */
export interface MailMessage {
	/**
	 * Idempotency key: the same id is sent once.
	 * @default - what the service has that is the same for the same occurrence
	 */
	readonly id?: string;
	/** At least one of `to`, `cc` and `bcc`. */
	readonly to?: MailAddresses;
	readonly cc?: MailAddresses;
	readonly bcc?: MailAddresses;
	readonly replyTo?: MailAddresses;
	/** The mailbox or one of its aliases. */
	readonly from?: MailAddress;
	readonly subject?: string;
	/** At least one of `text` and `html`, unless there is a template. */
	readonly text?: string;
	readonly html?: string;
	/** Name of a template, instead of subject, text and html, and what it says. */
	readonly template?: string;
	readonly data?: Readonly<Record<string, unknown>> | IResolvable;
	readonly attachments?: readonly MailFile[] | IResolvable;
	readonly headers?: Readonly<Record<string, string>> | IResolvable;
	/** An earlier message: its Message-ID, or the id that it had here. */
	readonly inReplyTo?: string | { readonly id: string } | IResolvable;
	readonly references?:
		| readonly (string | { readonly id: string })[]
		| IResolvable;
	readonly unsubscribe?: { readonly url?: string; readonly email?: string };
	/** ISO 8601 with zone. Later, it is not sent. */
	readonly notAfter?: string;
	readonly priority?: "high" | "normal";
	readonly tags?: Readonly<Record<string, string>> | IResolvable;
}

/**
 * The message as it is sent: checked for its fields, their values are known to the service only.
 *
 * @throws Error that names the fields that are unknown or missing.
 */
export function checkMailMessage<Message extends MailMessage>(
	message: Message,
	{ missingAllowed = false }: { readonly missingAllowed?: boolean } = {},
): Message {
	const fields = Object.entries(message)
		.filter(([, value]) => value !== undefined)
		.map(([field]) => field);
	const faults = [
		...fields
			.filter((field) => !KNOWN.includes(field))
			.map((field) => `${field} is no field; allowed: ${KNOWN.join(", ")}`),
		...(missingAllowed ? [] : missingFrom(fields)),
	];
	if (faults.length > 0) {
		throw new Error(
			`Cannot send this message as it does not fit the format (docs/message-format.md): ${faults.join("; ")}`,
		);
	}
	return message;
}

/** What a message needs to be complete: fields of which one set at least has to be there as a whole. */
export type Need = readonly (readonly string[])[];

/** What is missing from a message with these fields, in words. */
export function missingFrom(fields: readonly string[]): readonly string[] {
	return NEEDS.filter((need) => !isMet(need, fields)).map(
		(need) =>
			`${need.map((set) => set.join(" with ")).join(" or ")} is missing`,
	);
}

export function isMet(need: Need, fields: readonly string[]): boolean {
	return need.some((set) => set.every((field) => fields.includes(field)));
}

interface Format {
	readonly properties: object;
	readonly required?: readonly string[];
	readonly allOf: readonly {
		readonly anyOf: readonly { readonly required: readonly string[] }[];
	}[];
}

const FORMAT: Format = schema;
const KNOWN: readonly string[] = Object.keys(FORMAT.properties);
export const NEEDS: readonly Need[] = [
	...(FORMAT.required ?? []).map((field) => [[field]]),
	...FORMAT.allOf.map(({ anyOf }) => anyOf.map(({ required }) => required)),
];
