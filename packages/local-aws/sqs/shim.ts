import type { ReceiveMessageResult } from "@aws-sdk/client-sqs";
import type {
	CreateMessage,
	SqsMessage,
	SqsQueue,
	SqsStore,
} from "../fauxqs-parts.ts";
import { AwsError } from "../http.ts";
import type { SenderIds } from "./sender-ids.ts";

const TWELVE_HOURS_MS = 43_200_000;
/** When messages in flight were received, epoch ms. */
const receivedAt = new WeakMap<object, number>();

type Input = Readonly<Record<string, unknown>>;
type Shim = (input: Input) => object | undefined;

/**
 * What fauxqs leaves out of SQS: retention, the 12-hour cap, ten attributes at most, move tasks.
 * A shim may answer (an object), refuse (AwsError) or let fauxqs answer (undefined).
 */
export function createSqsShims(
	store: SqsStore,
	createMessage: CreateMessage,
): Readonly<Record<string, Shim>> {
	const tasks: ReturnType<typeof startMove>[] = [];
	const queueOf = (input: Input): SqsQueue | undefined =>
		store.getQueue(String(input.QueueUrl ?? ""));
	const expire = (input: Input): undefined => {
		const queue = queueOf(input);
		if (queue !== undefined) dropExpired(queue);
	};
	return {
		SendMessage: (input) => {
			refuseManyAttributes(input);
			refuseBadAttributes(input);
			refuseLongDelay(input);
			return undefined;
		},
		ReceiveMessage: expire,
		GetQueueAttributes: (input) => {
			queueOf(input)?.processTimers();
			return expire(input);
		},
		ChangeMessageVisibility: (input) => {
			const entry = queueOf(input)?.inflightMessages.get(
				String(input.ReceiptHandle),
			);
			const received = entry && receivedAt.get(entry);
			const until = Date.now() + Number(input.VisibilityTimeout) * 1000;
			if (received !== undefined && until > received + TWELVE_HOURS_MS)
				throw new AwsError(
					"InvalidParameterValue",
					`Value ${input.VisibilityTimeout} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds].`,
				);
			return undefined;
		},
		StartMessageMoveTask: (input) => {
			const task = startMove(store, input, createMessage);
			tasks.unshift(task);
			return { TaskHandle: task.TaskHandle };
		},
		ListMessageMoveTasks: ({ SourceArn, MaxResults = 1 }) => ({
			Results: tasks
				.filter((task) => task.SourceArn === SourceArn)
				.slice(0, Number(MaxResults)),
		}),
	};
}

/** Notes what the shims above need, and leaves out what was not asked for. */
export function amendReceived(
	{ store, senders }: { readonly store: SqsStore; readonly senders: SenderIds },
	input: Input,
	output: ReceiveMessageResult,
): void {
	const queue = store.getQueue(String(input.QueueUrl ?? ""));
	const asked = (input.MessageAttributeNames as string[] | undefined) ?? [];
	for (const message of output.Messages ?? []) {
		const entry = queue?.inflightMessages.get(message.ReceiptHandle ?? "");
		if (entry !== undefined) {
			receivedAt.set(entry, Date.now());
			const sender = senders.of(entry.message);
			if (sender !== undefined && message.Attributes?.SenderId !== undefined)
				message.Attributes.SenderId = sender;
		}
		if (asked.length === 0) {
			delete message.MessageAttributes;
			delete message.MD5OfMessageAttributes;
		}
	}
}

// AWS moves in the background; here it is done when the call returns.
function startMove(
	store: SqsStore,
	input: Input,
	createMessage: CreateMessage,
) {
	const source = store.getQueueByArn(String(input.SourceArn));
	const target = store.getQueueByArn(String(input.DestinationArn ?? ""));
	if (source === undefined)
		throw new AwsError(
			"ResourceNotFoundException",
			"The resource that you specified for the SourceArn parameter doesn't exist.",
		);
	if (target === undefined) {
		throw new AwsError(
			"InvalidParameterValue",
			"Messages that were sent to the dead-letter queue have no recorded source: name the destination queue in DestinationArn.",
		);
	}
	source.processTimers();
	const moved = source.messages.splice(0);
	// A redriven message is a new one: new id, new clock, same body, attributes and sender.
	for (const { body, messageAttributes } of moved)
		target.enqueue(createMessage(body, messageAttributes));
	return {
		TaskHandle: Buffer.from(
			JSON.stringify({ taskId: crypto.randomUUID(), sourceArn: source.arn }),
		).toString("base64"),
		SourceArn: source.arn,
		DestinationArn: target.arn,
		Status: "COMPLETED",
		ApproximateNumberOfMessagesMoved: moved.length,
		ApproximateNumberOfMessagesToMove: moved.length,
		StartedTimestamp: Date.now(),
	};
}

/** Deletes what is older than the queue's retention, counted from when it was first sent. */
export function dropExpired(queue: SqsQueue): void {
	const oldest =
		Date.now() -
		Number(queue.attributes.MessageRetentionPeriod ?? 345_600) * 1000;
	const isYoung = ({ sentTimestamp }: SqsMessage) => sentTimestamp > oldest;
	if (queue.messages.some((message) => !isYoung(message)))
		queue.messages = queue.messages.filter(isYoung);
	queue.delayedMessages = queue.delayedMessages.filter(isYoung);
	for (const [handle, { message }] of queue.inflightMessages) {
		if (!isYoung(message)) queue.inflightMessages.delete(handle);
	}
}

function refuseManyAttributes({ MessageAttributes }: Input): void {
	const count = Object.keys(MessageAttributes ?? {}).length;
	if (count > 10)
		throw new AwsError(
			"InvalidParameterValue",
			`Number of message attributes [${count}] exceeds the allowed maximum [10].`,
		);
}

const ATTRIBUTE_NAME = /^(?!AWS\.|Amazon\.|\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/i;

function refuseBadAttributes({ MessageAttributes = {} }: Input): void {
	for (const [name, value] of Object.entries(MessageAttributes as object)) {
		const { StringValue, BinaryValue } = value as Input;
		if (ATTRIBUTE_NAME.test(name) && (StringValue || BinaryValue)) continue;
		throw new AwsError(
			"InvalidParameterValue",
			`The message attribute '${name}' has a name or a value that is not allowed.`,
		);
	}
}

function refuseLongDelay({ DelaySeconds = 0 }: Input): void {
	if (Number(DelaySeconds) <= 900) return;
	throw new AwsError(
		"InvalidParameterValue",
		`Value ${DelaySeconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
	);
}
