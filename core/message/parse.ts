import * as v from "valibot";
import { readJson } from "../json.ts";
import { type Address, withoutQuotes } from "./address.ts";
import { crossChecks } from "./checks.ts";
import { surrogateFaults } from "./lone-surrogates.ts";
import { type Message, recipientsOf } from "./message.ts";
import {
	describeValue,
	MOST_PROBLEMS,
	type Problem,
	problem,
} from "./problem.ts";
import { type Fields, readFields } from "./read-fields.ts";
import { messageSchema, SCHEMA_URL } from "./schema.ts";

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
	const read = readJson(body);
	if (read.kind === "refused")
		return invalid(undefined, [problem("", read.text)]);
	if (read.kind === "not-json") {
		return invalid(undefined, [
			problem(
				"",
				`the body is not JSON (${body.length} characters); allowed is one JSON object, see ${SCHEMA_URL}`,
			),
		]);
	}
	const input = read.value;
	if (typeof input !== "object" || input === null || Array.isArray(input)) {
		const got = describeValue(input);
		return invalid(undefined, [
			problem("", `got ${got}; allowed is one JSON object per message`),
		]);
	}
	const { fields, problems } = readFields(input);
	const message = messageOf(fields);
	const faults = [
		...surrogateFaults(input, body),
		...problems,
		...crossChecks(message, {
			recipients: recipientsOf(message).length,
			given: new Set(Object.keys(input)),
		}),
	];
	return faults.length === 0
		? { kind: "message", message }
		: invalid(input, faults);
}

function messageOf(fields: Fields): Message {
	const { template, inReplyTo, references, unsubscribe, taskToken } = fields;
	return {
		id: fields.id,
		from: fields.from === undefined ? undefined : toAddress(fields.from),
		to: toAddresses(fields.to),
		cc: toAddresses(fields.cc),
		bcc: toAddresses(fields.bcc),
		replyTo: toAddresses(fields.replyTo),
		subject: fields.subject ?? "",
		text: fields.text,
		html: fields.html,
		attachments: fields.attachments ?? [],
		headers: fields.headers ?? {},
		notAfter:
			fields.notAfter === undefined ? undefined : Date.parse(fields.notAfter),
		priority: fields.priority ?? "normal",
		tags: fields.tags ?? {},
		...(template === undefined
			? {}
			: { template: { name: template, data: fields.data ?? {} } }),
		...(inReplyTo === undefined ? {} : { inReplyTo }),
		...(references === undefined ? {} : { references }),
		...(unsubscribe === undefined ? {} : { unsubscribe }),
		...(taskToken === undefined ? {} : { taskToken }),
	};
}

function invalid(input: unknown, problems: readonly Problem[]): Parsed {
	const { id, taskToken } = messageSchema.entries;
	return {
		kind: "invalid",
		id: fieldOf(input, "id", id),
		taskToken: fieldOf(input, "taskToken", taskToken),
		problems: distinct(problems).slice(0, MOST_PROBLEMS),
	};
}

/** Each once: the branches of a union may say the same. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
	const bySentence = problems.map((one) => [one.sentence, one] as const);
	return [...new Map(bySentence).values()];
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
	if (typeof input === "string") return { address: withoutQuotes(input) };
	const address = withoutQuotes(input.address);
	return input.name === undefined || input.name === ""
		? { address }
		: { name: input.name, address };
}
