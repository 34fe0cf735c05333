import * as v from "valibot";
import { readJson } from "../json.ts";
import type { Address } from "./address.ts";
import { crossChecks } from "./checks.ts";
import { listFaults } from "./list-faults.ts";
import { surrogateFaults } from "./lone-surrogates.ts";
import { type Message, recipientsOf } from "./message.ts";
import {
	describeValue,
	MOST_PROBLEMS,
	type Problem,
	problem,
} from "./problem.ts";
import { messageSchema } from "./schema.ts";
import { schemaProblems } from "./schema-problems.ts";

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
				`the body is not JSON (${body.length} characters); allowed is one JSON object, see schema/email-message.v1.json`,
			),
		]);
	}
	const input = read.value;
	if (Array.isArray(input)) {
		const got = describeValue(input);
		return invalid(undefined, [
			problem("", `got ${got}; allowed is one JSON object per message`),
		]);
	}
	const faults = [...surrogateFaults(input, body), ...listFaults(input)];
	if (faults.length > 0) return invalid(input, faults);
	const result = v.safeParse(messageSchema, input, { abortPipeEarly: true });
	if (!result.success) {
		return invalid(
			input,
			result.issues.slice(0, MOST_PROBLEMS).flatMap(schemaProblems),
		);
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
	const crossing = crossChecks(message, {
		recipients: recipientsOf(message).length,
		hasSubject: output.subject !== undefined,
		hasData: output.data !== undefined,
	});
	return crossing.length > 0
		? invalid(input, crossing)
		: { kind: "message", message };
}

function invalid(input: unknown, problems: readonly Problem[]): Parsed {
	const { id, taskToken } = messageSchema.entries;
	return {
		kind: "invalid",
		id: fieldOf(input, "id", id),
		taskToken: fieldOf(input, "taskToken", taskToken),
		problems: problems.slice(0, MOST_PROBLEMS),
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
