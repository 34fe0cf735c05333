import * as v from "valibot";
import { type Address, sameMailboxKey } from "./address.ts";
import { crossChecks } from "./checks.ts";
import { describeValue } from "./describe-value.ts";
import { listFaults } from "./list-faults.ts";
import { type Problem, problem } from "./problem.ts";
import { messageSchema } from "./schema.ts";
import { problemsOf } from "./schema-problems.ts";

export type { Problem } from "./problem.ts";

/** An object of S3's. */
export interface S3Reference {
	readonly bucket: string;
	readonly key: string;
	readonly versionId?: string | undefined;
}

export interface Attachment {
	readonly filename: string;
	readonly contentType?: string | undefined;
	/** Base64; absent for an object of S3's. */
	readonly content?: string | undefined;
	readonly s3?: S3Reference | undefined;
	readonly cid?: string | undefined;
}

/** A Message-ID with its angle brackets, or the id of an earlier message. */
export type EarlierMessage = string | { readonly id: string };

/** A producer's message, checked and with every list written out. */
export interface Message {
	readonly id: string | undefined;
	readonly from: Address | undefined;
	readonly to: readonly Address[];
	readonly cc: readonly Address[];
	readonly bcc: readonly Address[];
	readonly replyTo: readonly Address[];
	readonly subject: string;
	readonly text: string | undefined;
	readonly html: string | undefined;
	readonly attachments: readonly Attachment[];
	readonly headers: Readonly<Record<string, string>>;
	/** Epoch ms after which the producer no longer wants it sent. */
	readonly notAfter: number | undefined;
	readonly priority: "high" | "normal";
	readonly tags: Readonly<Record<string, string>>;
	/** Says subject, text and html, which are empty until it is rendered. */
	readonly template?: { readonly name: string; readonly data: object };
	readonly inReplyTo?: EarlierMessage;
	readonly references?: readonly EarlierMessage[];
	readonly unsubscribe?: {
		readonly url?: string | undefined;
		readonly email?: string | undefined;
	};
	/** Of Step Functions, which waits for the outcome. */
	readonly taskToken?: string;
}

export type Parsed =
	| { readonly kind: "message"; readonly message: Message }
	| {
			readonly kind: "invalid";
			readonly problems: readonly Problem[];
			readonly id: string | undefined;
			/** Step Functions waits for the outcome of a bad message, too. */
			readonly taskToken: string | undefined;
	  };

/** Reads the body of a queue message. Never throws; a sentence never repeats a value. */
export function parseMessage(body: string): Parsed {
	let input: unknown;
	try {
		input = JSON.parse(body);
	} catch {
		return invalid(undefined, [
			problem(
				"",
				`the body is not JSON (${body.length} characters); allowed is one JSON object, see schema/email-message.v1.json`,
			),
		]);
	}
	if (Array.isArray(input)) {
		const got = describeValue(input);
		return invalid(undefined, [
			problem("", `got ${got}; allowed is one JSON object a message`),
		]);
	}
	const lists = listFaults(input);
	if (lists.length > 0) return invalid(input, lists);
	const result = v.safeParse(messageSchema, input);
	if (!result.success) {
		return invalid(input, result.issues.slice(0, 20).flatMap(problemsOf));
	}

	const { output } = result;
	const { template, inReplyTo, references, unsubscribe, taskToken } = output;
	const message: Message = {
		id: output.id,
		from: output.from === undefined ? undefined : toAddress(output.from),
		to: toAddresses(output.to),
		cc: toAddresses(output.cc),
		bcc: toAddresses(output.bcc),
		replyTo: toAddresses(output.replyTo),
		subject: output.subject ?? "",
		text: output.text,
		html: output.html,
		attachments: output.attachments ?? [],
		headers: output.headers ?? {},
		notAfter:
			output.notAfter === undefined ? undefined : Date.parse(output.notAfter),
		priority: output.priority ?? "normal",
		tags: output.tags ?? {},
		...(template === undefined
			? {}
			: { template: { name: template, data: output.data ?? {} } }),
		...(inReplyTo === undefined ? {} : { inReplyTo }),
		...(references === undefined ? {} : { references }),
		...(unsubscribe === undefined ? {} : { unsubscribe }),
		...(taskToken === undefined ? {} : { taskToken }),
	};
	const faults = crossChecks(message, {
		recipients: recipientsOf(message).length,
		hasSubject: output.subject !== undefined,
		hasData: output.data !== undefined,
	});
	return faults.length > 0
		? invalid(input, faults)
		: { kind: "message", message };
}

/** Everybody who gets the message, each once, in the order to, cc, bcc. The index is a recipient's name in logs. */
export function recipientsOf(message: Message): readonly string[] {
	const seen = new Map<string, string>();
	for (const { address } of [...message.to, ...message.cc, ...message.bcc]) {
		const key = sameMailboxKey(address);
		if (!seen.has(key)) seen.set(key, address);
	}
	return [...seen.values()];
}

/** The message as one string that is equal for equal messages, whatever the order of their fields. */
export function canonicalMessage(message: Message): string {
	// How urgent it is does not make it another message, nor who waits for it.
	const {
		id: _key,
		priority: _urgency,
		taskToken: _waiting,
		...rest
	} = message;
	return JSON.stringify(rest, (_name, value: unknown) =>
		typeof value === "object" && value !== null && !Array.isArray(value)
			? Object.fromEntries(
					Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
				)
			: value,
	);
}

function invalid(input: unknown, problems: readonly Problem[]): Parsed {
	const { id, taskToken } = messageSchema.entries;
	return {
		kind: "invalid",
		id: fieldOf(input, "id", id),
		taskToken: fieldOf(input, "taskToken", taskToken),
		problems,
	};
}

function fieldOf<Schema extends v.GenericSchema>(
	input: unknown,
	name: string,
	schema: Schema,
): v.InferOutput<Schema> | undefined {
	if (typeof input !== "object" || input === null) return undefined;
	const value = (input as Readonly<Record<string, unknown>>)[name];
	return v.is(schema, value) ? value : undefined;
}

type AddressInput =
	| string
	| { readonly name?: string | undefined; readonly address: string };

function toAddresses(
	input: AddressInput | readonly AddressInput[] | undefined,
): readonly Address[] {
	if (input === undefined) return [];
	return isList(input) ? input.map(toAddress) : [toAddress(input)];
}

function isList(
	input: AddressInput | readonly AddressInput[],
): input is readonly AddressInput[] {
	return Array.isArray(input);
}

function toAddress(input: AddressInput): Address {
	if (typeof input === "string") return { address: input };
	return input.name === undefined || input.name === ""
		? { address: input.address }
		: { name: input.name, address: input.address };
}
