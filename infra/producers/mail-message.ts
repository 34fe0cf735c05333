import type { IResolvable } from "aws-cdk-lib";
import schema from "../../schema/email-message.v1.json" with { type: "json" };

/** One mailbox: a bare address, or one with a display name. */
export type MailAddress =
	| string
	| { readonly name?: string; readonly address: string };

/** One recipient or several. */
export type MailAddresses = MailAddress | readonly MailAddress[] | IResolvable;

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
	/** Name of a template, and what it is filled with. */
	readonly template?: string;
	readonly data?: Readonly<Record<string, unknown>> | IResolvable;
	readonly attachments?:
		| readonly Readonly<Record<string, unknown>>[]
		| IResolvable;
	readonly headers?: Readonly<Record<string, string>> | IResolvable;
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
export function checkedMessage<Message extends MailMessage>(
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
		...NEEDED.filter(
			(group) =>
				!missingAllowed && !group.some((field) => fields.includes(field)),
		).map((group) => `${group.join(" or ")} is missing`),
	];
	if (faults.length > 0) {
		throw new Error(
			`Cannot send this message as it does not fit the format (docs/message-format.md): ${faults.join("; ")}`,
		);
	}
	return message;
}

interface Group {
	readonly anyOf: readonly { readonly required: readonly string[] }[];
}

const KNOWN: readonly string[] = Object.keys(schema.properties);
const GROUPS: readonly Group[] = schema.allOf;
/** Of each group a message needs one field at least. */
export const NEEDED: readonly (readonly string[])[] = [
	...schema.required.map((field) => [field]),
	...GROUPS.map(({ anyOf }) => anyOf.flatMap(({ required }) => required)),
];
