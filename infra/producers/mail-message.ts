import type { IResolvable } from "aws-cdk-lib";
import type { Email } from "../../core/message/email.ts";
import schema from "../../schema/email-message.v1.json" with { type: "json" };

/**
 * A message of format version 1 in a CDK app. Lists and objects may come from the service that sends it. The
 * default `id` is a service value that is the same for each delivery of one occurrence.
 */
export type MailMessage = {
	readonly [Field in keyof Email as Exclude<
		Field,
		"version" | "$schema" | "taskToken"
	>]: Email[Field] extends string | undefined
		? Email[Field]
		: Email[Field] | IResolvable;
};

/** One recipient or several. */
export type MailAddresses = NonNullable<MailMessage["to"]>;

/**
 * The message as it is sent. Only the fields are validated; the values are known at run time.
 *
 * @throws Error that names the fields that are unknown or missing.
 */
export function checkMailMessage<Message extends MailMessage>(
	message: Message,
	{ missingAllowed = false }: { readonly missingAllowed?: boolean } = {},
): Message {
	const fields = fieldsOf(message);
	const faults = [
		...fields
			.filter((field) => !KNOWN.includes(field))
			.map((field) => `${field} is not a field; allowed: ${KNOWN.join(", ")}`),
		...(missingAllowed ? [] : missingFrom(fields)),
	];
	if (faults.length > 0) {
		throw new Error(
			`Cannot send this message as it does not match the format (${schema.$id}): ${faults.join("; ")}`,
		);
	}
	return message;
}

/** The fields that a message has. */
export function fieldsOf(message: MailMessage): readonly string[] {
	return Object.entries(message)
		.filter(([, value]) => value !== undefined)
		.map(([field]) => field);
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
