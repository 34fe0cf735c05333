import type { ReadyLine } from "../ready-line.ts";

/** The variables by which a program on this machine finds a stack. */
export function environmentOf({
	endpoint,
	region,
	queueUrl,
	deadLetterQueueUrl,
	inbox,
}: ReadyLine): Readonly<Record<string, string>> {
	return {
		AWS_ENDPOINT_URL: endpoint,
		AWS_REGION: region,
		// boto3 reads this one.
		AWS_DEFAULT_REGION: region,
		AWS_ACCESS_KEY_ID: "local",
		AWS_SECRET_ACCESS_KEY: "local",
		QUEUE_URL: queueUrl,
		DEAD_LETTER_QUEUE_URL: deadLetterQueueUrl,
		// The publisher library reads this one.
		MAIL_QUEUE_URL: queueUrl,
		INBOX_URL: inbox,
	};
}
