import {
	checkMailMessage,
	fieldsOf,
	type MailMessage,
	missingFrom,
} from "./mail-message.ts";

/** A field that a request may set when the recipients are fixed. */
export type RequestField = Exclude<
	keyof MailMessage,
	"to" | "cc" | "bcc" | "from"
>;

/** How API requests become messages. */
export interface MailRequest {
	/**
	 * The fixed part of the message, including recipients. A request can't change it. Set it for every public API.
	 * @default - none, a request is a whole message with its recipients
	 */
	readonly message?: MailMessage;

	/**
	 * Fields that a request may set in addition to the fixed part; others are omitted. With `id`, a caller could use
	 * the id of another message.
	 * @default - subject, text and replyTo, unless they are fixed
	 */
	readonly fields?: readonly RequestField[];
}

/** A message with fixed recipients, and the fields a request may add. */
export interface FixedMail {
	readonly message: MailMessage;
	/** Names of the fields that are fixed. */
	readonly given: readonly string[];
	readonly fields: readonly RequestField[];
}

/**
 * @returns undefined when a request is a whole message.
 * @throws Error when a request could choose the recipients, or never be complete.
 */
export function fixedMail({
	message,
	fields,
}: MailRequest): FixedMail | undefined {
	if (message === undefined && fields === undefined) return undefined;
	const fixed = checkMailMessage(message ?? {}, { missingAllowed: true });
	const given = fieldsOf(fixed);
	const chosen = fields ?? USUAL.filter((field) => !given.includes(field));
	const faults = [
		...(RECIPIENTS.some((field) => given.includes(field))
			? []
			: ["message names no recipients: give it to, cc or bcc"]),
		...chosen
			.filter((field) => given.includes(field) || NEVER.includes(field))
			.map((field) => `a request may not set ${field}`),
		...missingFrom([...given, ...chosen]).map(
			(missing) => `${missing} from both message and fields`,
		),
	];
	if (faults.length > 0) {
		throw new Error(
			`Cannot fix a part of the message as ${faults.join("; ")}; without message and fields a request is a whole message`,
		);
	}
	return { message: fixed, given, fields: chosen };
}

const USUAL: readonly RequestField[] = ["subject", "text", "replyTo"];
const RECIPIENTS: readonly string[] = ["to", "cc", "bcc"];
const NEVER: readonly string[] = [...RECIPIENTS, "from"];
