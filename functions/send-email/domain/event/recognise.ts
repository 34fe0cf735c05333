import { keyOfWay } from "./reading/event-key.ts";
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

/** A rule that mails its events adds itself to their resources, at the end. */
const RULE_TAG = "mail-rule/";

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
		: byWay(shape.read(input, { raw: body, pointer: "", digest }), digest);
}

/** Two topics or two rules that tell of one event, each to its own people, are two mails. */
function byWay(recognised: Recognised, digest: Digest): Recognised {
	if (recognised.kind !== "event") return recognised;
	const { event } = recognised;
	const rule = event.resources.at(-1);
	const way = [
		// SNS's own id is the topic's already.
		...(event.topicArn === undefined || event.key.startsWith("sns|")
			? []
			: [event.topicArn]),
		...(rule?.startsWith(RULE_TAG) === true ? [rule] : []),
	];
	if (way.length === 0) return recognised;
	const key = keyOfWay(event.key, way.join("\n"), digest);
	return { kind: "event", event: { ...event, key } };
}
