import * as v from "valibot";
import { countOf, isObject, readJson } from "../../json.ts";
import { partsOfArn } from "../arn.ts";
import type { Recognised, ServiceEvent } from "../service-event.ts";
import { timeOf } from "../time.ts";
import { ALARM_NOTIFICATION } from "./alarm-notification.ts";
import { eventKey } from "./event-key.ts";
import { arn, fields, line, time } from "./fields.ts";
import { eventProblem, eventProblems, malformed } from "./problems.ts";
import type { EventShape, ReadContext } from "./shape.ts";
import { SHAPES } from "./shapes.ts";
import { signatureOf } from "./sns-signature.ts";

const id = line(128);
const schema = fields({
	Type: v.literal("Notification", "Notification"),
	MessageId: id,
	TopicArn: arn("sns", "[A-Za-z0-9_-]{1,256}(\\.fifo)?"),
	Message: v.string("a string"),
	Timestamp: time,
	Subject: v.nullish(
		v.pipe(v.string("a string"), v.maxLength(1024, "at most 1024 characters")),
	),
});
type Envelope = v.InferOutput<typeof schema>;

const REQUESTS: readonly unknown[] = [
	"SubscriptionConfirmation",
	"UnsubscribeConfirmation",
];

/** What SNS makes of a message for a queue, unless the subscription has raw message delivery. */
export const SNS_ENVELOPE: EventShape = {
	claims: (body) =>
		body.Type === "Notification" ||
		REQUESTS.includes(body.Type) ||
		countOf(body, ["Type", "TopicArn", "MessageId", "Message"]) >= 2,
	read: (body, context) => {
		const key = v.is(id, body.MessageId)
			? eventKey("sns", [body.MessageId], context.digest)
			: undefined;
		if (REQUESTS.includes(body.Type))
			return malformed([eventProblem("/Type", REQUEST_SENTENCE)], key);
		const result = v.safeParse(schema, body, { abortPipeEarly: true });
		return result.success && key !== undefined
			? unwrap(result.output, key, context)
			: malformed(eventProblems(result.issues ?? [], ""), key);
	},
};

const REQUEST_SENTENCE =
	"it is a request of SNS to confirm a subscription, and links in messages are never followed; allowed are notifications: let the queue's own account subscribe it, which needs no confirmation, or confirm it with aws sns confirm-subscription --topic-arn TOPIC_ARN --token TOKEN, both of which are in it";

function unwrap(
	envelope: Envelope,
	key: string,
	{ digest }: ReadContext,
): Recognised {
	const read = readJson(envelope.Message);
	const signed = signatureOf(envelope);
	const proof =
		signed === undefined
			? undefined
			: ({ kind: "signature", ...signed } as const);
	if (read.kind === "refused")
		return malformed([eventProblem("/Message", read.text)], key);
	const inner = read.kind === "json" ? read.value : undefined;
	const shape = isObject(inner)
		? SHAPES.find(({ claims }) => claims(inner))
		: undefined;
	if (shape === undefined || !isObject(inner))
		return { kind: "event", proof, event: plainEvent(envelope, key, inner) };

	const context = { raw: envelope.Message, pointer: "/Message", digest };
	const found = shape.read(inner, context);
	// A person's JSON may have fields like an event's. Whoever may publish to the topic may say as much in a plain text.
	if (found.kind === "malformed")
		return { kind: "event", proof, event: plainEvent(envelope, key, inner) };
	if (found.kind !== "event") return found;
	return {
		kind: "event",
		// A word within an envelope proves nothing: no rule of ours sends to topics.
		proof,
		event: {
			...found.event,
			// An alarm with two topics is told twice on purpose: SNS's id tells the two apart.
			key: shape === ALARM_NOTIFICATION ? key : found.event.key,
			topicArn: envelope.TopicArn,
			subject: envelope.Subject ?? undefined,
		},
	};
}

/** Text, or JSON of nobody's we know. */
function plainEvent(
	{ Message, TopicArn, Timestamp, Subject }: Envelope,
	key: string,
	inner: unknown,
): ServiceEvent {
	const isBudget = /^AWS Budget Notification\s/.test(Message);
	const isJson = typeof inner === "object" && inner !== null;
	return {
		key,
		source: isBudget ? "aws.budgets" : "aws.sns",
		detailType: isBudget ? "AWS Budget Notification" : "Notification",
		topicArn: TopicArn,
		bucket: undefined,
		account: partsOfArn(TopicArn)?.account,
		region: partsOfArn(TopicArn)?.region,
		time: timeOf(Timestamp),
		resources: [],
		detail: isJson ? inner : Message,
		subject: Subject ?? undefined,
		raw: Message,
	};
}
