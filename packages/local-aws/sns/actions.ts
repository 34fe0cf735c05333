import type {
	CreateMessage,
	SnsStore,
	SnsSubscription,
	SqsStore,
} from "../fauxqs-parts.ts";
import { ACCOUNT, type Actions, AwsError } from "../http.ts";
import { isObject, jsonOf } from "../json.ts";
import {
	envelopeOf,
	isWanted,
	type MessageAttributes,
	type SnsMessage,
} from "./message.ts";
import type { Signer } from "./signer.ts";

const MAX_BYTES = 262_144;
/** So many attributes a queue's message may have: SNS throws away what has more. */
const MAX_RAW_ATTRIBUTES = 10;

/** In the words of Publish, or of an entry of PublishBatch. */
interface PublishInput {
	readonly Id?: string;
	readonly Message?: string;
	readonly MessageStructure?: string;
	readonly Subject?: string;
	readonly MessageAttributes?: readonly {
		readonly Name: string;
		readonly Value: MessageAttributes[string];
	}[];
}

/**
 * What fauxqs leaves out of SNS: a topic that does not exist, e-mail addresses whose owner has not
 * confirmed yet, and of publishing to standard topics, whose queues are the only subscribers that get
 * anything, every region's envelope, message structures and lists in a body.
 */
export function createSnsActions(parts: {
	readonly topics: SnsStore;
	readonly queues: SqsStore;
	readonly createMessage: CreateMessage;
	readonly unconfirmedEmails: ReadonlySet<string>;
	readonly signer: Signer;
}): Actions {
	const { topics, queues, createMessage, unconfirmedEmails, signer } = parts;
	const topicIn = ({ TopicArn }: { readonly TopicArn?: unknown }) => {
		const topicArn = String(TopicArn);
		const topic = topics.getTopic(topicArn);
		if (topic !== undefined) return { topicArn, ...topic };
		throw new AwsError("NotFound", "Topic does not exist", 404);
	};
	const publish = (
		{ topicArn, subscriptionArns, attributes }: ReturnType<typeof topicIn>,
		input: PublishInput,
	) => {
		const { SignatureVersion = "1" } = attributes;
		const message = readMessage(topicArn, SignatureVersion, input);
		for (const arn of subscriptionArns) {
			const subscription = topics.getSubscription(arn);
			if (subscription?.protocol !== "sqs") continue;
			if (!isWanted(subscription, message)) continue;
			const queue = queues.getQueueByArn(subscription.endpoint);
			if (subscription.attributes.RawMessageDelivery !== "true")
				queue?.enqueue(createMessage(envelopeOf(message, arn, signer)));
			else if (Object.keys(message.attributes).length <= MAX_RAW_ATTRIBUTES)
				queue?.enqueue(createMessage(message.text, message.attributes));
		}
		return { MessageId: message.id };
	};
	return {
		ListSubscriptionsByTopic: (input) => {
			const { topicArn } = topicIn(input);
			const { NextToken } = input as { readonly NextToken?: string };
			const found = topics.listSubscriptionsByTopic(topicArn, NextToken);
			const isPending = ({ protocol, endpoint }: SnsSubscription) =>
				protocol.startsWith("email") && unconfirmedEmails.has(endpoint);
			return {
				Subscriptions: found.subscriptions.map((subscription) => ({
					SubscriptionArn: isPending(subscription)
						? "PendingConfirmation"
						: subscription.arn,
					TopicArn: topicArn,
					Protocol: subscription.protocol,
					Endpoint: subscription.endpoint,
					Owner: ACCOUNT,
				})),
				NextToken: found.nextToken,
			};
		},
		Publish: (input) => publish(topicIn(input), input),
		PublishBatch: (input) => {
			const topic = topicIn(input);
			const entries = input.PublishBatchRequestEntries as PublishInput[];
			if (entries.length > 10)
				throw new AwsError(
					"TooManyEntriesInBatchRequest",
					"The batch request contains more entries than permissible.",
				);
			const Successful: object[] = [];
			const Failed: object[] = [];
			for (const entry of entries) {
				const { Id } = entry;
				try {
					Successful.push({ Id, ...publish(topic, entry) });
				} catch (error) {
					if (!(error instanceof AwsError)) throw error;
					const { code: Code, message: Message } = error;
					Failed.push({ Id, Code, Message, SenderFault: true });
				}
			}
			return { Successful, Failed };
		},
	};
}

function readMessage(
	topicArn: string,
	signatureVersion: string,
	input: PublishInput,
): SnsMessage {
	const { Message = "", MessageStructure, Subject: subject } = input;
	const text = MessageStructure === "json" ? textForQueues(Message) : Message;
	const attributes: MessageAttributes = Object.fromEntries(
		(input.MessageAttributes ?? []).map(({ Name, Value }) => [Name, Value]),
	);
	if (text === "") throw invalid("Empty message");
	const size = Buffer.byteLength(text) + sizeOf(attributes);
	if (size > MAX_BYTES) throw invalid("Message too long");
	if (subject !== undefined && !/^\P{Cc}{1,100}$/u.test(subject))
		throw invalid("Subject");
	return {
		id: crypto.randomUUID(),
		topicArn,
		signatureVersion,
		subject,
		text,
		attributes,
	};
}

/** What a message with a text for each protocol says to queues. */
function textForQueues(structure: string): string {
	const texts = jsonOf(structure);
	if (!isObject(texts))
		throw invalid("Message Structure - JSON message body failed to parse");
	if (typeof texts.default !== "string")
		throw invalid("Message Structure - No default entry in JSON message body");
	return typeof texts.sqs === "string" ? texts.sqs : texts.default;
}

function sizeOf(attributes: MessageAttributes): number {
	return Object.entries(attributes)
		.flatMap(([name, attribute]) => [name, ...Object.values(attribute)])
		.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

function invalid(what: string): AwsError {
	return new AwsError("InvalidParameter", `Invalid parameter: ${what}`);
}
