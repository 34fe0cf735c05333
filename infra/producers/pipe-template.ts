import { Stack, Token } from "aws-cdk-lib";
import type { Construct } from "constructs";
import {
	escapesNothing,
	textsWithPlaceholders,
} from "./texts-with-placeholders.ts";

/**
 * A value as a pipe's input template. A string that is one placeholder, `<$.body.email>`, stands without
 * quotes: so text is escaped, and lists and objects stay what they are.
 */
export function pipeTemplate(value: unknown, scope: Construct): string {
	if (typeof value === "string" && PLACEHOLDER.test(value)) return value;
	if (Token.isUnresolved(value)) return Stack.of(scope).toJsonString(value);
	if (Array.isArray(value)) {
		return `[${value.map((entry) => pipeTemplate(entry, scope)).join(",")}]`;
	}
	if (typeof value === "object" && value !== null) {
		const fields = Object.entries(value)
			.filter(([, entry]) => entry !== undefined)
			.map(
				([key, entry]) =>
					`${JSON.stringify(key)}:${pipeTemplate(entry, scope)}`,
			);
		return `{${fields.join(",")}}`;
	}
	return JSON.stringify(value);
}

/** What no producer of a record chooses. */
const SET_BY_AWS = [
	"$.messageId",
	"$.eventID",
	"aws.pipes.pipe-arn",
	"aws.pipes.pipe-name",
	"aws.pipes.source-arn",
	"aws.pipes.target-arn",
	"aws.pipes.event.ingestion-time",
];

/** @throws Error when a value of the record is a part of a longer text. */
export function checkPipeTemplate(template: string, scope: Construct): string {
	const texts = textsWithPlaceholders(
		scope,
		template,
		(placeholder) =>
			/^(\$|aws\.pipes\.)/.test(placeholder) &&
			!SET_BY_AWS.includes(placeholder),
	);
	if (texts.length === 0) return template;
	throw new Error(
		`Cannot send mail by the pipe ${scope.node.path} as ${escapesNothing(texts)}`,
	);
}

const PLACEHOLDER = /^<(\$|aws\.pipes\.)[^<>]*>$/;
