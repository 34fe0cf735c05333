import type { SenderManifest } from "../../core/manifest.ts";

/** What `start --json` prints when it is ready. */
export interface ReadyLine {
	/** Addresses of the AWS endpoint and of the inbox. */
	readonly endpoint: string;
	readonly inbox: string;
	readonly region: string;
	readonly smtp: { readonly host: string; readonly port: number };
	/** Of the first sender. */
	readonly queueUrl: string;
	readonly deadLetterQueueUrl: string;
	readonly secretName: string;
	readonly stackName: string;
	readonly senders: readonly SenderManifest[];
}

/** The variables by which a program on this machine finds the stack. */
export function environmentOf(
	ready: ReadyLine,
): Readonly<Record<string, string>> {
	return {
		AWS_ENDPOINT_URL: ready.endpoint,
		AWS_REGION: ready.region,
		// For boto3.
		AWS_DEFAULT_REGION: ready.region,
		AWS_ACCESS_KEY_ID: "local",
		AWS_SECRET_ACCESS_KEY: "local",
		QUEUE_URL: ready.queueUrl,
		DEAD_LETTER_QUEUE_URL: ready.deadLetterQueueUrl,
		// For the publisher library.
		MAIL_QUEUE_URL: ready.queueUrl,
		INBOX_URL: ready.inbox,
	};
}
