import type { SnsStore, SqsMessage, SqsStore } from "../fauxqs-parts.ts";
import { AwsError, type QueryAction, xml } from "../http.ts";
import {
	envelopeOf,
	isWanted,
	type MessageAttributes,
	type SnsMessage,
} from "./message.ts";

const MAX_BYTES = 262_144;
/** So many attributes a queue's message may have: SNS throws away what has more. */
const MAX_RAW_ATTRIBUTES = 10;

/**
 * Publish and PublishBatch to standard topics, whose queues are the only subscribers that get
 * anything. fauxqs knows one region's envelope, no message structure and no lists in a body.
 */
export function createPublish(parts: {
	readonly topics: SnsStore;
	readonly queues: SqsStore;
	createMessage(body: string, attributes?: object): SqsMessage;
}): Readonly<Record<"Publish" | "PublishBatch", QueryAction>> {
	const { topics, queues, createMessage } = parts;
	const deliver = (message: SnsMessage) => {
		const { subscriptionArns = [] } = topics.getTopic(message.topicArn) ?? {};
		for (const arn of subscriptionArns) {
			const subscription = topics.getSubscription(arn);
			if (subscription?.protocol !== "sqs") continue;
			if (!isWanted(subscription, message)) continue;
			const queue = queues.getQueueByArn(subscription.endpoint);
			if (subscription.attributes.RawMessageDelivery !== "true")
				queue?.enqueue(createMessage(envelopeOf(message, arn)));
			else if (Object.keys(message.attributes).length <= MAX_RAW_ATTRIBUTES)
				queue?.enqueue(createMessage(message.text, message.attributes));
		}
		return message.id;
	};
	const topicIn = (input: URLSearchParams) => {
		const arn = input.get("TopicArn") ?? "";
		if (topics.getTopic(arn) === undefined)
			throw new AwsError("NotFound", "Topic does not exist", 404);
		return arn;
	};
	return {
		Publish: (input) => {
			const id = deliver(readMessage(input, topicIn(input), ""));
			return `<MessageId>${id}</MessageId>`;
		},
		PublishBatch: (input) => {
			const topicArn = topicIn(input);
			const entries = [...new Set([...input.keys()].flatMap(entryOf))];
			if (entries.length > 10)
				throw new AwsError(
					"TooManyEntriesInBatchRequest",
					"The batch request contains more entries than permissible.",
				);
			const results = entries.map((prefix) => {
				const id = `<Id>${xml(input.get(`${prefix}Id`) ?? "")}</Id>`;
				try {
					const messageId = deliver(readMessage(input, topicArn, prefix));
					return {
						done: `<member>${id}<MessageId>${messageId}</MessageId></member>`,
					};
				} catch (error) {
					if (!(error instanceof AwsError)) throw error;
					return {
						failed: `<member>${id}<Code>${error.code}</Code><Message>${xml(error.message)}</Message><SenderFault>true</SenderFault></member>`,
					};
				}
			});
			const all = (key: "done" | "failed") =>
				results.map((result) => result[key] ?? "").join("");
			return `<Successful>${all("done")}</Successful><Failed>${all("failed")}</Failed>`;
		},
	};
}

function entryOf(key: string): string[] {
	return (
		/^PublishBatchRequestEntries\.member\.\d+\./.exec(key)?.slice(0, 1) ?? []
	);
}

function readMessage(
	input: URLSearchParams,
	topicArn: string,
	prefix: string,
): SnsMessage {
	const of = (field: string) => input.get(`${prefix}${field}`) ?? undefined;
	const given = of("Message") ?? "";
	const text = of("MessageStructure") === "json" ? textForQueues(given) : given;
	const subject = of("Subject");
	const attributes = attributesIn(input, prefix);
	if (text === "") throw invalid("Empty message");
	const size = Buffer.byteLength(text) + sizeOf(attributes);
	if (size > MAX_BYTES) throw invalid("Message too long");
	if (subject !== undefined && !/^\P{Cc}{1,100}$/u.test(subject))
		throw invalid("Subject");
	return { id: crypto.randomUUID(), topicArn, subject, text, attributes };
}

/** What a message with a text for each protocol says to queues. */
function textForQueues(structure: string): string {
	let texts: { readonly default?: unknown; readonly sqs?: unknown };
	try {
		texts = JSON.parse(structure);
	} catch {
		throw invalid("Message Structure - JSON message body failed to parse");
	}
	if (typeof texts.default !== "string")
		throw invalid("Message Structure - No default entry in JSON message body");
	return typeof texts.sqs === "string" ? texts.sqs : texts.default;
}

function attributesIn(
	input: URLSearchParams,
	prefix: string,
): MessageAttributes {
	const attributes: Record<string, MessageAttributes[string]> = {};
	for (let index = 1; ; index += 1) {
		const entry = `${prefix}MessageAttributes.entry.${index}`;
		const name = input.get(`${entry}.Name`);
		if (name === null) return attributes;
		const text = input.get(`${entry}.Value.StringValue`);
		const binary = input.get(`${entry}.Value.BinaryValue`);
		attributes[name] = {
			DataType: input.get(`${entry}.Value.DataType`) ?? "String",
			...(text === null ? {} : { StringValue: text }),
			...(binary === null ? {} : { BinaryValue: binary }),
		};
	}
}

function sizeOf(attributes: MessageAttributes): number {
	return Object.entries(attributes)
		.flatMap(([name, attribute]) => [name, ...Object.values(attribute)])
		.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

function invalid(what: string): AwsError {
	return new AwsError("InvalidParameter", `Invalid parameter: ${what}`);
}
