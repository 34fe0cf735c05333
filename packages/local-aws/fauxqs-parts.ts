/**
 * The parts of fauxqs that the shim reaches into. They are no public interface: the version is
 * pinned, and test/fauxqs-parts.test.ts fails when one of them changes.
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

export interface SnsSubscription {
	readonly arn: string;
	readonly topicArn: string;
	readonly protocol: string;
	readonly endpoint: string;
	readonly attributes: Readonly<Record<string, string | undefined>>;
}

export interface SnsStore {
	region: string | undefined;
	getTopic(
		arn: string,
	): { readonly subscriptionArns: readonly string[] } | undefined;
	getSubscription(arn: string): SnsSubscription | undefined;
	listSubscriptionsByTopic(
		topicArn: string,
		nextToken?: string,
	): {
		readonly subscriptions: readonly SnsSubscription[];
		readonly nextToken?: string;
	};
}

export interface S3Object {
	readonly key: string;
	/** In quotes. */
	readonly etag: string;
	readonly contentLength: number;
}

export interface S3Store {
	readonly buckets: ReadonlyMap<string, Map<string, S3Object>>;
	readonly multipartUploads: ReadonlyMap<
		string,
		{ readonly bucket: string; readonly key: string }
	>;
	createBucket(name: string): void;
	putObject(bucket: string, key: string, ...rest: unknown[]): S3Object;
	completeMultipartUpload(uploadId: string, parts: unknown): S3Object;
	getObject(bucket: string, key: string): S3Object;
	headObject(bucket: string, key: string): S3Object;
	deleteObject(bucket: string, key: string): void;
}

/** Answered as S3 answers an error. */
export type S3ErrorClass = new (
	code: string,
	message: string,
	status: number,
) => Error;

interface Parts {
	readonly SqsStore: new () => SqsStore;
	readonly SnsStore: new () => SnsStore;
	readonly S3Store: new () => S3Store;
	readonly S3Error: S3ErrorClass;
	readonly bodyCharacters: RegExp;
	createMessage(body: string, attributes?: object): SqsMessage;
}

export async function loadFauxqsParts(): Promise<Parts> {
	const main = import.meta.resolve("fauxqs");
	const part = (path: string) => import(new URL(path, main).href);
	const [sqs, types, sns, s3, errors] = await Promise.all([
		part("./sqs/sqsStore.js"),
		part("./sqs/sqsTypes.js"),
		part("./sns/snsStore.js"),
		part("./s3/s3Store.js"),
		part("./common/errors.js"),
	]);
	return {
		SqsStore: sqs.SqsStore,
		SnsStore: sns.SnsStore,
		S3Store: s3.S3Store,
		S3Error: errors.S3Error,
		bodyCharacters: types.INVALID_MESSAGE_BODY_CHAR,
		createMessage: (body, attributes) =>
			sqs.SqsStore.createMessage(body, attributes),
	};
}
