import { toJsonSchema } from "@valibot/to-json-schema";
import { messageSchema, SCHEMA_URL } from "../core/message/schema.ts";

/** The message format as JSON Schema (draft 2020-12). What it can't express the function checks besides. */
export function emailMessageSchema(): object {
	const { $schema: _dialect, ...schema } = toJsonSchema(messageSchema, {
		errorMode: "ignore",
		target: "draft-2020-12",
	});
	return {
		$schema: "https://json-schema.org/draft/2020-12/schema",
		$id: SCHEMA_URL,
		title: "E-mail message, version 1",
		description: "What a producer puts on the queue of a sqs-gmail-sender.",
		...schema,
		allOf: [
			{ anyOf: ["to", "cc", "bcc"].map((field) => ({ required: [field] })) },
			{
				anyOf: [
					{ required: ["template"] },
					{ required: ["subject", "text"] },
					{ required: ["subject", "html"] },
				],
			},
		],
	};
}

/** The schema as its file has it. */
export function emailMessageJson(): string {
	return `${JSON.stringify(emailMessageSchema(), null, "\t")}\n`;
}
