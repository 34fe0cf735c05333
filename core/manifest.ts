export const MANIFEST_KIND = "sqs-gmail-sender";

/** One sender's JSON manifest among a stack's outputs: what tools need to find it. */
export interface SenderManifest {
	readonly kind: typeof MANIFEST_KIND;
	readonly version: 1;
	readonly name: string;
	readonly mailbox: string;
	readonly queueUrl: string;
	readonly queueArn: string;
	readonly deadLetterQueueUrl: string;
	readonly deadLetterQueueArn: string;
	readonly secretArn: string;
	readonly tableName: string;
	readonly functionName: string;
	readonly breakerFunctionName: string;
	readonly eventSourceMappingId: string;
	readonly logGroupName: string;
	readonly breakerLogGroupName: string;
	readonly pageTopicArn: string;
	readonly ticketTopicArn: string;
	readonly region: string;
	/** Messages and recipients that the mailbox may send in 24 hours. */
	readonly limits: { readonly messages: number; readonly recipients: number };
	/** Seconds. */
	readonly retention: number;
	readonly deadLetterRetention: number;
	/** Of the package that was deployed. */
	readonly packageVersion: string;
	/** For bodies that are too long for the queue; older senders have none. */
	readonly payloadBucketName?: string;
	/** Customer key of the queue, if it has one. */
	readonly encryptionKeyArn?: string;
	/** `shared`: the ids of all producers are one name space. */
	readonly ids?: "own" | "shared";
	/** Who else's services may publish: `account:123456789012`, `organization:o-…`. */
	readonly allowedProducers?: readonly string[];
}

/** Reads a stack's output as a manifest; undefined when it is another output. */
export function readManifest(output: string): SenderManifest | undefined {
	if (!output.startsWith("{")) return undefined;
	try {
		const value: unknown = JSON.parse(output);
		return isManifest(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function isManifest(value: unknown): value is SenderManifest {
	return (
		typeof value === "object" &&
		value !== null &&
		"kind" in value &&
		value.kind === MANIFEST_KIND
	);
}
