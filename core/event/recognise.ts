import { isObject, jsonIn } from "../json.ts";
import type { Digest } from "./reading/shape.ts";
import { SHAPES } from "./reading/shapes.ts";
import { SNS_ENVELOPE } from "./reading/sns-envelope.ts";
import type { Recognised } from "./service-event.ts";

/**
 * Tells an AWS service's event from a message by its shape. Never throws; a sentence never repeats
 * a value. What isn't JSON, or more than is read, is left to the message's parser, which says so.
 */
export function recognise(
	body: string,
	{ digest }: { readonly digest: Digest },
): Recognised {
	const input = jsonIn(body);
	if (!isObject(input)) return { kind: "message" };
	const shape = [SNS_ENVELOPE, ...SHAPES].find(({ claims }) => claims(input));
	return shape === undefined
		? { kind: "message" }
		: shape.read(input, { raw: body, pointer: "", digest });
}
