import {
	isDeeperThan,
	isObject,
	MAX_DEPTH,
	parseJson,
	TOO_DEEP,
} from "./reading/json.ts";
import { eventProblem, malformed } from "./reading/problems.ts";
import type { Digest } from "./reading/shape.ts";
import { SHAPES } from "./reading/shapes.ts";
import { SNS_ENVELOPE } from "./reading/sns-envelope.ts";
import type { Recognised } from "./service-event.ts";

/**
 * Tells an AWS service's event from a message by its shape. Never throws; a sentence never repeats
 * a value. What isn't JSON at all is left to the message's parser, which says so.
 */
export function recognise(
	body: string,
	{ digest }: { readonly digest: Digest },
): Recognised {
	const input = parseJson(body);
	if (!isObject(input)) return { kind: "message" };
	const shape = [SNS_ENVELOPE, ...SHAPES].find(({ claims }) => claims(input));
	if (shape === undefined) return { kind: "message" };
	return isDeeperThan(input, MAX_DEPTH)
		? malformed([eventProblem("", TOO_DEEP)])
		: shape.read(input, { raw: body, pointer: "", digest });
}
