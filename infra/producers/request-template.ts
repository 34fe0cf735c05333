import { Token } from "aws-cdk-lib";
import type { FixedMail } from "./mail-request.ts";

/** Mapping template (VTL) that sends the request body unchanged, in the SQS query protocol. */
export const WHOLE_BODY =
	"Action=SendMessage&MessageBody=$util.urlEncode($input.body)";

/**
 * Mapping template that sends fixed fields, and of the request the given ones alone. The fixed part is
 * encoded here, so that nothing in it means anything to VTL.
 *
 * @throws Error for a value that is known at the deployment only.
 */
export function mergingTemplate({ message, fields }: FixedMail): string {
	const json = JSON.stringify(message);
	if (Token.isUnresolved(json) || json.includes("unresolved-token")) {
		throw new Error(
			"Cannot write the fixed message into the mapping template as one of its values is known at the deployment only: use a literal value, or read it from cdk.json",
		);
	}
	const open = json.slice(0, -1);
	const merged = fields.map(
		(field) =>
			`#if($body.containsKey('${field}'))${encode(`,"${field}":`)}$util.urlEncode($input.json('$.${field}'))#end`,
	);
	return `#set($body = $input.path('$'))Action=SendMessage&MessageBody=${encode(open)}${merged.join("")}${encode("}")}`;
}

// Brackets and quotes may stay as they are in a URL, but mean something to VTL after a reference.
function encode(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*~]/g,
		(character) =>
			`%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
	);
}
