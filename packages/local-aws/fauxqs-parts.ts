import type { buildApp } from "fauxqs";

/*
 * The parts of fauxqs that the shim reaches into. They are no public interface: the version is
 * pinned, and test/fauxqs-parts.test.ts fails when one of them changes.
 */

type Stores = NonNullable<
	NonNullable<Parameters<typeof buildApp>[0]>["stores"]
>;
type Queue = NonNullable<ReturnType<Stores["sqsStore"]["getQueue"]>>;
type Message = Queue["messages"][number];

export type SqsMessage = Pick<
	Message,
	| "messageId"
	| "body"
	| "messageAttributes"
	| "sentTimestamp"
	| "approximateReceiveCount"
	| "approximateFirstReceiveTimestamp"
>;

export type SqsQueue = Pick<
	Queue,
	| "name"
	| "url"
	| "arn"
	| "attributes"
	| "messages"
	| "delayedMessages"
	| "inflightMessages"
	| "enqueue"
	| "processTimers"
	| "cancelWaiters"
>;

export type SqsStore = Pick<
	Stores["sqsStore"],
	"host" | "region" | "createQueue" | "getQueue" | "getQueueByArn" | "allQueues"
>;

export type SnsStore = Pick<
	Stores["snsStore"],
	"region" | "getTopic" | "getSubscription" | "listSubscriptionsByTopic"
>;

export type SnsSubscription = Pick<
	NonNullable<ReturnType<SnsStore["getSubscription"]>>,
	"arn" | "topicArn" | "protocol" | "endpoint" | "attributes"
>;

export type StoredObject = ReturnType<Stores["s3Store"]["getObject"]>;

/** Its `etag` is in quotes. */
export type S3Object = Pick<StoredObject, "key" | "etag" | "contentLength">;

export interface S3Store
	extends Pick<
		Stores["s3Store"],
		| "createBucket"
		| "putObject"
		| "completeMultipartUpload"
		| "getObject"
		| "headObject"
		| "deleteObject"
	> {
	readonly buckets: ReadonlyMap<string, Map<string, StoredObject>>;
	readonly multipartUploads: ReadonlyMap<
		string,
		{ readonly bucket: string; readonly key: string }
	>;
}

export type CreateMessage = (
	body: string,
	attributes?: Message["messageAttributes"],
) => Message;

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
	readonly createMessage: CreateMessage;
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
		createMessage: sqs.SqsStore.createMessage,
	};
}
