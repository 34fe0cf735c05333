/**
 * The parts of fauxqs that the shim reaches into. They are no public interface: the version is
 * pinned, and test/local/sqs-conformance.test.ts fails when one of them changes.
 */
export interface SqsMessage {
	readonly messageId: string;
	readonly body: string;
	readonly messageAttributes: Readonly<Record<string, unknown>>;
	sentTimestamp: number;
	approximateReceiveCount: number;
	approximateFirstReceiveTimestamp?: number;
}

interface InflightEntry {
	readonly message: SqsMessage;
	/** Set by the shim: epoch ms of the receive. */
	receivedAt?: number;
}

export interface SqsQueue {
	readonly name: string;
	readonly url: string;
	readonly arn: string;
	readonly attributes: Record<string, string>;
	messages: SqsMessage[];
	delayedMessages: SqsMessage[];
	readonly inflightMessages: Map<string, InflightEntry>;
	enqueue(message: SqsMessage): void;
	processTimers(): void;
	cancelWaiters(): void;
}

export interface SqsStore {
	host: string;
	region: string | undefined;
	createQueue(
		name: string,
		url: string,
		arn: string,
		attributes: Record<string, string>,
		tags?: Record<string, string>,
	): SqsQueue;
	getQueue(url: string): SqsQueue | undefined;
	getQueueByArn(arn: string): SqsQueue | undefined;
	allQueues(): Iterable<SqsQueue>;
}

interface SnsSubscription {
	readonly arn: string;
	readonly topicArn: string;
	readonly protocol: string;
	readonly endpoint: string;
}

export interface SnsStore {
	region: string | undefined;
	getTopic(arn: string): object | undefined;
	listSubscriptionsByTopic(
		topicArn: string,
		nextToken?: string,
	): {
		readonly subscriptions: readonly SnsSubscription[];
		readonly nextToken?: string;
	};
}

interface Parts {
	readonly SqsStore: new () => SqsStore;
	readonly SnsStore: new () => SnsStore;
	readonly S3Store: new () => object;
	readonly bodyCharacters: RegExp;
	createMessage(body: string, attributes?: object): SqsMessage;
}

export async function loadFauxqsParts(): Promise<Parts> {
	const main = import.meta.resolve("fauxqs");
	const part = (path: string) => import(new URL(path, main).href);
	const [sqs, types, sns, s3] = await Promise.all([
		part("./sqs/sqsStore.js"),
		part("./sqs/sqsTypes.js"),
		part("./sns/snsStore.js"),
		part("./s3/s3Store.js"),
	]);
	return {
		SqsStore: sqs.SqsStore,
		SnsStore: sns.SnsStore,
		S3Store: s3.S3Store,
		bodyCharacters: types.INVALID_MESSAGE_BODY_CHAR,
		createMessage: (body, attributes) =>
			sqs.SqsStore.createMessage(body, attributes),
	};
}
