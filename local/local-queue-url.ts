/** A queue's URL as it is locally: one that CDK makes of an ARN names AWS's host, and clients go where it says. */
export function localQueueUrl(text: string, endpoint: string): string {
	return text.replace(
		/^https:\/\/sqs\.[\w-]+\.amazonaws\.com\//,
		`${endpoint}/`,
	);
}
